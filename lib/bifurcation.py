r"""How the minima of f(x, t) come, go and overtake each other as a parameter t moves.

At a *fold* a minimum and a saddle meet and vanish; at a *crossing* two minima are equally deep,
and the global minimum jumps from one to the other. Both are roots of a few equations.
Source: Kuznetsov (2004), *Elements of Applied Bifurcation Theory*, sections 3.2 and 10.2.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from lib.newton import root


class Fold(NamedTuple):
    r"""∇f = 0 and det ∇²f = 0. x, t: where. residual: how far the equations are from 0."""

    x: Float[Array, " k"]
    t: Float[Array, ""]
    residual: Float[Array, ""]


@partial(jax.jit, static_argnames=("f", "steps"))
def fold(
    f: Callable[..., Array], x: Float[Array, " k"], t: Float[Array, ""], *args, steps: int = 30
) -> Fold:
    r"""Solve ∇f(x, t) = 0, det ∇²f(x, t) = 0 for x and t, derivatives with respect to x.

    x and t are the start: near the fold, for instance the minimum just before it vanishes.
    """

    def equations(unknown, *args):
        x, t = unknown[:-1], unknown[-1]
        hessian, gradient = jax.jacfwd(_gradient_twice(f), has_aux=True)(x, t, *args)
        # On GPUs the derivative of jnp.linalg.det is wrong where the determinant is exactly 0.
        return jnp.append(gradient, jnp.prod(jnp.linalg.eigvalsh(hessian)))

    solution = root(equations, jnp.append(x, t), *args, steps=steps)
    return Fold(solution.x[:-1], solution.x[-1], solution.residual)


class Crossing(NamedTuple):
    r"""f(x, t) = f(y, t) and ∇f = 0 at both. x, y, t: where. residual: of these equations."""

    x: Float[Array, " k"]
    y: Float[Array, " k"]
    t: Float[Array, ""]
    residual: Float[Array, ""]


@partial(jax.jit, static_argnames=("f", "steps"))
def crossing(
    f: Callable[..., Array],
    x: Float[Array, " k"],
    y: Float[Array, " k"],
    t: Float[Array, ""],
    *args,
    steps: int = 30,
) -> Crossing:
    r"""Solve ∇f(x, t) = 0, ∇f(y, t) = 0, f(x, t) = f(y, t) for x, y and t.

    x, y and t are the start: two different minima, close to equally deep.
    """
    k = len(x)

    def equations(unknown, *args):
        points = unknown[:-1].reshape(2, -1)
        heights, slopes = jax.vmap(lambda x: jax.value_and_grad(f)(x, unknown[-1], *args))(points)
        return jnp.append(slopes.reshape(-1), heights[0] - heights[1])

    solution = root(equations, jnp.concatenate([x, y, t[None]]), *args, steps=steps)
    return Crossing(solution.x[:k], solution.x[k:-1], solution.x[-1], solution.residual)


def _gradient_twice(f):
    """∇f, also as the auxiliary output of a function to be differentiated."""

    def gradient(x, *args):
        value = jax.grad(f)(x, *args)
        return value, value

    return gradient
