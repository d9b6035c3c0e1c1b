"""Falsified figures."""

from sabotage.edits import both, metadata, outputs, source, swap, swap_form, textless

EXCEPTION = {"figure": "not compared", "because": "noise", "covered_by": "tiny.figure"}


DIFFER = "pixels"
KINDS = {
    "a curve shifted by 1 %": (source(1, "= 0.0,", "= 0.02,"), "Cell 1", DIFFER),
    "another colour": (source(1, "'C0'", "'C2'"), "Cell 1", DIFFER),
    "a marker lost": (source(1, "'C0', 0", "'C0', 10"), "Cell 1", DIFFER),
    "another figure": (source(1, "np.sin", "np.cos"), "Cell 1", DIFFER),
    "another size": (
        source(1, "plt.plot(x,", "plt.figure(figsize=(5, 4))\nplt.plot(x,"),
        "Cell 1",
        "size",
    ),
    "another background": (
        source(1, "plt.plot(x,", "plt.figure(facecolor='w')\nplt.plot(x,"),
        "Cell 1",
        DIFFER,
    ),
    "a broken picture": (swap_form(1, "image/png", "iVBOR", "iVBOX"), "Cell 1", "unreadable"),
    "a figure not shown": (source(1, "plt.show()", "plt.close()"), "Cell 1", "outputs"),
    "a picture inside HTML": (
        source(4, "io.BytesIO(), 1,", "io.BytesIO(), 1.1,"),
        "Cell 4",
        "pixels",
    ),
    "a picture inside HTML replaced by words": (
        source(4, '<img alt="two bars"', '<b alt="two bars"'),
        "Cell 4",
        "word",
    ),
    "no alt text": (metadata(1, mystnb=None), "form", "alt-text"),
    "empty alt text": (metadata(1, mystnb={"image": {"alt": " "}}), "form", "alt-text"),
    "no alt text inside HTML": (swap_form(4, "text/html", "two bars", ""), "form", "alt-text"),
    "an exception that no claim covers": (
        metadata(3, verify=EXCEPTION | {"covered_by": "tiny.other"}),
        "form",
        "rule-claim",
    ),
    "an exception that names no claim": (
        metadata(3, verify={"figure": "not compared", "because": "noise"}),
        "form",
        "rule-claim",
    ),
    "an exception without its reason": (
        metadata(3, verify=EXCEPTION | {"because": " "}),
        "form",
        "rule-reason",
    ),
    "an exception for words only": (
        metadata(3, verify={"outputs": "not compared", "because": "noise"}),
        "Cell 3",
        "pixels",
    ),
    "an exception that lost its figure": (outputs(3, list.clear), "Cell 3", "outputs"),
    "a digit of a label": (source(5, ".61", ".81"), "Cell 5", "figure-text"),
    "a digit of a title": (source(5, "0.2534", "0.2584"), "Cell 5", "figure-text"),
    "a label too many": (source(5, "values = [", "values = ['.11', "), "Cell 5", "figure-text"),
    "a digit of a stored text": (swap(5, ".61", ".81"), "Cell 5", "figure-text"),
    "a label lost": (source(5, "values = ['.61', ", "values = ["), "Cell 5", "figure-text"),
    "a digit of a label, stored without its texts": (
        both(source(5, ".61", ".81"), textless(5)),
        "Cell 5",
        DIFFER,
    ),
    "a digit of a small label inside HTML": (source(4, "0.37", "0.87"), "Cell 4", "glyphs"),
}
