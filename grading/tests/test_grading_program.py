"""Which statements of a notebook an answer needs: cells may be copied, moved, deleted, retyped."""

import ast

import pytest

from grading.worker.program import binds, program, read, uses

STUB = "def f(x):\n    raise NotImplementedError  # your answer"


def cells(*sources):
    """Cells; a pair gives the question of a cell too."""
    pairs = [(source, None) if isinstance(source, str) else source for source in sources]
    return [{"source": source, "question": question} for source, question in pairs]


def run(*sources, name="f", stub=STUB):
    """The name's value after the program ran, and the complaints."""
    statements, complaints = program(cells(*sources), name, stub)
    names = {}
    for statement in statements:
        try:
            exec(compile(ast.Module([statement.node], []), "test", "exec"), names)
        except NameError as error:  # of the submission, not of this test
            raise AssertionError(f"a name is missing: {error}") from error
    return names.get(name), complaints


def value(*sources, **options):
    """What the answer f returns for 2."""
    answer, _ = run(*sources, **options)
    try:
        return answer(2)
    except NameError as error:
        raise AssertionError(f"a name is missing: {error}") from error


def test_an_answer_is_found_by_its_tag_or_by_its_name():
    written = "def f(x): return x + 1"
    assert value((written, "f")) == value(written) == value((written, "g")) == 3


def test_its_own_cell_goes_before_others_and_the_last_before_earlier_ones():
    own, other = ("def f(x): return x + 1", "f"), "def f(x): return 0"
    assert value(own, other) == value(other, own) == 3
    assert value(other, "def f(x): return 5") == 5
    assert value(("def f(x): return 0", "f"), own) == 3


def test_a_stub_that_is_left_over_does_not_count():
    written = "def f(x):\n    return x + 1"
    assert value(written, (STUB, "f")) == 3
    assert value(written, (STUB.replace("  # your answer", ""), "f")) == 3
    answer, _ = run((STUB, "f"))
    with pytest.raises(NotImplementedError):
        answer(2)


def test_a_value_s_stub_does_not_count_either():
    stub = "f = None  # your answer\n# f = …"
    assert run("f = 3", (stub, "f"), stub=stub)[0] == 3
    assert run((stub, "f"), stub=stub)[0] is None
    assert run(("f = 4", "f"), "f = 3", stub=stub)[0] == 4


def test_a_broken_stub_text_is_no_problem():
    assert value("def f(x): return 1", "def f(x): return 2", stub="def f(:") == 2


def test_what_an_answer_uses_comes_along_and_nothing_else():
    sources = [
        "import math\nfrom math import floor as down",
        "offset: int = 1\noffset += 1\nnever = 1 / 0",
        "def helper(x): return down(math.sqrt(x)) + offset + other(x)",
        "def other(x): return len(table)",
        "table = {}\ntable['a'] = 1\ntable.update(b=2)",
        "def f(x): return helper(x)",
        "print(f(2)); assert f(2) == 7; while_true = [0 for _ in iter(int, 1)]",
        "raise SystemExit",
        "def unrelated(): return never",
    ]
    assert value(*sources) == 1 + 2 + 2


def test_what_may_hang_or_fail_elsewhere_is_not_run():
    statements, _ = program(
        cells("while True: pass", "x = 1 / 0", "f2 = f(1)", "def f(x): return 1"), "f", STUB
    )
    assert [ast.unparse(s.node) for s in statements] == ["def f(x):\n    return 1"]


@pytest.mark.parametrize(
    "source, kept",
    [
        ("import numpy as np\nnp.seterr(all='raise')", True),
        ("import jax as np\nnp.config.update('a', 1)", True),
        ("import jax, jax.numpy as np\njax.config.update('jax_enable_x64', True)", True),
        ("import numpy as np\nnp.save('a', 1)", False),
        ("import numpy as np\nnp.testing.assert_equal(f(1), 1)", False),
        ("np = []\nnp.append(1)", True),
    ],
)
def test_of_calls_on_modules_only_settings_are_kept(source, kept):
    statements, _ = program(cells(source, "def f(x): return np"), "f", STUB)
    assert len(statements) == 2 + kept


@pytest.mark.parametrize(
    "source, wanted",
    [
        ("table = [3, 1]\nimport random\nrandom.Random(0).shuffle(table)", True),
        ("import bisect\ntable = [1, 3]\nbisect.insort(table, 2)", True),
        ("table = []\ndef fill():\n    global table\n    table = [1]\nfill()", True),
        ("table = []\ndef fill():\n    table = [1]\nfill()", False),
        ("table = []\nimport timeit\ntimeit.timeit(f)", False),
        ("table = []\nprint(table)", False),
    ],
)
def test_a_call_that_may_change_what_is_used_comes_along(source, wanted):
    statements, _ = program(cells(source, "def f(x): return table"), "f", STUB)
    last = ast.parse(source).body[-1]
    assert (ast.dump(last) in [ast.dump(s.node) for s in statements]) == wanted


def test_a_star_import_always_comes_along():
    assert value("from math import *", "def f(x): return floor(x + 0.5)") == 2


def test_a_definition_may_be_wrapped_later():
    later = "import functools\nf = functools.cache(f)"
    answer, _ = run(("def f(x): return x + 1", "f"), "def f(x): return 0", later)
    assert answer(2) == 3 and hasattr(answer, "cache_info")


def test_a_definition_may_build_on_an_earlier_one_in_its_cell():
    first, then = "def f(x): return x + 1", "g = f\ndef f(x): return 2 * g(x)"
    assert value((f"{first}\n{then}", "f")) == 6
    assert value((f"{STUB}\n{first}\n{then}\n{STUB}", "f")) == 6
    assert value("f = loops_forever", (f"{first}\n{then}", "f"), "f = loops_forever") == 6


@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib inline\n!pip install x\ndef f(x):\n    return x + 1",
        "f?\n    \ndef f(x):\n    %time\n    return x + 1",
        "def f(x):\n    '''\n%not magic\n'''\n    return x + 1",
    ],
)
def test_magics_are_left_out(source):
    assert value(source) == 3


def test_a_cell_of_another_language_is_left_out():
    assert read("%%bash\nrm = x", None, 0) == []
    assert read("\n%%time\nx = 1", None, 0) == []


def test_a_cell_that_cannot_be_read_is_told_of_where_it_matters():
    broken = "def f(x):\n    return (x +"
    answer, complaints = run(("x = 1\ny = = 2", "g"), (broken, "f"))
    assert answer is None and complaints == ["a cell cannot be read: SyntaxError, line 2"]
    assert run(broken)[1] and not run("y = = 2", "def f(x): return 1")[1]
    assert run(("f = '\0'", "f"))[1][0].startswith("a cell cannot be read")
    assert run(("f = '\ud800'", "f"))[1] == ["a cell cannot be read: UnicodeEncodeError"]
    assert run(("f = " + "(" * 10_000, "f"))[1]


@pytest.mark.parametrize(
    "source, names",
    [
        ("a = b = c[d] = 1", {"a", "b", "c"}),
        ("(a, *b), c.d.e = x", {"a", "b", "c"}),
        ("a += f(b)", {"a"}),
        ("a: int = 1", {"a"}),
        ("import a.b, c as d", {"a", "d"}),
        ("from a import b as c", {"c"}),
        ("from a import *", {"*"}),
        ("class A:\n    b = 1", {"A"}),
        ("async def a():\n    b = 1", {"a"}),
        ("def a():\n    b = 1", {"a"}),
        ("a = lambda: [b := 1]", {"a"}),
        ("if x:\n    a = 1\nelse:\n    import b", {"a", "b"}),
        ("for a in x:\n    b = 1", {"a", "b"}),
        ("with x as a:\n    b = 1", {"a", "b"}),
        ("try:\n    a = 1\nexcept E as b:\n    c = 1", {"a", "b", "c"}),
        ("del a", {"a"}),
        ("a.b().c.append(1)", {"a"}),
        ("print(a)", set()),
        ("(a := 1)", {"a"}),
    ],
)
def test_what_a_statement_binds(source, names):
    (node,) = ast.parse(source).body
    assert binds(node) == names


def test_what_a_statement_uses_is_looked_for_in_functions_too():
    (node,) = ast.parse("def f(x=a):\n    b = c\n    return lambda: d[e].g").body
    assert uses(node) == {"a", "c", "d", "e"}
