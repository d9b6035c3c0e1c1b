"""Three honest notebooks, built by running them."""

import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from nbclaims.verifier.kernel import environment

WORDS = [
    'import math\nprint(f"a mean of {math.pi:.5f}\\nin 12 draws")\nmath.e',
    "import numpy as np\nnp.random.default_rng(0).normal(size=(4, 3))",
    "from IPython.display import HTML, display\n"
    'HTML("<table><tr><td>loss</td><td>0.693147</td></tr></table>")',
    "from nbclaims import check, glue\n"
    'check("tiny.mean", 0.5037, target=0.5, tolerance=0.01, because="three standard errors")',
    'check("tiny.bound", 1.25, at_most=2, because="a theorem", statement="below two")',
    'glue("tiny.glued", 0.123456789)',
    # Differ in every run: the first within its stated tolerance, the second is an exception.
    "noise = np.random.default_rng().uniform(0, 1)\nprint(2 + 1e-3 * noise)",
    'print(noise)\ncheck("tiny.noise", noise, target=0, tolerance=1, because="its support")',
    'print("the last words")',
    "x = 1",  # where other code is run
    "print(x)",
]
FIGURES = [
    "import base64, io\nimport matplotlib.pyplot as plt\nimport numpy as np\n"
    'plt.rcParams["figure.facecolor"] = "none"\nplt.rcParams["figure.dpi"] = 72',
    "x = np.linspace(0, 1, 50)\nshift, colour, lost = 0.0, 'C0', 0\n"
    "plt.plot(x, np.sin(6 * x) + shift, colour)\n"
    "plt.plot(x[lost::10], x[lost::10], 'o')\nplt.ylim(-1, 1)\nplt.show()",
    "from nbclaims import check\n"
    'check("tiny.figure", 1.0, target=1, tolerance=0.1, because="rounding")',
    "plt.plot(np.random.default_rng().normal(size=50))\nplt.ylim(-5, 5)\n"
    "plt.show()  # another in every run, between the same ticks",
    "from IPython.display import HTML\nfile, height, letters = io.BytesIO(), 1, 0.37\n"
    "plt.bar([1, 2], [height, 2])\nplt.text(1, 1.5, letters, fontsize=7)\n"
    "plt.savefig(file)\nplt.close()\n"
    "picture = base64.b64encode(file.getvalue()).decode()\n"
    'HTML(f\'<img alt="two bars" src="data:image/png;base64,{picture}">\')',
    "figure, axes = plt.subplots(figsize=(3.2, 2.4))\naxes.set_title('error 0.2534')\n"
    "values = ['.61', '.76', '.81', '1.00']\n"
    "for i, value in enumerate(values):\n"
    "    axes.text(i / 4, 0.5, value, fontsize=9)\nplt.show()",
]
# What a terminal and a browser show otherwise than it was printed.
SCREEN = [
    "planck, boltzmann = 6.63e-34, 1.38e-23\n"
    'print(f"h = {planck} where c = {3e8}")\nprint(-3.2e-10)\nplanck, boltzmann',
    "import numpy as np\nrng = np.random.default_rng()\n"
    "np.array([1.0, *rng.uniform(1, 9, size=3) * 1e-17])",  # other rounding errors in every run
    'print({f"mode {i}" for i in range(5)})',  # in another order in every run
    'print(f"\\x1b[31mloss {0.693147}\\x1b[0m of \\x1b[1m{0.25}\\x1b[0m")',
    "from IPython.display import clear_output, display\nfor step in range(3):\n"
    '    clear_output(wait=True)\n    print("step", step)',
    'shown = display("begin", display_id=True)\nfor step in range(3):\n'
    '    shown.update(f"end {step}")',
    'raise ValueError(f"expected 2 numbers, got {0.5}")',
    '# NBVAL_CHECK_OUTPUT\nprint("checked")',
]


def words():
    """Text, HTML, draws, claims, a glued number, a stated tolerance and an exception."""
    notebook = _run(WORDS)
    notebook.cells[6].metadata["verify"] = {"rtol": 1e-2, "because": "uniform noise of 1e-3"}
    notebook.cells[7].metadata["verify"] = {"outputs": "not compared", "because": "noise"}
    notebook.cells.append(new_markdown_cell("The end, with ![a plot](plot.png)."))
    return notebook


def figures():
    """A curve with markers, a picture inside HTML, and a figure that is an exception."""
    notebook = _run(FIGURES)
    for number in (1, 3, 5):
        notebook.cells[number].metadata["mystnb"] = {"image": {"alt": "a curve"}}
    notebook.cells[3].metadata["verify"] = {
        "figure": "not compared",
        "because": "another draw in every run",
        "covered_by": "tiny.figure",
    }
    return notebook


def screen():
    """Small numbers, rounding errors, a set, colours, what is cleared and updated, an error."""
    return _run(SCREEN, {6: ["raises-exception"]})


def _run(sources: list[str], tags: dict[int, list[str]] | None = None):
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    for number, those in (tags or {}).items():
        notebook.cells[number].metadata["tags"] = those
    with tempfile.TemporaryDirectory() as scratch:
        variables = environment(Path(scratch), offline=False)
        NotebookClient(notebook, kernel_name="python3", record_timing=False).execute(env=variables)
    return nbformat.from_dict(notebook)
