"""Faults of grading.perturb."""

from mutants import Mutant

TESTS = ("grading/tests/test_grading_perturb.py",)

MUTANTS = [
    Mutant(
        "what is noticed is listed",
        "if not noticed(homework, question, each.source, seed, limit)]",
        "if noticed(homework, question, each.source, seed, limit)]",
        TESTS,
    ),
    Mutant(
        "an answer that never ends is not noticed",
        "    except Exception:\n        return True",
        "    except Exception:\n        return False",
        TESTS,
    ),
    Mutant(
        "a change gets no more time for a right answer that is slow",
        "limit = SECONDS + 10 * (time.perf_counter() - begin)",
        "limit = SECONDS",
        TESTS,
    ),
    Mutant(
        "constants stay as they were in lists",
        "return type(value)(constant(item, by) for item in value)",
        "return value",
        TESTS,
    ),
    Mutant(
        "axes are constants",
        "        if id(node) in axes:\n            continue\n",
        "",
        TESTS,
    ),
    Mutant(
        "a sign stays",
        'yield f"no − in {ast.unparse(node)}", lambda n: setattr(n, "op", ast.UAdd())',
        "return",
        TESTS,
    ),
    Mutant(
        "the alarm stays ours",
        "signal.signal(signal.SIGALRM, before)",
        "pass",
        TESTS,
    ),
    Mutant(
        "reasons are looked for elsewhere",
        'return runpy.run_path(str(folder / "wrong.py")).get("UNSEEN", {})',
        "return {}",
        TESTS,
    ),
    Mutant(
        "all is counted as noticed",
        "{tried - unseen} of {tried} changes are noticed",
        "{tried} of {tried} changes are noticed",
        TESTS,
    ),
]
