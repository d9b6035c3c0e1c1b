"""Falsified words, numbers, claims and stored state."""

from nbformat.v4 import new_output

from nbclaims.schema import MIME
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
CHANGED = "outputs"

TEXT = {
    "a digit of a float": (swap(0, "2.71828", "2.71838"), "Cell 0", "float"),
    "a rounded float": (swap(0, "3.14159", "3.14165"), "Cell 0", "float"),
    "a sign": (swap(0, "3.14159", "-3.14159"), "Cell 0", "float"),
    "an integer": (swap(0, "12 draws", "13 draws"), "Cell 0", "integer"),
    "a float for an integer": (swap(0, "12 draws", "12.0 draws"), "Cell 0", "text"),
    "a word": (swap(0, "mean", "median"), "Cell 0", "word"),
    "a line break": (swap(0, r"9\nin", "9 in"), "Cell 0", "text"),
    "another seed": (source(1, "rng(0)", "rng(1)"), "Cell 1", "float"),
    "another shape": (source(1, "(4, 3)", "(3, 4)"), "Cell 1", "text"),
    "a number in HTML": (swap(2, "0.693147", "0.695147"), "Cell 2", "float"),
    "structure of HTML": (swap(2, "<td>loss</td>", "<th>loss</th>"), "Cell 2", "word"),
    "a glued number": (swap(5, "0.123456789", "0.123556789"), "Cell 5", "float"),
    "a glued name": (swap(5, "tiny.glued", "tiny.other"), "Cell 5", "outputs"),
    "a stated tolerance exceeded": (swap(6, "2.", "3."), "Cell 6", "float"),
}
CLAIMS = {
    "target": (claim(3, "target", 0.499), "Cell 3", "claim-target"),
    "target, by a little": (claim(3, "target", 0.500011), "Cell 3", "claim-target"),
    "bound": (claim(4, "at_most", 3), "Cell 4", "claim-at_most"),
    "bound, by a little": (claim(4, "at_most", 2 + 1e-11), "Cell 4", "claim-at_most"),
    "tolerance": (claim(3, "tolerance", 0.1), "Cell 3", "claim-tolerance"),
    "tolerance, by a little": (claim(3, "tolerance", 0.01002), "Cell 3", "claim-tolerance"),
    "relation": (relation(4, "at_most", "target"), "Cell 4", "claim-at_most"),
    "relation turned round": (relation(3, "target", "at_least"), "Cell 3", "claim-at_least"),
    "reason": (claim(3, "because", "a whim"), "Cell 3", "claim-because"),
    "statement": (claim(4, "statement", "all is well"), "Cell 4", "claim-statement"),
    "verdict": (claim(3, "passed", False), "Cell 3", "claim-passed"),
    "id": (swap(3, "tiny.mean", "tiny.median"), "Cell 3", "outputs"),
    "measured value out of band": (claim(3, "measured", 0.6), "Cell 3", "claim-band"),
    "measured value above its bound": (claim(4, "measured", 2.1), "Cell 4", "claim-band"),
    "measured value not a number": (claim(4, "measured", "nan"), "Cell 4", "claim-band"),
    "measured value in the text": (
        form(3, "text/plain", "0.5037", "0.5087"),
        "Cell 3",
        "claim-measured",
    ),
    "measured value in the HTML": (
        form(4, "text/html", "1.25", "1.24"),
        "Cell 4",
        "claim-measured",
    ),
    "tolerance in the text": (form(3, "text/plain", "± 0.01", "± 0.011"), "Cell 3", "float"),
    "target in the text": (form(3, "text/plain", " 0.5 ±", " 0.51 ±"), "Cell 3", "float"),
    "statement in the text": (form(4, "text/plain", "below two", "below three"), "Cell 4", "word"),
    "structured form removed": (
        outputs(3, lambda stored: stored[0].data.pop(MIME)),
        "Cell 3",
        "outputs",
    ),
    "HTML form removed": (
        outputs(4, lambda stored: stored[0].data.pop("text/html")),
        "Cell 4",
        "forms",
    ),
    "whole output removed": (outputs(3, list.clear), "Cell 3", "outputs"),
    "reason in a cell not compared": (swap(7, "its support", "a whim"), "Cell 7", "claim-because"),
    "failure on re-execution": (source(4, "1.25", "2.5"), "Cell 4", "exception"),
}
STORED = {
    "outputs of one cell cleared": (outputs(0, list.clear), "Cell 0", CHANGED),
    "an output too many": (outputs(8, lambda stored: stored.append(EXTRA)), "Cell 8", CHANGED),
    "an output where there is none": (outputs(9, lambda s: s.append(EXTRA)), "Cell 9", CHANGED),
    "an output missing": (outputs(0, lambda stored: stored.pop()), "Cell 0", CHANGED),
}
FORM = {
    "all outputs cleared": (cleared, "form", "never-run"),
    "a cell never run": (counts(None), "form", "counts"),
    "counts out of order": (counts(2, 1), "form", "counts"),
    "counts not from 1": (counts(*range(2, 13)), "form", "counts"),
    "a stored warning": (outputs(0, lambda s: s.insert(0, STDERR)), "form", "stderr"),
    "a stored error": (outputs(9, lambda stored: stored.append(ERROR)), "form", "error"),
    "an image without alt text": (markdown("![](a.png)"), "form", "alt-text"),
    "an HTML image without alt text": (markdown("<img src='a.png' alt=''>"), "form", "alt-text"),
    "a directive without alt text": (
        markdown("```{figure} a.png\n:width: 50%\n\nA caption.\n```"),
        "form",
        "alt-text",
    ),
    "a way around: comment": (source(8, "print", "# NBVAL_IGNORE_OUTPUT\nprint"), "form", "marker"),
    "a way around: tag": (metadata(8, tags=["nbval-skip"]), "form", "marker"),
    "a way around: another comment": (
        source(8, "print", "# PYTEST_VALIDATE_IGNORE_OUTPUT\nprint"),
        "form",
        "marker",
    ),
    "a way around: nbval's own error comment": (
        source(8, "print", "# NBVAL_RAISES_EXCEPTION\nprint"),
        "form",
        "marker",
    ),
    "a way around: error tag": (metadata(8, tags=["raises-exception"]), "form", "no-error"),
    "a tolerance without reason": (metadata(6, verify={"rtol": 0.01}), "form", "rule-reason"),
    "a tolerance that allows all": (
        metadata(6, verify={"rtol": float("inf"), "because": "why not"}),
        "form",
        "rule-number",
    ),
    "a rule misspelt": (metadata(0, verify={"rtoll": 1, "because": "b"}), "form", "rule-key"),
    "an exception without reason": (
        metadata(7, verify={"outputs": "not compared"}),
        "form",
        "rule-reason",
    ),
    "an exception misspelt": (
        metadata(7, verify={"outputs": "skip", "because": "noise"}),
        "form",
        "rule-exception",
    ),
    "too many exceptions": (
        metadata(8, verify={"outputs": "not compared", "because": "laziness"}),
        "form",
        "cap",
    ),
}
KINDS = TEXT | {f"a claim's {name}": kind for name, kind in CLAIMS.items()} | STORED | FORM
