"""The counts by hand and by brute force, and the ceiling that draws of the mixture itself reach."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lib.distributions import lattice, ring
from lib.mode_coverage import imbalance, mode_report

F32 = 16 * float(np.finfo(np.float32).eps)
examples = settings(max_examples=25, derandomize=True, deadline=None, database=None)
MEANS = jnp.array([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]])


def test_mode_report_by_hand():
    # Distances 0, 2.9, 3.1 and 3.0 (on the edge) from the first, 2.5 from the second.
    x = jnp.array([[0.0, 0.0], [2.9, 0.0], [0.0, -3.1], [0.0, 3.0], [10.0, -2.5]])
    report = mode_report(x, MEANS, std=1.0)
    np.testing.assert_array_equal(report.counts, [3, 1, 0])
    assert report.quality == pytest.approx(4 / 5, rel=F32)
    assert report.covered == 2
    tight = mode_report(x, MEANS, std=1.0, radius=1.0)
    np.testing.assert_array_equal(tight.counts, [1, 0, 0])
    assert (tight.quality, tight.covered) == (pytest.approx(1 / 5, rel=F32), 1)
    assert mode_report(x, MEANS, std=0.5, radius=2.0).counts.tolist() == [1, 0, 0]


def test_draws_between_the_modes_count_for_none():
    report = mode_report(jnp.full((7, 2), 5.0), MEANS, std=1.0)
    assert (report.quality, report.covered) == (0, 0)
    np.testing.assert_array_equal(report.counts, np.zeros(3))


def test_mode_report_agrees_with_a_loop_over_draws():
    rng = np.random.default_rng(0)
    x, means = rng.normal(0, 2, (200, 3)), rng.normal(0, 2, (6, 3))
    counts = np.zeros(6, int)
    for point in x:
        distances = [np.linalg.norm(point - mean) for mean in means]
        if min(distances) <= 2.0 * 0.7:
            counts[int(np.argmin(distances))] += 1
    report = mode_report(jnp.asarray(x), jnp.asarray(means), std=0.7, radius=2.0)
    np.testing.assert_array_equal(report.counts, counts)
    assert report.quality == pytest.approx(counts.sum() / 200, rel=F32)
    assert report.covered == (counts > 0).sum()
    assert 0 < counts.sum() < 200


@pytest.mark.parametrize("mixture, std", [(ring(), 0.1), (lattice(), 0.05)])
@pytest.mark.parametrize("radius", [1.0, 3.0])
def test_true_draws_in_the_plane_reach_the_ceiling(mixture, std, radius):
    n = 40_000
    report = mode_report(
        mixture.sample(jax.random.key(0), n), mixture.means, std=std, radius=radius
    )
    ceiling = 1 - np.exp(-(radius**2) / 2)
    # Within 5 standard errors, four times: a false alarm once in 430 000 keys.
    deviation = (report.quality - ceiling) / np.sqrt(ceiling * (1 - ceiling) / n)
    assert abs(deviation) <= 5
    share_1d = stats.norm.cdf(radius) - stats.norm.cdf(-radius)
    assert abs(share_1d - ceiling) > 5 * np.sqrt(ceiling * (1 - ceiling) / n)
    assert report.covered == len(mixture.means)


def test_mode_report_is_the_same_under_vmap():
    x = jax.random.normal(jax.random.key(1), (3, 50, 2))
    batched = jax.vmap(lambda x: mode_report(x, MEANS / 10, std=0.3))(x)
    for i in range(3):
        for one, many in zip(mode_report(x[i], MEANS / 10, std=0.3), batched, strict=True):
            np.testing.assert_array_equal(one, many[i])


def test_imbalance_by_hand():
    assert imbalance(jnp.array([5, 5, 5])) == pytest.approx(0, abs=F32)
    assert imbalance(jnp.array([0, 7, 0, 0])) == pytest.approx(np.log(4), rel=F32)
    assert imbalance(jnp.array([3, 1])) == pytest.approx(0.75 * np.log(1.5) + 0.25 * np.log(0.5))
    both = imbalance(jnp.array([[0, 7, 0, 0], [1, 1, 1, 1]]))
    np.testing.assert_allclose(both, [np.log(4), 0], atol=F32)


def test_imbalance_of_no_counts_is_nan():
    assert jnp.isnan(imbalance(jnp.zeros(3, int)))


@examples
@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=30).filter(any))
def test_imbalance_is_log_k_minus_the_entropy(counts):
    expected = np.log(len(counts)) - stats.entropy(counts)
    assert imbalance(jnp.array(counts)) == pytest.approx(expected, abs=1e-5)


def test_imbalance_of_fair_draws_is_small_but_not_zero():
    k, n = 8, 2000
    draws = np.random.default_rng(0).multinomial(n, np.full(k, 1 / k), size=400)
    values = np.asarray(imbalance(jnp.asarray(draws)))
    # 2n times it is nearly a χ² of k − 1 degrees of freedom; the band is 5 standard errors.
    assert abs(values.mean() - (k - 1) / (2 * n)) <= 5 * stats.sem(values)
    assert values.min() > 0
