"""Falsified figures."""

from sabotage.edits import metadata, outputs, source, swap_form

EXCEPTION = {"figure": "not compared", "because": "noise", "covered_by": "tiny.figure"}


DIFFER = "pixels differ, 4 may"
KINDS = {
    "a curve shifted by 1 %": (source(1, "= 0.0,", "= 0.02,"), "Cell 1", DIFFER),
    "another colour": (source(1, "'C0'", "'C2'"), "Cell 1", DIFFER),
    "a marker lost": (source(1, "'C0', 0", "'C0', 10"), "Cell 1", DIFFER),
    "another figure": (source(1, "np.sin", "np.cos"), "Cell 1", DIFFER),
    "another size": (
        source(1, "plt.plot(x,", "plt.figure(figsize=(5, 4))\nplt.plot(x,"),
        "Cell 1",
        "the picture had",
    ),
    "another background": (
        source(1, "plt.plot(x,", "plt.figure(facecolor='w')\nplt.plot(x,"),
        "Cell 1",
        DIFFER,
    ),
    "a broken picture": (
        swap_form(1, "image/png", "iVBOR", "iVBOX"),
        "Cell 1",
        "cannot be read",
    ),
    "a figure not shown": (source(1, "plt.show()", "plt.close()"), "Cell 1", "outputs changed"),
    "a picture inside HTML": (
        source(4, "height = io.BytesIO(), 1", "height = io.BytesIO(), 1.1"),
        "Cell 4",
        "picture 1: ",
    ),
    "a picture inside HTML replaced by words": (
        source(4, '<img alt="two bars"', '<b alt="two bars"'),
        "Cell 4",
        "word 'img' is now",
    ),
    "no alt text": (metadata(1, mystnb=None), "form", "figure without alt text"),
    "empty alt text": (metadata(1, mystnb={"image": {"alt": " "}}), "form", "without alt text"),
    "no alt text inside HTML": (
        swap_form(4, "text/html", "two bars", ""),
        "form",
        "without alt",
    ),
    "an exception that no claim covers": (
        metadata(3, verify=EXCEPTION | {"covered_by": "tiny.other"}),
        "form",
        "covered_by 'tiny.other' is no claim of this notebook",
    ),
    "an exception that names no claim": (
        metadata(3, verify={"figure": "not compared", "because": "noise"}),
        "form",
        "names no claim",
    ),
    "an exception without its reason": (
        metadata(3, verify=EXCEPTION | {"because": " "}),
        "form",
        "an exception without a reason",
    ),
    "an exception for words only": (
        metadata(3, verify={"outputs": "not compared", "because": "noise"}),
        "Cell 3",
        "image/png: ",
    ),
    "an exception that lost its figure": (outputs(3, list.clear), "Cell 3", "outputs changed"),
}
