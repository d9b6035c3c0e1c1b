r"""Spectral normalisation: a network whose every layer has slope at most about 1.

‖W‖₂ = max ‖Wv‖/‖v‖ is the largest singular value. With W/‖W‖₂ in each layer and an activation of
slope at most 1, such as ReLU, the whole network has slope at most 1.
Source: Miyato et al. (2018), *Spectral normalization for generative adversarial networks*.
"""

from collections.abc import Callable, Sequence
from functools import partial

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Key

from lib import arguments
from lib.networks import MLP


@partial(jax.jit, static_argnames="iterations")
def spectral_norm(weight: Float[Array, "n m"], *, iterations: int = 10) -> Float[Array, ""]:
    r"""‖W‖₂ by power iteration: v ← WᵀWv/‖WᵀWv‖, then ‖Wv‖, never above the true value.

    It starts anew at a fixed v in each call, so nothing has to be kept between the steps of a
    training, as Miyato et al. do it; they need one iteration a step, this needs more. The error
    falls by (σ₂/σ₁)⁴ an iteration, so it lasts where the two largest singular values are close.
    The gradient is u vᵀ, as if v were fixed, which is exact for the exact v (u = Wv/‖Wv‖); it is
    zero at W = 0. Raises ValueError unless iterations ≥ 1, TypeError unless W holds
    floating-point numbers.
    """
    arguments.floating(weight=weight)
    if iterations < 1:
        raise ValueError(f"iterations must be at least 1, got {iterations}")
    fixed = jax.lax.stop_gradient(weight)
    start = jax.random.normal(jax.random.key(0), weight.shape[1:], weight.dtype)

    def better(_, v):
        return _unit(fixed.T @ _unit(fixed @ v))

    v = jax.lax.fori_loop(0, iterations, better, _unit(start))
    return jax.lax.stop_gradient(_unit(fixed @ v)) @ (weight @ v)


class SpectralMLP(MLP):
    r"""slope · f(x), with f an MLP that divides its weights by their `spectral_norm` in each call.

    The weights themselves are free, and learn through the division. A layer of zeros stays so.
    Biases are left alone. sizes, activation: as of an MLP. slope: the bound on ‖∇‖, up to the
    error of the norms; 1 in the paper. Data of a small scale need more to be told apart.
    """

    def __init__(
        self,
        key: Key[Array, ""],
        sizes: Sequence[int],
        *,
        activation: Callable[[Array], Array] = jax.nn.relu,
        slope: float = 1.0,
    ):
        """The weights of an MLP with this key."""
        super().__init__(key, sizes, activation=activation)
        self.slope = slope

    def __call__(self, x: Float[Array, "*batch n_in"]) -> Float[Array, "*batch n_out"]:
        """The output of the last layer, without activation, times the slope."""
        *hidden, last = self.layers
        for layer in hidden:
            x = self.activation(_normalised(layer, x))
        return self.slope * _normalised(last, x)


def _normalised(layer, x):
    norm = spectral_norm(layer.kernel[...])
    return layer(x / jnp.where(norm > 0, norm, 1))  # (x/‖W‖) W = x (W/‖W‖)


def _unit(v):
    """v/‖v‖, and 0 for 0; scaled first, so that no square overflows or vanishes."""
    largest = jnp.max(jnp.abs(v))
    v = v / jnp.where(largest > 0, largest, 1)
    return v / jnp.where(largest > 0, jnp.linalg.norm(v), 1)
