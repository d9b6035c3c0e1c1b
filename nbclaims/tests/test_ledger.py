"""The ledger: what is wrong with a claim stops the build, what is right is listed."""

import json
from types import SimpleNamespace

import pytest
from sphinx.errors import ExtensionError

from nbclaims import record
from nbclaims.ledger import collection, page, robustness_figure, verified_figure
from nbclaims.robustness import Held
from nbclaims.schema import MIME

HERE = {
    "device": "cpu",
    "machine": "x86_64",
    "processors": 1,
    "versions": {"python": "3.11.0", "numpy": "1.0"},
}
RECORD = record.record(12.34, HERE)


def claim(id, measured=1, passed=True, because="rounding", tolerance=0.5, **bound):
    bound = bound or {"target": 1}
    given = {"id": id, "measured": measured, "because": because, "tolerance": tolerance}
    return given | {"statement": "one is one", "passed": passed} | bound


@pytest.fixture
def book(tmp_path):
    """Writes notebooks, each given by its claims, and collects them."""

    def write(*chapters, metadata=None):
        for number, claims in enumerate(chapters, 1):
            outputs = [{"output_type": "display_data", "data": {MIME: c}} for c in claims]
            outputs.append({"output_type": "stream", "text": "1"})
            cells = [
                {"cell_type": "markdown", "source": ["# Title\n", "text"]},
                {"cell_type": "code", "source": ["# code"], "outputs": outputs},
            ]
            metadata = {"verified": RECORD} if metadata is None else metadata
            notebook = json.dumps({"cells": cells, "metadata": metadata})
            (tmp_path / f"0{number}_part.ipynb").write_text(notebook)
        pages = [f"0{number}_part" for number in range(1, len(chapters) + 1)]
        return collection.collect(tmp_path, pages, tmp_path / "robustness.json", "([0-9]+)_")

    return write


def test_claims_are_collected_in_the_order_of_the_text(book):
    first, second = book([claim("a.z"), claim("a.b")], [claim("b.a")])
    assert first.title == "1 · Title"
    assert [claim["id"] for claim in first.claims] == ["a.z", "a.b"]
    assert second.verified == RECORD
    assert collection.summary([first, second]) == "3 claims in 2 notebooks"
    assert collection.summary([second]) == "1 claim in 1 notebook"


@pytest.mark.parametrize(
    "chapters, problem",
    [
        ([[claim("a.b", passed=False)]], "01_part.ipynb: claim a.b: it failed"),
        ([[claim("a.b", measured=1.6)]], "a.b: it failed"),
        ([[claim("a.b", measured="nan")]], "a.b: it failed"),
        ([[claim("a.b", measured=1.6, at_most=1)]], "a.b: it failed"),
        ([[claim("a.b", measured=1, at_least=1.6)]], "a.b: it failed"),
        ([[claim("a.b", because=" ")]], "a.b: it has no reason"),
        ([[claim("a.b"), claim("a.b")]], "the id is taken in 01_part.ipynb"),
        ([[claim("a.b")], [claim("a.b")]], "02_part.ipynb: claim a.b: the id is taken in 01_"),
    ],
)
def test_what_is_wrong_stops_the_build(book, chapters, problem):
    with pytest.raises(ExtensionError, match=problem):
        book(*chapters)


@pytest.mark.parametrize("metadata", [{}, {"verified": {"date": "2026-01-01"}}])
def test_a_notebook_without_its_record_stops_the_build(book, metadata):
    with pytest.raises(
        ExtensionError, match=r"01_part.ipynb: no record .* 'python -m nbclaims refresh'"
    ):
        book([claim("a.b")], metadata=metadata)


def test_everything_that_is_wrong_is_said_at_once(book):
    with pytest.raises(ExtensionError) as error:
        book([claim("a.b", passed=False)], [claim("a.b", because="")])
    assert len(str(error.value).splitlines()) == 4


def test_the_build_collects_the_notebooks_of_the_book(book, tmp_path):
    book([claim("a.b")], [claim("b.a")])
    config = SimpleNamespace(nbclaims_chapters=["0*"], nbclaims_number="", nbclaims_robustness="r")
    app = SimpleNamespace(srcdir=tmp_path, config=config)
    env = SimpleNamespace(
        found_docs={"02_part", "index", "01_part", "homework"},
        doc2path=lambda page: f"{page}.{'md' if page == 'index' else 'ipynb'}",
    )
    page.collect(app, env, [])
    assert [chapter.page for chapter in page.chapters(app)] == ["01_part", "02_part"]
    assert [chapter.title for chapter in page.chapters(app)] == ["Title", "Title"]


def test_json_holds_the_claims_sorted(book):
    claims = [claim("a.z", measured=1.25), claim("a.b", at_most=2)]
    text = collection.to_json(book(claims))
    (chapter,) = json.loads(text)["chapters"]
    assert chapter["claims"] == claims[::-1]
    assert chapter["verified"] == RECORD
    assert chapter["robustness"]["a.b"]["seeds"] == {"held": 0, "tried": 0}
    assert text == collection.to_json(book(claims))


@pytest.mark.parametrize(
    "held, look",
    [
        ((20, 20), "full"),
        ((19, 20), "half"),
        ((18, 20), "few"),
        ((4, 5), "half"),
        ((3, 5), "few"),
        ((0, 0), "untried"),
    ],
)
def test_the_picture_shows_how_a_claim_fared(book, held, look):
    (chapter,) = book([claim("a.b")])
    chapter.robustness["a.b"]["seeds"] = Held(*held)
    picture = robustness_figure.figure([chapter])
    assert f'<g class="{look}"><title>a.b: ' in picture
    numbers = {
        "full": "1 of 1",
        "half": "1 failed in one",
        "few": "1 in more",
        "untried": "1 are not",
    }
    assert numbers[look] in picture


@pytest.mark.parametrize(
    "entry, shown",
    [
        (claim("a.b"), ["≈ 1", "0.5", "rounding", 'href="x.html#a.b"']),
        (claim("a.b", tolerance=0.0), ["= 1", "none"]),
        (claim("a.b", tolerance=0.0, at_least=0), ["≥ 0", "none"]),
        (claim("a.b", at_most=2), ["≤ 2"]),
        (claim("a.b", measured="inf", target="inf"), ["≈ inf"]),
        (claim("a.b", because="p < q"), ["p &lt; q"]),
    ],
)
def test_a_row_shows_what_was_claimed(entry, shown):
    row = page.row(entry, "x.html#a.b", {"seeds": Held(19, 20), "processors": Held(0, 0)})
    shown = [*shown, "19 of 20 other seeds, processors: not yet tried"]
    assert [text for text in shown if text not in row] == []


def test_the_record_in_words():
    words = record.sentence(RECORD, 1)
    assert "all outputs computed and 1 claim asserted in 12 s on CPU (x86_64, 1 processor)" in words
    assert "Python 3.11.0, numpy 1.0" in words
    assert "all outputs computed in 12 s" in record.sentence(RECORD, 0)


@pytest.mark.parametrize(
    "entry, shown, address",
    [("count", "1 claim in 1 notebook", None), ("a.b", "a.b", "01_part.html#a.b")],
)
def test_the_text_names_the_ledger(book, entry, shown, address):
    role = role_in(book([claim("a.b")]))
    role.text = entry
    (node,), messages = role.run()
    assert (node.astext(), messages) == (shown, [])
    assert address is None or node["refuri"] == address


def test_what_is_not_in_the_ledger_is_an_error(book):
    role = role_in(book([claim("a.b")]))
    role.text = "a.c"
    nodes, (message,) = role.run()
    assert nodes == []
    assert message == "unknown ledger entry: 'a.c'"


def role_in(chapters):
    """The role on a page `here` of a book of these chapters."""
    builder = SimpleNamespace(get_relative_uri=lambda here, there: f"{there}.html")
    env = SimpleNamespace(
        app=SimpleNamespace(nbclaims=chapters, builder=builder),
        docname="here",
        note_reread=lambda: None,
    )
    role = type("Role", (page.LedgerRole,), {"env": env})()
    role.inliner = SimpleNamespace(reporter=SimpleNamespace(error=lambda text: text))
    return role


def test_a_panel_names_a_chapter_by_its_number_or_its_file(book):
    (chapter,) = book([claim("a.b")])
    assert ">Chapter 1</text>" in robustness_figure.figure([chapter])
    assert ">01_part</text>" in robustness_figure.figure([chapter._replace(number="")])


def test_a_chapter_s_figure_is_found_by_its_name():
    about = {"figure": {"name": "fig-gap"}, "image": {"alt": "a gap"}}
    outputs = [{"output_type": "display_data", "data": {"image/png": "iVBORw0KGgo="}}]
    cells = [{"metadata": {}}, {"metadata": {"mystnb": about}, "outputs": outputs}]
    cell = verified_figure.named({"cells": cells}, "fig-gap")
    assert verified_figure.png(cell).startswith(b"\x89PNG")
    assert verified_figure.alt(cell) == "a gap"
    with pytest.raises(LookupError, match="no figure 'fig-none'"):
        verified_figure.named({"cells": cells}, "fig-none")
