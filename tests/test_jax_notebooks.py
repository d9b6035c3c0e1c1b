"""A notebook that computes with JAX passes on other processors, as it does on this one."""

import os
import re
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from nbclaims import refresh

# Long float32 sums, which XLA orders as the machine likes.
SOURCES = [
    "import jax\nimport jax.numpy as jnp\nx = jax.random.normal(jax.random.key(0), (400, 300))",
    "gram = x @ x.T\nprint(f'{jnp.linalg.norm(gram):.6f} {jnp.exp(-x).sum():.4f}')\ngram[:3, :3]",
    "jax.scipy.special.logsumexp(x, axis=1)[:5]",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("honest") / "arithmetic.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(source) for source in SOURCES]), path)
    refresh.run(path)
    return path.parent


@pytest.mark.parametrize("flags", ["--xla_cpu_max_isa=AVX2", "--xla_cpu_max_isa=SSE4_2"])
def test_an_honest_notebook_passes_on_other_processors(folder, flags):
    options = ["--nbclaims", "--nbval-current-env", "-pno:cacheprovider", f"--rootdir={folder}"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "arithmetic.ipynb"],
        cwd=folder,
        env=os.environ | {"XLA_FLAGS": flags},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout
    assert re.search(r"^arithmetic.ipynb: \d+\.\d s, 3 cells compared, 0 not$", run.stdout, re.M)
