"""What the unit tests run under, beside warnings as errors and checked shapes (pyproject.toml)."""

import jax

jax.config.update("jax_numpy_rank_promotion", "raise")
jax.config.update("jax_default_matmul_precision", "highest")  # on GPUs too, as in the chapters
