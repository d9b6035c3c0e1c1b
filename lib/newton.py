r"""Newton's method on a few unknowns: minima of f(x), roots of g(x) = 0.

Both functions are compiled once per f or g, which must therefore be defined once, and not in a
loop. Whatever else f depends on is passed as further arguments, so starts, parameters and whole
families of functions are mapped over with `jax.vmap`. The result says how good it is: look at it.
Source: Nocedal & Wright (2006), *Numerical Optimization*, chapters 3 and 11.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax.typing import ArrayLike
from jaxtyping import Array, Float

from lib import arguments

LENGTHS = (1.0, 0.5, 0.25, 0.1, 0.02, 0.0)  # shares of a step, all tried at once


class Minimum(NamedTuple):
    r"""A local minimum, to rounding, if slope ≈ 0 < curvature.

    x: where. value: f(x). slope: ‖∇f(x)‖. curvature: the smallest eigenvalue of ∇²f(x).
    """

    x: Float[Array, " k"]
    value: Float[Array, ""]
    slope: Float[Array, ""]
    curvature: Float[Array, ""]


@partial(jax.jit, static_argnames=("f", "steps"))
def minimize(
    f: Callable[..., Array],
    start: Float[ArrayLike, " k"],
    *args,
    low: Float[ArrayLike, "..."] = -jnp.inf,
    high: Float[ArrayLike, "..."] = jnp.inf,
    steps: int = 40,
) -> Minimum:
    r"""Descend f(x, *args) from start by Newton steps −|H|⁻¹ ∇f, kept within low ≤ x ≤ high.

    |H| is the Hessian with the absolute values of its eigenvalues: every step points downhill,
    away from saddles too. A step is at most ½ long; of a few shares of it the largest is taken
    that does not raise f (by more than rounding). On an axis of symmetry the gradient has no part
    across it, and the descent stays there.
    Raises TypeError unless start holds floating-point numbers, ValueError unless it is a vector.
    """
    arguments.floating(start=start)
    start = jnp.asarray(start)
    if start.ndim != 1:
        raise ValueError(f"start must be a vector, got shape {start.shape}")

    def derivatives(x):
        gradient = jax.grad(f)(x, *args)
        return gradient, gradient

    low, high = (jnp.broadcast_to(bound, start.shape)[None] for bound in (low, high))

    def descend(x, _):
        hessian, gradient = jax.jacfwd(derivatives, has_aux=True)(x)
        values, vectors = jnp.linalg.eigh(hessian)
        scale = jnp.maximum(jnp.abs(values), jnp.finfo(x.dtype).eps)  # none is divided by zero
        step = -vectors @ ((vectors.T @ gradient) / scale)
        step = step * jnp.minimum(1, 0.5 / jnp.linalg.norm(step))
        candidates = jnp.clip(x[None] + jnp.outer(jnp.array(LENGTHS, x.dtype), step), low, high)
        heights = jax.vmap(lambda candidate: f(candidate, *args))(candidates)
        rounding = 8 * jnp.finfo(x.dtype).eps * (1 + jnp.abs(heights[-1]))
        lower = candidates[jnp.argmax(heights <= heights[-1] + rounding)]
        return lower, Minimum(x, heights[-1], jnp.linalg.norm(gradient), values[0])

    _, path = jax.lax.scan(descend, start, length=steps + 1)
    return jax.tree.map(lambda leaf: leaf[-1], path)


class Root(NamedTuple):
    r"""A solution, to rounding, if residual ≈ 0. x: where. residual: max |g(x)|."""

    x: Float[Array, " k"]
    residual: Float[Array, ""]


@partial(jax.jit, static_argnames=("g", "steps"))
def root(g: Callable[..., Array], start: Float[ArrayLike, " k"], *args, steps: int = 30) -> Root:
    r"""Solve g(x, *args) = 0, k equations for k unknowns, by x ← x − J⁻¹ g with J = ∂g/∂x.

    A step is at most 0.3 long: start close to the solution that is meant.
    Raises TypeError unless start holds floating-point numbers, ValueError when there are not as
    many equations as unknowns.
    """
    arguments.floating(start=start)
    start = jnp.asarray(start)
    arguments.shape("g(start)", jax.eval_shape(g, start, *args), start.shape)

    def values(x):
        value = g(x, *args)
        return value, value

    def correct(x, _):
        jacobian, value = jax.jacfwd(values, has_aux=True)(x)
        step = -jnp.linalg.solve(jacobian, value)
        better = x + step * jnp.minimum(1, 0.3 / jnp.linalg.norm(step))
        return better, Root(x, jnp.max(jnp.abs(value)))

    _, path = jax.lax.scan(correct, start, length=steps + 1)
    return jax.tree.map(lambda leaf: leaf[-1], path)
