"""What the unit tests run under, beside warnings as errors and checked shapes (pyproject.toml)."""

import jax
import pytest

jax.config.update("jax_numpy_rank_promotion", "raise")
jax.config.update("jax_default_matmul_precision", "highest")  # on GPUs too, as in the chapters
# Most of a test's time is compilation; the chapters run what is compiled with all care.
jax.config.update("jax_disable_most_optimizations", True)


@pytest.fixture(autouse=True, scope="module")
def forget_compiled_functions():
    """Another file hardly uses them again, and a worker keeps gigabytes of them."""
    yield
    jax.clear_caches()
