r"""Measures of samples and of codes, given as points: one row each, the last axis is the space.

Of generated data, in a space of features: `frechet_distance` compares two moments, `coverage` asks
whether every real point has a generated one nearby, `precision_recall` asks it both ways; of
images, `sharpness`. Of codes: `energy_distance` compares two distributions, `linear_probe` reads
labels off by a linear map.
"""

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import optax
from jax.scipy.linalg import solve_triangular
from jaxtyping import Array, Float, Int

from lib import arguments
from lib.distances import distances
from lib.train import gradient_step, init, train

BLOCK = 10  # points whose distances to all others are computed at once: faster than one by one


@jax.jit
def frechet_distance(x: Float[Array, "n d"], y: Float[Array, "m d"]) -> Float[Array, ""]:
    r"""‖μ_x − μ_y‖² + tr[Σ_x + Σ_y − 2 (Σ_x^½ Σ_y Σ_x^½)^½], from sample means and covariances.

    The squared 2-Wasserstein distance of the two moment-matched Gaussians. A finite sample makes
    it positive even when both come from one distribution.
    Raises ValueError when the points have different dimensions, or there are fewer than 2.
    Source: Dowson & Landau (1982); for generated images, Heusel et al. (2017).
    """
    arguments.floating(x=x, y=y)
    arguments.same_space(x=x, y=y)
    _rows(2, x=x, y=y)
    root_x, root_y = _root(x), _root(y)
    # With Σ = RᵀR the trace is min_U ‖R_x − U R_y‖² over rotations U (orthogonal Procrustes). In
    # this form nothing cancels, and no root is taken of a rounded zero.
    left, _, right = jnp.linalg.svd(root_x @ root_y.T)
    apart = root_x - left @ right @ root_y
    return jnp.sum((x.mean(axis=0) - y.mean(axis=0)) ** 2) + jnp.sum(apart**2)


@partial(jax.jit, static_argnames="neighbours")
def coverage(
    real: Float[Array, "n d"], generated: Float[Array, "m d"], *, neighbours: int = 5
) -> Float[Array, ""]:
    r"""The share of real points that have a generated one in their ball.

    The ball of a real point reaches to its k-th nearest other real point, k = `neighbours`. When
    both are n draws from one distribution, no two distances equal, the expectation is
    1 − Π_{i=1…k} (n − i)/(2n − i), which is close to 1 − 2⁻ᵏ.
    Raises ValueError unless 1 ≤ neighbours < n.
    Source: Naeem et al. (2020).
    """
    arguments.floating(real=real, generated=generated)
    arguments.same_space(real=real, generated=generated)
    if neighbours < 1:
        raise ValueError(f"neighbours must be at least 1, got {neighbours}")
    _rows(neighbours + 1, real=real)

    def covered(point):
        # In the ball, unless more than k real points are nearer; the point itself is one of them.
        # Counting is faster than sorting, and written like this, NaN covers nothing.
        as_far = distances(point, real) >= distances(point, generated).min()
        return jnp.sum(as_far) >= len(real) - neighbours

    return jnp.mean(jax.lax.map(covered, real))


class PrecisionRecall(NamedTuple):
    """precision: are draws like data? recall: is the data within reach of the draws?"""

    precision: Float[Array, ""]
    recall: Float[Array, ""]


@partial(jax.jit, static_argnames="neighbours")
def precision_recall(
    real: Float[Array, "n d"], generated: Float[Array, "m d"], *, neighbours: int = 3
) -> PrecisionRecall:
    r"""The share of generated points in a ball of a real one; of real points in one of a generated.

    The ball of a point reaches to its k-th nearest other point of its own kind, k = `neighbours`.
    Both shares are below 1 for draws of one distribution too: compare with those of new real data.
    Raises ValueError unless 1 ≤ neighbours < min(n, m).
    Source: Kynkäänniemi et al. (2019), equations 1 and 2.
    """
    arguments.floating(real=real, generated=generated)
    arguments.same_space(real=real, generated=generated)
    if neighbours < 1:
        raise ValueError(f"neighbours must be at least 1, got {neighbours}")
    _rows(neighbours + 1, real=real, generated=generated)

    def inside(points, centres):
        def hit(point):
            return jnp.any(distances(point, centres) <= radii)

        radius = partial(_radius, points=centres, neighbours=neighbours)
        radii = jax.lax.map(radius, centres, batch_size=BLOCK)
        return jnp.mean(jax.lax.map(hit, points, batch_size=BLOCK))

    return PrecisionRecall(inside(generated, real), inside(real, generated))


@jax.jit
def sharpness(images: Float[Array, "n height width"]) -> Float[Array, " n"]:
    r"""Σ (x_i − x_j)² over neighbouring pixels, beside and below, over Σ x_i²; one per image.

    It does not change with the contrast, falls when an image is blurred, and rises with noise,
    up to about 4 for pixels that are nothing but noise of mean 0: the sharpness of real images is
    the mark, not the largest value. NaN for an image that is zero everywhere.
    """
    arguments.floating(images=images)
    beside, below = jnp.diff(images, axis=2), jnp.diff(images, axis=1)
    total = jnp.sum(beside**2, axis=(1, 2)) + jnp.sum(below**2, axis=(1, 2))
    return total / jnp.sum(images**2, axis=(1, 2))


@jax.jit
def energy_distance(x: Float[Array, "n d"], y: Float[Array, "m d"]) -> Float[Array, ""]:
    r"""An estimate of 2 E‖X − Y‖ − E‖X − X'‖ − E‖Y − Y'‖, in the unit of the points.

    For finite means it is ≥ 0, and 0 only when X and Y have one distribution; the estimate,
    unbiased for independent points, can be negative.
    Raises ValueError when the points have different dimensions, or there are fewer than 2.
    Source: Székely & Rizzo (2013).
    """
    arguments.floating(x=x, y=y)
    arguments.same_space(x=x, y=y)
    _rows(2, x=x, y=y)

    def total(x, y):
        sums = jax.lax.map(lambda point: distances(point, y).sum(), x, batch_size=BLOCK)
        return jnp.sum(sums)

    n, m = len(x), len(y)  # a point and itself are no pair
    return 2 * total(x, y) / (n * m) - total(x, x) / (n * (n - 1)) - total(y, y) / (m * (m - 1))


@jax.jit
def whiten(x: Float[Array, "n d"]) -> Float[Array, "n d"]:
    r"""L⁻¹(x − μ) with L Lᵀ = Σ: an affine image of the points, with mean 0 and covariance I.

    μ and Σ are the points' own mean and covariance; NaN where Σ is singular.
    """
    arguments.floating(x=x)
    _rows(2, x=x)
    mean, cov = _moments(x)
    factor = jnp.linalg.cholesky(cov)
    return solve_triangular(factor, (x - mean[None]).T, lower=True).T


class LinearProbe(NamedTuple):
    """Softmax regression: logits = x W + b. weight: W (d, classes). bias: b (classes,)."""

    weight: Float[Array, "d classes"]
    bias: Float[Array, " classes"]

    def logits(self, x: Float[Array, "n d"]) -> Float[Array, "n classes"]:
        """The logits of the classes."""
        return x @ self.weight + self.bias[None]

    def accuracy(self, x: Float[Array, "n d"], labels: Int[Array, " n"]) -> Float[Array, ""]:
        """The share of points whose largest logit is that of their label."""
        return jnp.mean(jnp.argmax(self.logits(x), axis=1) == labels)


@partial(jax.jit, static_argnames=("classes", "steps"))
def linear_probe(
    x: Float[Array, "n d"], labels: Int[Array, " n"], *, classes: int, steps: int = 300
) -> LinearProbe:
    r"""W and b that maximise the mean log-probability of the labels (nearly: `steps` of Adam).

    It is fitted to the whitened points and then written in terms of x, so that shifting
    the points and scaling each coordinate by a positive factor change nothing but the rounding.
    (A rotation keeps the optimum, and changes Adam's way there.) Σ must not be singular.
    Raises ValueError when there are not as many labels as points, TypeError when labels are no
    integers.
    Source: Alain & Bengio (2017).
    """
    arguments.floating(x=x)
    arguments.index(classes, labels=labels)
    arguments.shape("labels", labels, x.shape[:1])
    _rows(2, x=x)
    optimizer = optax.adam(optax.cosine_decay_schedule(0.1, steps))

    def loss(probe, key, data):
        points, labels = data
        losses = optax.softmax_cross_entropy_with_integer_labels(probe.logits(points), labels)
        return jnp.mean(losses)

    zero = LinearProbe(jnp.zeros((x.shape[1], classes)), jnp.zeros(classes))
    step, start = gradient_step(loss, optimizer), init(zero, optimizer)
    key, data = jax.random.key(0), (whiten(x), labels)  # nothing is drawn: each step sees all
    probe = train(step, start, key, data, steps=steps, batch_size=None)[0].model
    mean, cov = _moments(x)
    weight = solve_triangular(jnp.linalg.cholesky(cov), probe.weight, lower=True, trans=1)
    return LinearProbe(weight, probe.bias - mean @ weight)


def _moments(x):
    """The mean and the covariance of the points."""
    mean = x.mean(axis=0)
    centred = x - mean[None]
    return mean, centred.T @ centred / len(x)


def _root(x):
    """R (d, d) with RᵀR = Σ, the covariance of the points, from the points themselves."""
    n, d = x.shape
    triangle = jnp.linalg.qr((x - x.mean(axis=0)[None]) / n**0.5, mode="r")
    return jnp.pad(triangle, ((0, d - len(triangle)), (0, 0)))


def _radius(point, points, neighbours):
    """How far it is from a point to its k-th nearest other point; the nearest is itself."""

    def without_nearest(_, radii):  # k times this is eight times as fast as sorting
        return radii.at[jnp.argmin(radii)].set(jnp.inf)

    radii = distances(point, points)
    return jnp.min(jax.lax.fori_loop(0, neighbours, without_nearest, radii))


def _rows(least: int, **points) -> None:
    for name, x in points.items():
        if len(x) < least:
            raise ValueError(f"{name} must have at least {least} rows, got {len(x)}")
