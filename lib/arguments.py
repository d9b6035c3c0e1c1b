"""Checks of arguments, with errors that name the argument and say what is accepted.

Shapes and dtypes are known while JAX traces a function, so they are always checked. Values are
not: inside `jax.jit`, `jax.grad` or `jax.vmap` the checks of values below are skipped.
"""

import jax
import jax.numpy as jnp
import numpy as np


def floating(**arrays) -> None:
    """Raise TypeError unless every array holds real floating-point numbers."""
    for name, x in arrays.items():
        if not jnp.issubdtype(jnp.result_type(x), jnp.floating):
            raise TypeError(
                f"{name} must hold floating-point numbers, got dtype {jnp.result_type(x)}"
            )


def same_shape(**arrays) -> None:
    """Raise ValueError unless all arrays have one shape."""
    shapes = {name: jnp.shape(x) for name, x in arrays.items()}
    if len(set(shapes.values())) > 1:
        listing = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        raise ValueError(f"shapes must be equal: {listing}")


def shape(name: str, x, expected: tuple) -> None:
    """Raise ValueError unless x has the expected shape."""
    if jnp.shape(x) != expected:
        raise ValueError(f"{name} must have shape {expected}, got {jnp.shape(x)}")


def same_space(**points) -> None:
    """Raise ValueError unless all points have equally many coordinates, along the last axis."""
    if len({jnp.shape(x)[-1:] for x in points.values()}) > 1:
        listing = ", ".join(f"{name} {jnp.shape(x)}" for name, x in points.items())
        raise ValueError(f"points must have equally many coordinates: {listing}")


def probabilities(**arrays) -> None:
    """Raise ValueError unless each array is ≥ 0 and sums to 1 over its last axis.

    The sum may be off by 1e-4, far above the rounding of float32 and far below a forgotten term.
    """
    floating(**arrays)
    for name, p in arrays.items():
        if jnp.ndim(p) == 0:
            raise ValueError(f"{name} must have at least one axis, got a scalar")
        if not known(p):
            continue
        p = np.asarray(p)
        if not (p >= 0).all():
            raise ValueError(f"{name} must be probabilities ≥ 0, got {p.min()}")
        off = np.abs(p.sum(axis=-1) - 1).max(initial=0)
        if not off <= 1e-4:
            raise ValueError(f"{name} must sum to 1 over the last axis; it is off by {off:.3g}")


def positive(**arrays) -> None:
    """Raise ValueError unless every entry is > 0 and finite."""
    for name, x in arrays.items():
        if not known(x):
            continue
        bad = np.asarray(x)[~((np.asarray(x) > 0) & np.isfinite(x))]
        if bad.size:
            raise ValueError(f"{name} must be positive and finite, got {bad.flat[0]}")


def at_least(minimum: int, **arrays) -> None:
    """Raise ValueError unless every entry is ≥ minimum."""
    for name, x in arrays.items():
        if known(x) and not (np.asarray(x) >= minimum).all():
            raise ValueError(f"{name} must be at least {minimum}, got {np.min(x)}")


def finite(**arrays) -> None:
    """Raise ValueError unless every entry is finite."""
    for name, x in arrays.items():
        if not known(x):
            continue
        bad = np.asarray(x)[~np.isfinite(x)]
        if bad.size:
            raise ValueError(f"{name} must be finite, got {bad.flat[0]}")


def unit_interval(**arrays) -> None:
    """Raise ValueError unless every entry lies in [0, 1]."""
    for name, x in arrays.items():
        if not known(x):
            continue
        bad = np.asarray(x)[~((np.asarray(x) >= 0) & (np.asarray(x) <= 1))]
        if bad.size:
            raise ValueError(f"{name} must lie in [0, 1], got {bad.flat[0]}")


def index(size: int, **arrays) -> None:
    """Raise TypeError unless each array holds integers, ValueError unless in 0 … size − 1."""
    for name, x in arrays.items():
        if not jnp.issubdtype(jnp.result_type(x), jnp.integer):
            raise TypeError(f"{name} must hold integers, got dtype {jnp.result_type(x)}")
        if not known(x):
            continue
        bad = np.asarray(x)[(np.asarray(x) < 0) | (np.asarray(x) >= size)]
        if bad.size:
            raise ValueError(f"{name} must lie in 0 … {size - 1}, got {bad.flat[0]}")


def covariance(**matrices) -> None:
    """Raise ValueError unless each (..., d, d) array is symmetric and positive definite."""
    floating(**matrices)
    for name, cov in matrices.items():
        if jnp.ndim(cov) < 2 or jnp.shape(cov)[-1] != jnp.shape(cov)[-2]:
            raise ValueError(f"{name} must be square matrices (..., d, d), got {jnp.shape(cov)}")
        if not known(cov):
            continue
        cov = np.asarray(cov, dtype=np.float64)
        if not np.allclose(cov, np.swapaxes(cov, -1, -2), rtol=1e-4, atol=1e-6):
            raise ValueError(f"{name} must be symmetric")
        if not np.linalg.eigvalsh(cov).min(initial=np.inf) > 0:
            raise ValueError(f"{name} must be positive definite")


def known(x) -> bool:
    """Whether the values of x can be looked at: False while JAX traces."""
    return not isinstance(x, jax.core.Tracer)
