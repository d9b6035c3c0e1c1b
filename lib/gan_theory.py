r"""The game with nothing left to chance: distributions that are known, a best D, no networks.

Everything here is on a finite set: p_data and p_g are probabilities (k). Densities on an even grid
that covers them count too, each times the grid's step: the sums are then the trapezoidal rule.
Source: Goodfellow et al. (2014), section 4.
"""

import jax
import jax.numpy as jnp
from jax.typing import ArrayLike
from jaxtyping import Array, Float

from lib import arguments
from lib.gan import optimal_discriminator


def value(
    logits: Float[ArrayLike, "*batch k"],
    p_data: Float[ArrayLike, "*batch k"],
    p_g: Float[ArrayLike, "*batch k"],
) -> Float[Array, "*batch"]:
    r"""V(D, G) = Σ [p_data log D + p_g log(1 − D)], with D = 1/(1 + exp(−logits)).

    A point without mass adds 0, also where its logit is infinite. In nats.
    Raises ValueError when the shapes differ or p_data or p_g is no distribution (outside jit).
    Source: Goodfellow et al. (2014), equation 1.
    """
    arguments.floating(logits=logits)
    arguments.same_shape(logits=logits, p_data=p_data, p_g=p_g)
    arguments.probabilities(p_data=p_data, p_g=p_g)
    logits = jnp.asarray(logits)
    real = _times(p_data, jax.nn.log_sigmoid, logits)
    fake = _times(p_g, jax.nn.log_sigmoid, -logits)
    return jnp.sum(real + fake, axis=-1)


def criterion(
    p_data: Float[ArrayLike, "*batch k"], p_g: Float[ArrayLike, "*batch k"]
) -> Float[Array, "*batch"]:
    r"""C(G) = max_D V(D, G) = Σ [p_data log D* + p_g log(1 − D*)], D* = p_data/(p_data + p_g).

    It lies in [−log 4, 0]. Its gradient in p_g is log(1 − D*), where p_g > 0.
    Raises ValueError when the shapes differ or an argument is no distribution (outside jit).
    Source: Goodfellow et al. (2014), equation 4.
    """
    arguments.same_shape(p_data=p_data, p_g=p_g)
    arguments.probabilities(p_data=p_data, p_g=p_g)
    # 1 − D* as the share of p_g: a difference would lose the digits where D* is close to 1.
    real, fake = optimal_discriminator(p_data, p_g), optimal_discriminator(p_g, p_data)
    return jnp.sum(_times(p_data, jnp.log, real) + _times(p_g, jnp.log, fake), axis=-1)


def exponentiated_gradient(
    p_data: Float[ArrayLike, "*batch k"],
    p_g: Float[ArrayLike, "*batch k"],
    *,
    rate: float | Float[Array, ""],
) -> Float[Array, "*batch k"]:
    r"""The step p_g ← p_g (1 − D*)^(−η)/Z = p_g^(1−η) (p_data + p_g)^η/Z, with η = `rate`.

    It minimises ⟨∇C(p_g), p⟩ + KL(p‖p_g)/η over all distributions p. For 0 < η ≤ 1 it never raises
    C, and repeated it converges to p_data; at η = 1 it is (p_data + p_g)/2.
    Raises ValueError when the shapes differ, an argument is no distribution, an entry of p_g is
    not positive or rate is not positive (outside jit).
    Source: Kivinen & Warmuth (1997), applied to `criterion`.
    """
    arguments.same_shape(p_data=p_data, p_g=p_g)
    arguments.probabilities(p_data=p_data, p_g=p_g)
    arguments.positive(p_g=p_g, rate=rate)
    share = optimal_discriminator(p_g, p_data)  # 1 − D*
    return jax.nn.softmax(jnp.log(p_g) - rate * jnp.log(share), axis=-1)


def _times(p, f, x):
    """p f(x), with 0 where p = 0; the where around x keeps the gradient free of NaN."""
    p = jnp.asarray(p)
    return p * f(jnp.where(p > 0, x, 1))
