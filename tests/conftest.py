"""What the unit tests run under, beside warnings as errors and checked shapes (pyproject.toml)."""

import jax

jax.config.update("jax_numpy_rank_promotion", "raise")
jax.config.update("jax_default_matmul_precision", "highest")  # on GPUs too, as in the chapters
# Most of a test's time is compilation; the chapters run what is compiled with all care.
jax.config.update("jax_disable_most_optimizations", True)
