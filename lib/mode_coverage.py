r"""How well draws cover the modes of a mixture of equal round Gaussians, such as a ring or a grid.

A draw is of *high quality* when it lies within `radius` standard deviations of the nearest mode,
and a mode is *covered* when at least one draw of high quality lies there.
Source: Srivastava et al. (2017), *VEEGAN*; for the shared settings, Lin et al. (2018), *PacGAN*.
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax.typing import ArrayLike
from jaxtyping import Array, Float, Int

from lib import arguments
from lib.distances import distances
from lib.divergences import kl_divergence


class ModeReport(NamedTuple):
    r"""quality: Σ counts / n, the share of draws of high quality.

    counts: (k,), the draws of high quality by their nearest mode. covered: how many counts are
    positive.
    """

    quality: Float[Array, ""]
    counts: Int[Array, " k"]
    covered: Int[Array, ""]


@jax.jit
def mode_report(
    x: Float[Array, "n d"],
    means: Float[Array, "k d"],
    *,
    std: Float[ArrayLike, ""],
    radius: Float[ArrayLike, ""] = 3.0,
) -> ModeReport:
    r"""Count the draws with min_j ‖xᵢ − μ_j‖ ≤ radius·σ, by the mode μ_j that is nearest.

    x: the draws. means: μ, one mode a row. std: σ, of every mode in every direction. Of equally
    near modes the first counts. In the plane a share of 1 − exp(−radius²/2) of the draws of the
    mixture itself is expected to be of high quality (a little more where modes overlap).
    Raises ValueError when the points have another dimension than the modes, TypeError unless
    everything holds floating-point numbers.
    """
    arguments.floating(x=x, means=means, std=std, radius=radius)
    arguments.same_space(x=x, means=means)
    far = jax.vmap(distances, (0, None))(x, means)  # (n, k)
    near = jnp.min(far, axis=1) <= radius * jnp.asarray(std)
    counts = jnp.zeros(len(means), int).at[jnp.argmin(far, axis=1)].add(near.astype(int))
    return ModeReport(jnp.mean(near, dtype=x.dtype), counts, jnp.sum(counts > 0))


@jax.jit
def imbalance(counts: Int[Array, "*batch k"]) -> Float[Array, "*batch"]:
    r"""KL(h‖u) = log k − H(h) in nats: the shares h = counts/Σ counts against the uniform u = 1/k.

    0 when all modes are hit equally often, log k when one gets everything, so never infinite; an
    empty mode adds 0·log 0 = 0. NaN when there are no counts at all.
    The plug-in value of n fair draws is about (k − 1)/2n, not 0.
    """
    shares = counts / jnp.sum(counts, axis=-1, keepdims=True)
    return kl_divergence(shares, jnp.full_like(shares, 1 / counts.shape[-1]))
