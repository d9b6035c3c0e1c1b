"""The measures against closed forms, counts by hand, and samples whose answer is known."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from scipy import linalg, stats

from lib.evaluation import (
    LinearProbe,
    coverage,
    energy_distance,
    frechet_distance,
    linear_probe,
    precision_recall,
    sharpness,
    whiten,
)

F32 = 16 * float(np.finfo(np.float32).eps)


def normal(seed, shape, mean=0.0, std=1.0):
    return jnp.asarray(np.random.default_rng(seed).normal(mean, std, shape), jnp.float32)


def skewed(seed=0, n=400, d=3):
    """Points with correlated, unequally scaled coordinates and a mean far from zero."""
    mix = np.array([[3.0, 0.0, 0.0], [1.0, 0.5, 0.0], [-2.0, 0.3, 1.0]])[:d, :d]
    return normal(seed, (n, d)) @ jnp.asarray(mix.T, jnp.float32) + 2


# Fréchet distance


def test_frechet_distance_of_the_moments_by_scipy():
    x, y = skewed(), normal(1, (300, 3), 1.0, 0.7)
    with jax.enable_x64(True):
        found = frechet_distance(*(jnp.asarray(np.asarray(points), float) for points in (x, y)))
    x, y = np.asarray(x, float), np.asarray(y, float)
    cov_x, cov_y = np.cov(x.T, bias=True), np.cov(y.T, bias=True)
    cross = np.trace(linalg.sqrtm(cov_x @ cov_y)).real
    expected = ((x.mean(0) - y.mean(0)) ** 2).sum() + np.trace(cov_x + cov_y) - 2 * cross
    assert found == pytest.approx(expected, rel=1e-9)
    assert abs(expected - (np.trace(cov_x + cov_y) - 2 * cross)) > 0.1


def test_frechet_distance_in_one_dimension_is_that_of_means_and_deviations():
    x, y = normal(0, (50, 1), 3.0, 2.0), normal(1, (70, 1))
    expected = (x.mean() - y.mean()) ** 2 + (x.std() - y.std()) ** 2
    # The variances and their roots cancel in part: rounding of sums of about 10.
    assert frechet_distance(x, y) == pytest.approx(float(expected), rel=1e-5)


def test_frechet_distance_is_symmetric_and_zero_for_equal_moments():
    x = skewed()
    assert 0 <= frechet_distance(x, x) < 1e-9  # the square of the rounding of roots of about 4
    mirrored = 2 * x.mean(axis=0, keepdims=True) - x  # other points, the same two moments
    assert frechet_distance(x, mirrored) == pytest.approx(0, abs=1e-9)
    y = normal(1, (300, 3))
    assert frechet_distance(x, y) == pytest.approx(float(frechet_distance(y, x)), rel=1e-4)


def test_frechet_distance_of_points_on_a_line_is_finite():
    line = jnp.linspace(0, 1, 9)[:, None] * jnp.array([[1.0, 2.0, -1.0]])
    moved = frechet_distance(line, line + jnp.array([[3.0, 0.0, 0.0]]))
    assert moved == pytest.approx(9, rel=1e-5)


def test_frechet_distance_keeps_its_digits_where_covariances_are_singular():
    # 192 points in 192 dimensions to themselves; then two clouds that share no direction, for which
    # the cross term is 0: ‖μ‖² + tr Σ_x + tr Σ_y.
    x = normal(0, (192, 192))
    assert 0 <= frechet_distance(x, x) < 1e-6
    left, right = normal(1, (60, 40), 1.0, 2.0), normal(2, (30, 40))
    x, y = jnp.pad(left, ((0, 0), (0, 152))), jnp.pad(right, ((0, 0), (152, 0)))
    spread = sum(np.var(np.asarray(points, float), axis=0).sum() for points in (x, y))
    means = np.asarray(x, float).mean(0) - np.asarray(y, float).mean(0)
    expected = (means**2).sum() + spread
    assert frechet_distance(x, y) == pytest.approx(expected, rel=1e-5)
    # In a plane of many dimensions it is what it is in the plane.
    a, b = normal(3, (50, 2), 1.0, 3.0), normal(4, (70, 2))
    turn = jnp.linalg.qr(normal(5, (100, 100)))[0][:2]
    flat = float(frechet_distance(a, b))
    assert frechet_distance(a @ turn, b @ turn) == pytest.approx(flat, rel=1e-5)


# Coverage


def test_coverage_counts_the_balls_that_are_hit():
    real = jnp.array([[0.0], [1.0], [3.0], [10.0]])
    # Radii to the nearest other: 1, 1, 2, 7. To the second nearest: 3, 2, 3, 9.
    generated = jnp.array([[4.5], [20.0]])
    assert coverage(real, generated, neighbours=1) == pytest.approx(2 / 4)  # 3 and 10
    assert coverage(real, generated, neighbours=2) == pytest.approx(2 / 4)
    assert coverage(real, jnp.array([[2.0]]), neighbours=1) == pytest.approx(2 / 4)  # 1 and 3
    assert coverage(real, jnp.array([[2.0]]), neighbours=2) == pytest.approx(4 / 4)


@pytest.mark.parametrize("k, d", [(1, 2), (2, 2), (5, 7)])
def test_coverage_of_one_distribution_has_its_exact_expectation(k, d):
    def expectation(k, n=30):
        i = np.arange(1, k + 1)
        return 1 - np.prod((n - i) / (2 * n - i))

    cover = jax.jit(jax.vmap(lambda pair: coverage(*pair, neighbours=k)))
    values = np.asarray(cover(normal(d + k, (1000, 2, 30, d))))
    # Within 5 standard errors, three times: a false alarm once in 580 000 keys.
    assert abs(values.mean() - expectation(k)) <= 5 * stats.sem(values)
    assert abs(values.mean() - expectation(k + 1)) > 5 * stats.sem(values)


def test_coverage_is_the_share_of_the_real_points_not_of_the_generated():
    real = normal(0, (100, 2))
    one_good = jnp.concatenate([real[:1], jnp.full((99, 2), 50.0)])
    assert coverage(real, one_good, neighbours=3) < 0.1
    assert coverage(real, jnp.tile(real, (3, 1))) == 1
    assert coverage(real, real + 100) == 0


def test_coverage_of_points_that_are_no_numbers_is_zero():
    real = normal(0, (20, 2))
    assert coverage(real, jnp.full((20, 2), jnp.nan)) == 0


# Precision and recall


def test_precision_and_recall_count_the_balls_of_the_other_kind():
    real = jnp.array([[0.0], [1.0], [3.0], [10.0]])  # radii to the nearest other: 1, 1, 2, 7
    generated = jnp.array([[4.5], [5.0], [30.0]])  # radii ½, ½, 25
    found = precision_recall(real, generated, neighbours=1)
    assert found.precision == pytest.approx(2 / 3)  # 4.5 and 5 lie in the balls of 3 and 10
    assert found.recall == pytest.approx(1 / 4)  # only 10 lies in a ball: that of 30
    # To the second nearest: 3, 2, 3, 9 and 25.5, 25, 25.5.
    found = precision_recall(real, generated, neighbours=2)
    assert found == (pytest.approx(2 / 3), 1)


def test_precision_and_recall_by_brute_force():
    real, generated = skewed(n=60), skewed(1, n=40) * 0.5 + 1
    a, b = np.asarray(real, float), np.asarray(generated, float)

    def inside(points, centres, k):
        between = np.linalg.norm(centres[:, None] - centres[None], axis=-1)
        radii = np.sort(between, axis=1)[:, k]  # the zeroth is the point itself
        return (np.linalg.norm(points[:, None] - centres[None], axis=-1) <= radii).any(1).mean()

    for k in (1, 3):
        found = precision_recall(real, generated, neighbours=k)
        assert found.precision == pytest.approx(inside(b, a, k))
        assert found.recall == pytest.approx(inside(a, b, k))
        assert found.precision > found.recall + 0.1


def test_precision_sees_nonsense_and_recall_a_missing_mode():
    modes = jnp.array([[0.0, 0.0], [20.0, 0.0]])
    real = jnp.concatenate([normal(0, (100, 2)) + mode[None] for mode in modes])
    one_mode = normal(1, (200, 2))
    found = precision_recall(real, one_mode)
    assert found.precision > 0.9 and found.recall <= 0.5
    with_nonsense = jnp.concatenate([real[::2], normal(2, (100, 2)) + 90])
    found = precision_recall(real, with_nonsense)
    assert found.recall > 0.9 and found.precision == pytest.approx(0.5)
    assert precision_recall(real, real) == (1, 1)
    mirrored = precision_recall(with_nonsense, real)
    assert mirrored == (found.recall, found.precision)


# Sharpness


def test_sharpness_by_hand():
    image = jnp.array([[[1.0, 2.0], [0.0, 2.0]]])
    # Beside: 1 and 2; below: 1 and 0. Squares: 1 + 4 + 1 + 0 over 1 + 4 + 0 + 4.
    np.testing.assert_allclose(sharpness(image), [6 / 9], rtol=F32)
    np.testing.assert_allclose(sharpness(jnp.swapaxes(image, 1, 2)), [6 / 9], rtol=F32)
    assert np.isnan(sharpness(0 * image)).all()


def test_sharpness_does_not_see_the_contrast_and_falls_with_blur():
    images = jnp.abs(normal(0, (5, 12, 12)))
    np.testing.assert_allclose(sharpness(7 * images), sharpness(images), rtol=1e-5)
    blurred = (images + jnp.roll(images, 1, 1) + jnp.roll(images, 1, 2)) / 3
    assert (sharpness(blurred) < 0.7 * sharpness(images)).all()


def test_sharpness_of_noise_is_four():
    # E(xᵢ − xⱼ)² = 2 for two pixels, and an n × n image has 2n(n − 1) pairs for n² pixels.
    n = 40
    values = np.asarray(sharpness(normal(3, (200, n, n))))
    assert abs(values.mean() - 4 * (n - 1) / n) <= 5 * stats.sem(values)


# Energy distance


def test_energy_distance_is_the_average_over_pairs():
    x, y = skewed(n=7), normal(1, (5, 3))
    a, b = np.asarray(x, float), np.asarray(y, float)

    def distance(p, q):
        return np.linalg.norm(p[:, None] - q[None], axis=-1)

    off = [distance(p, p)[~np.eye(len(p), dtype=bool)].mean() for p in (a, b)]
    expected = 2 * distance(a, b).mean() - sum(off)
    assert energy_distance(x, y) == pytest.approx(expected, rel=1e-5)


def test_energy_distance_is_unbiased_also_at_zero():
    # E|X − Y| = √(2(a² + b²)/π) for independent N(0, a²) and N(0, b²). Two checks within 5
    # standard errors.
    one = jax.jit(jax.vmap(energy_distance))
    for b in (1.0, 3.0):
        values = np.asarray(one(normal(3, (2000, 8, 1)), normal(4, (2000, 6, 1), std=b)))
        expected = (2 * np.sqrt(2 * (1 + b**2)) - 2 - 2 * b) / np.sqrt(np.pi)
        assert abs(values.mean() - expected) <= 5 * stats.sem(values)
        biased = expected + 2 / np.sqrt(np.pi) * (1 / 8 + b / 6)  # with the zeros on the diagonal
        assert abs(values.mean() - biased) > 10 * stats.sem(values)


def test_energy_distance_has_the_unit_of_the_points():
    x, y = skewed(), normal(1, (300, 3))
    one, ten = energy_distance(x, y), energy_distance(10 * x, 10 * y)
    np.testing.assert_allclose(ten, 10 * one, rtol=1e-4)


# Whitening


def test_whitened_points_have_mean_zero_and_unit_covariance():
    white = np.asarray(whiten(skewed()), float)
    # Rounding, times a condition number of about 10.
    np.testing.assert_allclose(white.mean(0), 0, atol=1e-5)
    np.testing.assert_allclose(np.cov(white.T, bias=True), np.eye(3), atol=1e-5)


def test_whitening_is_affine_and_unsees_scale_and_place():
    x = skewed()
    np.testing.assert_allclose(whiten(5 * x - 3), whiten(x), atol=1e-4)
    middle = (x[:1] + x[1:2]) / 2
    white = whiten(jnp.concatenate([x, middle]))
    np.testing.assert_allclose(white[-1], (white[0] + white[1]) / 2, atol=1e-4)


# Linear probe


def labelled(n=4000, gap=2.0):
    """Two round Gaussians `gap` apart, and a third far away; labels 0, 1, 2."""
    labels = jnp.asarray(np.random.default_rng(0).integers(0, 3, n))
    centres = jnp.array([[0.0, 0.0], [gap, 0.0], [0.0, 40.0]])
    return centres[labels] + normal(5, (n, 2)), labels


def test_probe_reaches_the_best_accuracy_of_two_gaussians():
    x, labels = labelled()
    x, labels = x[labels < 2], labels[labels < 2]
    half = len(x) // 2
    probe = linear_probe(x[:half], labels[:half], classes=2)
    found, best = float(probe.accuracy(x[half:], labels[half:])), stats.norm.cdf(1.0)
    # The best boundary is the bisector, right with probability Φ(gap/2). Within 5 standard errors
    # of a share of `half` points, plus what a boundary from as many costs: less than 1 %.
    assert abs(found - best) <= 5 * np.sqrt(best * (1 - best) / half) + 0.01
    assert float(probe.accuracy(x[half:], 1 - labels[half:])) == pytest.approx(1 - found)


def test_probe_is_at_the_maximum_of_its_likelihood():
    x, labels = labelled(600)
    probe = linear_probe(x, labels, classes=3, steps=2000)

    def loss(probe):
        logits = probe.logits(whiten(x))
        return optax.softmax_cross_entropy_with_integer_labels(logits, labels).mean()

    white = linear_probe(whiten(x), labels, classes=3, steps=2000)
    slope = jax.grad(loss)(white)
    # Classes 0 and 1 overlap, 2 is apart: its weights grow without end, ever more slowly.
    assert max(float(jnp.abs(leaf).max()) for leaf in slope) < 2e-3
    assert max(float(jnp.abs(leaf).max()) for leaf in jax.grad(loss)(start(3))) > 0.1
    np.testing.assert_allclose(probe.logits(x), white.logits(whiten(x)), rtol=1e-2, atol=0.1)


def start(classes):
    return LinearProbe(jnp.zeros((2, classes)), jnp.zeros(classes))


def test_probe_does_not_see_an_affine_map():
    x, labels = labelled(900)
    moved = x @ jnp.array([[30.0, 0.0], [10.0, 0.2]]) - 7
    probes = linear_probe(x, labels, classes=3), linear_probe(moved, labels, classes=3)
    same = probes[0].logits(x).argmax(1) == probes[1].logits(moved).argmax(1)
    # A point may lie on the boundary to within the rounding of the ill-conditioned map.
    assert same.mean() >= 0.99


def test_probe_of_labels_that_the_points_do_not_hold_is_at_chance():
    labels = jnp.asarray(np.random.default_rng(1).integers(0, 4, 4000))
    x = normal(6, (4000, 3))
    probe = linear_probe(x[:2000], labels[:2000], classes=4)
    # Within 5 standard errors of a quarter.
    assert abs(float(probe.accuracy(x[2000:], labels[2000:])) - 0.25) <= 5 * np.sqrt(3 / 16 / 2000)


# All of them


@pytest.mark.parametrize(
    "f",
    [
        frechet_distance,
        coverage,
        energy_distance,
        lambda x, y: jnp.stack(precision_recall(x, y)),
        lambda x, y: whiten(x),
        lambda x, y: sharpness(x[None]),
    ],
)
def test_uncompiled_and_mapped_agree(f):
    x, y = jnp.stack([skewed(n=9), skewed(1, n=9)]), normal(1, (2, 7, 3))
    mapped = jax.vmap(f)(x, y)
    with jax.disable_jit():
        np.testing.assert_allclose(f(x[0], y[0]), mapped[0], rtol=1e-4, atol=1e-4)
