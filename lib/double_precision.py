"""Double precision for some lines of a program, in every version of JAX."""

from contextlib import AbstractContextManager

try:
    from jax import enable_x64
except ImportError:  # before jax 0.8
    from jax.experimental import enable_x64


def double_precision() -> AbstractContextManager:
    """`with double_precision():` JAX keeps float64, where it would round to float32.

    Arrays made in the block stay float64 behind it. A function compiled outside is compiled again.
    """
    return enable_x64(True)
