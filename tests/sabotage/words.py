"""Falsified words, numbers, claims and stored state."""

from nbformat.v4 import new_output
from verifier.claim import MIME

from sabotage.edits import (
    claim,
    cleared,
    counts,
    markdown,
    metadata,
    outputs,
    relation,
    source,
    swap,
)
from sabotage.edits import swap_form as form

STDERR = new_output("stream", name="stderr", text="UserWarning: beware")
ERROR = new_output("error", ename="KeyError", evalue="x", traceback=["KeyError: x"])
EXTRA = new_output("display_data", data={"text/plain": "more"})
CHANGED = "the cell's outputs changed"

TEXT = {
    "a digit of a float": (swap(0, "2.71828", "2.71838"), "Cell 0", "float '2.71838"),
    "a rounded float": (
        swap(0, "3.14159", "3.14165"),
        "Cell 0",
        "float '3.14165' is now '3.14159'",
    ),
    "a sign": (swap(0, "3.14159", "-3.14159"), "Cell 0", "float '-3.14159' is now '3.14159'"),
    "an integer": (swap(0, "12 draws", "13 draws"), "Cell 0", "integer '13' is now '12'"),
    "a float for an integer": (swap(0, "12 draws", "12.0 draws"), "Cell 0", "text '12.0' is now"),
    "a word": (swap(0, "mean", "median"), "Cell 0", "word 'median' is now 'mean'"),
    "a line break": (swap(0, r"9\nin", "9 in"), "Cell 0", "text 'in' is now"),
    "another seed": (source(1, "rng(0)", "rng(1)"), "Cell 1", "text/plain: float"),
    "another shape": (source(1, "(4, 3)", "(3, 4)"), "Cell 1", "text/plain:"),
    "a number in HTML": (swap(2, "0.693147", "0.695147"), "Cell 2", "float '0.695147' is now"),
    "structure of HTML": (swap(2, "<td>loss</td>", "<th>loss</th>"), "Cell 2", "word 'th' is now"),
    "a glued number": (swap(5, "0.123456789", "0.123556789"), "Cell 5", "float '0.123556789'"),
    "a glued name": (swap(5, "tiny.glued", "tiny.other"), "Cell 5", "stored: glued tiny.other"),
    "a stated tolerance exceeded": (swap(6, "2.", "3."), "Cell 6", "stdout: text/plain: float '3."),
}
CLAIMS = {
    "target": (claim(3, "target", 0.499), "Cell 3", "target 0.499 is now 0.5"),
    "target, by a little": (claim(3, "target", 0.500011), "Cell 3", "target 0.500011 is now 0.5"),
    "bound": (claim(4, "at_most", 3), "Cell 4", "at_most 3 is now 2"),
    "bound, by a little": (claim(4, "at_most", 2 + 1e-11), "Cell 4", "at_most 2.00000000001 is"),
    "tolerance": (claim(3, "tolerance", 0.1), "Cell 3", "tolerance 0.1 is now 0.01"),
    "tolerance, by a little": (
        claim(3, "tolerance", 0.01002),
        "Cell 3",
        "tolerance 0.01002 is now 0.01",
    ),
    "relation": (relation(4, "at_most", "target"), "Cell 4", "at_most null is now 2"),
    "relation turned round": (
        relation(3, "target", "at_least"),
        "Cell 3",
        "at_least 0.5 is now null",
    ),
    "reason": (claim(3, "because", "a whim"), "Cell 3", 'because "a whim" is now "three'),
    "statement": (claim(4, "statement", "all is well"), "Cell 4", '"all is well" is now "below'),
    "verdict": (claim(3, "passed", False), "Cell 3", "passed false is now true"),
    "id": (swap(3, "tiny.mean", "tiny.median"), "Cell 3", "stored: claim tiny.median"),
    "measured value out of band": (
        claim(3, "measured", 0.6),
        "Cell 3",
        "stored measured value 0.6 is out",
    ),
    "measured value above its bound": (
        claim(4, "measured", 2.1),
        "Cell 4",
        "value 2.1 is out of band",
    ),
    "measured value not a number": (
        claim(4, "measured", "nan"),
        "Cell 4",
        "value nan is out of band",
    ),
    "measured value in the text": (
        form(3, "text/plain", "0.5037", "0.5087"),
        "Cell 3",
        "text/plain: the stored text does not show the measured value 0.5037",
    ),
    "measured value in the HTML": (
        form(4, "text/html", "1.25", "1.24"),
        "Cell 4",
        "text/html: the stored text does not show the measured value 1.25",
    ),
    "tolerance in the text": (
        form(3, "text/plain", "± 0.01", "± 0.011"),
        "Cell 3",
        "text/plain: float '0.011' is now '0.01'",
    ),
    "target in the text": (
        form(3, "text/plain", " 0.5 ±", " 0.51 ±"),
        "Cell 3",
        "text/plain: float '0.51' is now '0.5'",
    ),
    "statement in the text": (
        form(4, "text/plain", "below two", "below three"),
        "Cell 4",
        "text/plain: word 'three' is now 'two'",
    ),
    "structured form removed": (
        outputs(3, lambda stored: stored[0].data.pop(MIME)),
        "Cell 3",
        "stored: text/html + text/plain\n",
    ),
    "HTML form removed": (
        outputs(4, lambda stored: stored[0].data.pop("text/html")),
        "Cell 4",
        "and now has",
    ),
    "whole output removed": (
        outputs(3, list.clear),
        "Cell 3",
        "stored: nothing\n  now:    claim tiny.mean",
    ),
    "reason in a cell not compared": (
        swap(7, "its support", "a whim"),
        "Cell 7",
        '"a whim" is now "its',
    ),
    "failure on re-execution": (source(4, "1.25", "2.5"), "Cell 4", "ClaimError"),
}
STORED = {
    "outputs of one cell cleared": (outputs(0, list.clear), "Cell 0", CHANGED),
    "an output too many": (outputs(8, lambda stored: stored.append(EXTRA)), "Cell 8", CHANGED),
    "an output where there is none": (outputs(9, lambda s: s.append(EXTRA)), "Cell 9", CHANGED),
    "an output missing": (outputs(0, lambda stored: stored.pop()), "Cell 0", CHANGED),
}
FORM = {
    "all outputs cleared": (cleared, "form", "never run, or its outputs were cleared"),
    "a cell never run": (counts(None), "form", "counts are not 1, 2, 3, … from top to bottom"),
    "counts out of order": (counts(2, 1), "form", "counts are not 1, 2, 3, … from top to bottom"),
    "counts not from 1": (counts(*range(2, 13)), "form", "counts are not 1, 2, 3, … from top"),
    "a stored warning": (outputs(0, lambda s: s.insert(0, STDERR)), "form", "stored stderr: User"),
    "a stored error": (
        outputs(9, lambda stored: stored.append(ERROR)),
        "form",
        "stored error: Key",
    ),
    "an image without alt text": (markdown("![](a.png)"), "form", "image without alt text: ![]("),
    "an HTML image without alt text": (markdown("<img src='a.png' alt=''>"), "form", "without alt"),
    "a directive without alt text": (
        markdown("```{figure} a.png\n:width: 50%\n\nA caption.\n```"),
        "form",
        "image without alt text: ```{figure} a.png",
    ),
    "a way around: comment": (source(8, "print", "# NBVAL_IGNORE_OUTPUT\nprint"), "form", "hides"),
    "a way around: tag": (metadata(8, tags=["nbval-skip"]), "form", "'nbval-skip' hides outputs"),
    "a way around: error tag": (metadata(8, tags=["raises-exception"]), "form", "hides outputs"),
    "a tolerance without reason": (
        metadata(6, verify={"rtol": 0.01}),
        "form",
        "a tolerance without a reason",
    ),
    "a tolerance that allows all": (
        metadata(6, verify={"rtol": float("inf"), "because": "why not"}),
        "form",
        "rtol must be a number",
    ),
    "a rule misspelt": (metadata(0, verify={"rtoll": 1, "because": "b"}), "form", "key 'rtoll'"),
    "an exception without reason": (
        metadata(7, verify={"outputs": "not compared"}),
        "form",
        "an exception without a reason",
    ),
    "an exception misspelt": (
        metadata(7, verify={"outputs": "skip", "because": "noise"}),
        "form",
        "outputs can only be 'not compared'",
    ),
    "too many exceptions": (
        metadata(8, verify={"outputs": "not compared", "because": "laziness"}),
        "form",
        "2 cells are not compared, at most 1 may be",
    ),
}
KINDS = TEXT | {f"a claim's {name}": kind for name, kind in CLAIMS.items()} | STORED | FORM
