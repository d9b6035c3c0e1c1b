"""`pytest --nbclaims`: the option and what it cannot go with. All else is in `verifier`."""

from importlib.metadata import version

import pytest

NBVAL = "0.11"  # `verifier.hooks` replaces its kernel and its cells
REFUSED = {
    "nbval_lax": "--nbval-lax compares marked cells only; with --nbclaims all are compared",
    "nbdime": "--nbdime shows outputs that nbval compared; --nbclaims compares them itself",
}


def pytest_addoption(parser):
    """Define the option, and what a book sets in its pytest configuration."""
    parser.getgroup("nbclaims").addoption(
        "--nbclaims",
        action="store_true",
        help="Run notebooks and compare all outputs by what they mean, claims by their own band",
    )
    parser.addini("nbclaims_cap", "one cell in so many may be an exception", default="10")
    parser.addini("nbclaims_alt_text", "every figure needs alt text", type="bool", default=False)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    """Switch nbval's collection and our comparison on.

    Raises:
      UsageError: with an option of nbval, or a version, that is not supported.
    """
    option = config.option
    if not option.nbclaims:
        return
    for name, why in REFUSED.items():
        if getattr(option, name):
            raise pytest.UsageError(why)
    if (dist := getattr(option, "dist", "no")) not in ("no", "loadfile"):  # of pytest-xdist
        raise pytest.UsageError(f"--nbclaims needs --dist loadfile, not --dist {dist}")
    if not (found := version("nbval")).startswith(f"{NBVAL}."):
        raise pytest.UsageError(f"--nbclaims works with nbval {NBVAL}, not with {found}")
    option.nbval = True
    from nbclaims.verifier import hooks

    config.pluginmanager.register(hooks, "nbclaims-verifier")
