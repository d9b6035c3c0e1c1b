"""Three honest notebooks, built by running them."""

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

WORDS = [
    'import math\nprint(f"a mean of {math.pi:.5f}\\nin 12 draws")\nmath.e',
    "import numpy as np\nnp.random.default_rng(0).normal(size=(4, 3))",
    "from IPython.display import HTML, display\n"
    'HTML("<table><tr><td>loss</td><td>0.693147</td></tr></table>")',
    "from lib.claims import check, glue\n"
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
    "from lib.claims import check\n"
    'check("tiny.figure", 1.0, target=1, tolerance=0.1, because="rounding")',
    "plt.plot(np.random.default_rng().normal(size=50))\nplt.show()  # another in every run",
    "from IPython.display import HTML\nfile, height = io.BytesIO(), 1\n"
    "plt.bar([1, 2], [height, 2])\nplt.savefig(file)\nplt.close()\n"
    "picture = base64.b64encode(file.getvalue()).decode()\n"
    'HTML(f\'<img alt="two bars" src="data:image/png;base64,{picture}">\')',
]
# Long float32 sums, which XLA orders as the machine likes.
JAX = [
    "import jax\nimport jax.numpy as jnp\nx = jax.random.normal(jax.random.key(0), (400, 300))",
    "gram = x @ x.T\nprint(f'{jnp.linalg.norm(gram):.6f} {jnp.exp(-x).sum():.4f}')\ngram[:3, :3]",
    "jax.scipy.special.logsumexp(x, axis=1)[:5]",
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
    for number in (1, 3):
        notebook.cells[number].metadata["mystnb"] = {"image": {"alt": "a curve"}}
    notebook.cells[3].metadata["verify"] = {
        "figure": "not compared",
        "because": "another draw in every run",
        "covered_by": "tiny.figure",
    }
    return notebook


def arithmetic():
    """Sums and products in float32 by JAX."""
    return _run(JAX)


def _run(sources: list[str]):
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    NotebookClient(notebook, kernel_name="python3").execute()
    return nbformat.from_dict(notebook)
