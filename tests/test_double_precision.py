"""Arithmetic shows which precision it was done in: 1 + ε is 1 where ε is below the resolution."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from lib.double_precision import double_precision

TINY = np.float64(1e-12)  # far above the resolution of float64, far below that of float32


def excess():
    """(1 + TINY) − 1, by JAX."""
    return float(jnp.asarray(1.0) + jnp.asarray(TINY) - 1)


def test_only_the_block_is_in_double_precision():
    assert excess() == 0
    with double_precision():
        assert excess() == pytest.approx(TINY, rel=1e-3)
    assert excess() == 0


def test_an_array_made_in_the_block_stays_as_it_is():
    with double_precision():
        x = jnp.linspace(0, 1, 3)
    assert x.dtype == np.float64


def test_a_compiled_function_is_compiled_for_either():
    mean = jax.jit(jnp.mean)
    x = np.array([1.0, 1.0 + TINY])
    assert mean(x).dtype == np.float32
    with double_precision():
        assert float(mean(x)) == np.mean(x)


def test_an_error_in_the_block_ends_it():
    with pytest.raises(ZeroDivisionError), double_precision():
        raise ZeroDivisionError
    assert excess() == 0
