"""Divergences against hand calculation, scipy, and the inequalities of the textbook."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import integrate, special, stats
from scipy.spatial.distance import jensenshannon

from lib.divergences import (
    cross_entropy,
    entropy,
    js_divergence,
    js_quadrature,
    kl_bernoulli,
    kl_divergence,
    kl_gaussian,
    kl_monte_carlo,
    kl_quadrature,
    kl_standard_normal,
    total_variation,
)

LOG2 = np.log(2)
PAIRWISE = [cross_entropy, kl_divergence, js_divergence, total_variation]
F32 = 16 * float(np.finfo(np.float32).eps)  # rounding of a short sum of terms of order 1
F64 = 64 * float(np.finfo(np.float64).eps)
examples = settings(max_examples=40, derandomize=True, deadline=None, database=None)


def named(functions):
    return pytest.mark.parametrize("f", functions, ids=lambda f: f.__name__)


@st.composite
def distributions(draw, n=1, k=5):
    """n float64 distributions over k outcomes; zeros are common, and stay away from underflow."""
    weights = st.lists(st.integers(0, 9), min_size=k, max_size=k).filter(sum)
    rows = np.array([draw(weights) for _ in range(n)], dtype=np.float64)
    return rows / rows.sum(axis=1, keepdims=True)


# Discrete: p = (½, ½), q = (¼, ¾), worked by hand.

BY_HAND = {
    entropy: (LOG2, "H(p)", [1.0, -LOG2]),
    cross_entropy: (np.log(16 / 3) / 2, "−½ log ¼ − ½ log ¾", [LOG2]),
    kl_divergence: (np.log(4 / 3) / 2, "½ log 2 + ½ log ⅔", [0.75 * np.log(3) - LOG2]),
    js_divergence: (
        (np.log(4 / 3) + np.log(4 / 5)) / 4 + (np.log(2 / 3) + 3 * np.log(6 / 5)) / 8,
        "m = (⅜, ⅝)",
        [np.log(4 / 3) / 4 + (0.75 * np.log(3) - LOG2) / 2],  # Jeffreys' mean of the two KLs
    ),
    total_variation: (0.25, "½ (¼ + ¼)", [0.5]),
}


@named(BY_HAND)
def test_value_by_hand_and_not_the_usual_mistakes(f):
    p, q = jnp.array([0.5, 0.5]), jnp.array([0.25, 0.75])
    expected, _, mistakes = BY_HAND[f]
    found = f(p) if f is entropy else f(p, q)
    assert abs(found - expected) <= F32
    assert all(abs(mistake - expected) > 100 * F32 for mistake in mistakes)


@pytest.mark.parametrize("x64", [False, True])
@pytest.mark.parametrize("array", [np.asarray, jnp.asarray])
def test_agrees_with_scipy_on_batches_and_keeps_the_dtype(x64, array):
    with jax.enable_x64(x64):
        dtype, tolerance = (np.float64, F64) if x64 else (np.float32, F32)
        p, q = np.random.default_rng(0).dirichlet(np.ones(6), (2, 3, 4))
        a, b = array(p.astype(dtype)), array(q.astype(dtype))
        expected = {
            cross_entropy: -(p * np.log(q)).sum(-1),
            kl_divergence: special.rel_entr(p, q).sum(-1),
            js_divergence: jensenshannon(p, q, axis=-1) ** 2,
            total_variation: np.maximum(p - q, 0).sum(-1),
        }
        for f in PAIRWISE:
            found = f(a, b)
            assert (found.shape, found.dtype) == ((3, 4), dtype)
            np.testing.assert_allclose(found, expected[f], atol=5 * tolerance)
        np.testing.assert_allclose(entropy(a), stats.entropy(p, axis=-1), atol=5 * tolerance)


def test_total_variation_is_the_largest_difference_over_all_events():
    p, q = np.random.default_rng(1).dirichlet(np.ones(4), 2).astype(np.float32)
    events = (np.arange(16)[:, None] >> np.arange(4)) & 1
    assert abs(total_variation(p, q) - (events @ (p - q)).max()) <= F32


@pytest.mark.parametrize(
    "f, p, q, expected",
    [
        (kl_divergence, [1, 0], [0.5, 0.5], LOG2),
        (kl_divergence, [0.5, 0.5], [1, 0], np.inf),
        (kl_divergence, [1, 0], [0, 1], np.inf),
        (kl_divergence, [0.5, 0.5, 0], [0.25, 0.75, 0], np.log(4 / 3) / 2),
        (cross_entropy, [1, 0], [0.5, 0.5], LOG2),
        (cross_entropy, [0.5, 0.5], [1, 0], np.inf),
        (cross_entropy, [1, 0], [1, 0], 0),
        (js_divergence, [1, 0], [0, 1], LOG2),
        (js_divergence, [1, 0, 0], [1, 0, 0], 0),
        (total_variation, [1, 0], [0, 1], 1),
    ],
)
def test_zero_probabilities(f, p, q, expected):
    p, q = jnp.array(p, jnp.float32), jnp.array(q, jnp.float32)
    assert f(p, q) == pytest.approx(expected, abs=F32)
    assert jax.jit(f)(p, q) == pytest.approx(expected, abs=F32)


def test_entropy_of_a_certain_outcome_is_zero():
    assert entropy(jnp.array([0.0, 1.0, 0.0])) == 0


@named(PAIRWISE)
@pytest.mark.parametrize("p, q", [([1, 0], [0.5, 0.5]), ([1, 0, 0], [0.25, 0.75, 0])])
def test_gradients_are_finite_where_the_value_is(f, p, q):
    gradients = jax.grad(f, (0, 1))(jnp.array(p, jnp.float32), jnp.array(q, jnp.float32))
    assert all(jnp.isfinite(g).all() for g in gradients)


def test_gradient_of_js_divergence_is_finite_for_disjoint_supports():
    gradients = jax.grad(js_divergence, (0, 1))(jnp.array([1.0, 0.0]), jnp.array([0.0, 1.0]))
    assert all(jnp.isfinite(g).all() for g in gradients)


def close_pairs(size, apart, seeds=40, outcomes=10):
    """Pairs of float32 distributions whose entries differ by about `apart`, relative to them."""
    rng = np.random.default_rng(size)
    p = rng.dirichlet(np.ones(outcomes), seeds).astype(np.float32)
    q = p * (1 + apart * rng.normal(size=p.shape)).clip(0.01)
    return p, (q / q.sum(axis=-1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("apart", [1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.05, 0.1, 0.3, 1.0])
def test_close_distributions_in_single_precision_keep_their_digits(apart):
    p, q = close_pairs(1, apart)
    a, b = p.astype(float), q.astype(float)
    m = (a + b) / 2
    # In double precision, of the same float32 numbers; SciPy's kl_div is x log(x/y) − x + y.
    expected = (special.kl_div(a, m) + special.kl_div(b, m)).sum(-1) / 2
    if apart < 1e-3:  # where SciPy's own terms cancel: ½ Σ t²q − …, t small
        expected = ((a - b) ** 2 / m).sum(-1) / 8
    found = np.asarray(js_divergence(p, q))
    np.testing.assert_allclose(found, expected, rtol=2e-4, atol=1e-13)
    assert (found >= 0).all()
    one_way = np.asarray(kl_divergence(p, q))
    t = (a - b) / b
    series = (b * t**2 * (1 / 2 - t / 6 + t**2 / 12)).sum(-1)
    expected = series if apart < 1e-3 else special.kl_div(a, b).sum(-1)
    np.testing.assert_allclose(one_way, expected, rtol=2e-4, atol=1e-13)
    assert (one_way >= 0).all()


def test_two_vectors_that_differ_by_a_ten_thousandth():
    # ½ and ½ against ½ ± δ: JSD = δ²/2 and KL = 2δ², to a relative δ².
    delta = np.float32(2.0**-13)
    p, q = jnp.array([0.5, 0.5]), jnp.array([0.5 + delta, 0.5 - delta])
    assert js_divergence(p, q) == pytest.approx(delta**2 / 2, rel=1e-5)
    assert kl_divergence(p, q) == pytest.approx(2 * delta**2, rel=1e-5)


@pytest.mark.parametrize("x64", [False, True])
def test_js_divergence_is_0_for_equal_and_at_most_log_2_for_disjoint_ones(x64):
    with jax.enable_x64(x64):
        p = np.random.default_rng(2).dirichlet(np.ones(7), 100)
        p = (p / p.sum(-1, keepdims=True)).astype(np.float64 if x64 else np.float32)
        zero = np.zeros_like(p)
        apart = js_divergence(np.hstack([p, zero]), np.hstack([zero, p[::-1]]))
        assert max(map(float, apart)) <= LOG2
        np.testing.assert_allclose(apart, LOG2, rtol=5e-7)
        assert (np.asarray(js_divergence(p, p)) == 0).all()
        assert (np.asarray(kl_divergence(p, p)) == 0).all()
        slope = jax.grad(lambda p: js_divergence(p, p[::-1]).sum())(jnp.asarray(p))
        assert jnp.isfinite(slope).all()


def test_gradients_by_hand():
    p, q = jnp.array([0.5, 0.3, 0.2]), jnp.array([0.1, 0.2, 0.7])
    for f in (kl_divergence, cross_entropy):
        np.testing.assert_allclose(jax.grad(f, 1)(p, q), -p / q, rtol=F32)
    np.testing.assert_allclose(jax.grad(entropy)(p), -jnp.log(p) - 1, atol=F32)
    np.testing.assert_allclose(jax.grad(kl_divergence)(p, q), jnp.log(p / q) + 1, atol=F32)


def test_cross_entropy_is_linear_in_p_up_to_the_border():
    # ∂H(p, q)/∂p = −log q, also where p = 0.
    p, q = jnp.array([1.0, 0.0]), jnp.array([0.5, 0.5])
    np.testing.assert_allclose(jax.grad(cross_entropy)(p, q), [LOG2, LOG2], atol=F32)


@named(PAIRWISE)
def test_eager_jit_and_vmap_agree(f):
    p, q = np.random.default_rng(2).dirichlet(np.ones(5), (2, 7)).astype(np.float32)
    eager = f(p, q)
    np.testing.assert_allclose(jax.jit(f)(p, q), eager, atol=F32)
    np.testing.assert_allclose(jax.vmap(f)(p, q), eager, atol=F32)
    np.testing.assert_allclose([f(a, b) for a, b in zip(p, q, strict=True)], eager, atol=F32)


@examples
@given(distributions(n=3))
def test_inequalities_between_divergences(rows):
    with jax.enable_x64(True):
        p, q, r = rows
        kl, js, tv = kl_divergence(p, q), js_divergence(p, q), total_variation(p, q)
        assert kl >= -F64
        assert -F64 <= js <= LOG2 + F64
        assert tv <= jnp.sqrt(jnp.maximum(kl, 0) / 2) + 1e-7  # Pinsker; √ of rounding is 1e-8
        assert js <= LOG2 * tv + F64  # Lin (1991), theorem 3
        assert js == pytest.approx(float(js_divergence(q, p)), abs=F64)
        root = [jnp.sqrt(jnp.maximum(js_divergence(*pair), 0)) for pair in [(p, q), (q, r), (p, r)]]
        assert root[2] <= root[0] + root[1] + 1e-7  # √JSD is a metric
        assert total_variation(p, r) <= tv + total_variation(q, r) + F64
        assert js_divergence(p, p) == pytest.approx(0, abs=F64)


@examples
@given(distributions(n=2))
def test_cross_entropy_is_entropy_plus_kl(rows):
    with jax.enable_x64(True):
        p, q = rows
        total = entropy(p) + kl_divergence(p, q)
        assert cross_entropy(p, q) == pytest.approx(float(total), abs=F64)


@examples
@given(distributions(n=2, k=6))
def test_chain_rule_of_kl(rows):
    # KL(p(x, y)‖q(x, y)) = KL(p(x)‖q(x)) + Σ p(x) KL(p(y|x)‖q(y|x)), for x in {0, 1}.
    p, q = rows.reshape(2, 2, 3)
    assume((p.sum(1) > 0).all() and (q.sum(1) > 0).all())
    with jax.enable_x64(True):
        conditional = kl_divergence(p / p.sum(1, keepdims=True), q / q.sum(1, keepdims=True))
        parts = kl_divergence(p.sum(1), q.sum(1)) + p.sum(1) @ conditional
        assert kl_divergence(rows[0], rows[1]) == pytest.approx(float(parts), abs=F64)


def test_values_are_not_checked_inside_jit():
    assert jax.jit(entropy)(jnp.array([1.0, 1.0])) == 0


# Gaussians.


def random_gaussians(seed, d=3, n=2):
    rng = np.random.default_rng(seed)
    roots = rng.normal(size=(n, d, d))
    return rng.normal(size=(n, d)), roots @ np.swapaxes(roots, -1, -2) + 0.3 * np.eye(d)


def expected_kl(means, covs):
    """E_p[log p − log q], exact because sigma points integrate a quadratic exactly."""
    d = len(means[0])
    steps = np.sqrt(d) * np.linalg.cholesky(covs[0]).T
    points = np.concatenate([means[0] + steps, means[0] - steps])
    log_p, log_q = (
        stats.multivariate_normal(m, c).logpdf(points) for m, c in zip(means, covs, strict=True)
    )
    return np.mean(log_p - log_q)


@examples
@given(st.floats(-8, 8), st.floats(-8, 8))
def test_kl_bernoulli_is_that_of_two_coins(a, b):
    coins = [np.array([y, 1 - y]) for y in special.expit([a, b])]
    with jax.enable_x64(True):
        found, expected = kl_bernoulli(np.float64(a), np.float64(b)), kl_divergence(*coins).item()
    assert found == pytest.approx(expected, rel=1e-10, abs=1e-14)


def test_kl_bernoulli_of_sure_coins():
    sure = jnp.array([1e4, -1e4, 1e4, 0.0])
    found = kl_bernoulli(sure, jnp.array([1e4, -1e4, -1e4, 1e4]))
    assert found == pytest.approx([0, 0, 1e4, 5e3 - LOG2], rel=F32)
    assert np.isfinite(jax.grad(lambda q: kl_bernoulli(sure, q).sum())(-sure)).all()


def test_kl_gaussian_by_hand_in_one_dimension():
    # KL(N(0, 1)‖N(1, 2²)) = log 2 + (1 + 1)/8 − ½.
    zero, one = jnp.zeros(1), jnp.ones(1)
    found = kl_gaussian(zero, jnp.eye(1), one, 4 * jnp.eye(1))
    assert found == pytest.approx(LOG2 - 0.25, abs=F32)
    swapped = kl_gaussian(one, 4 * jnp.eye(1), zero, jnp.eye(1))
    assert swapped == pytest.approx(2.5 - 0.5 - LOG2, abs=F32)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("d", [1, 2, 4])
def test_kl_gaussian_is_the_expected_log_ratio(seed, d):
    means, covs = random_gaussians(seed, d)
    with jax.enable_x64(True):
        found = kl_gaussian(means[0], covs[0], means[1], covs[1])
    expected = expected_kl(means, covs)
    # The condition number of the covariances, at most about 100, times rounding.
    assert found == pytest.approx(expected, rel=1e-11)
    assert abs(expected_kl(means[::-1], covs[::-1]) - expected) > 1e-3


def test_kl_gaussian_takes_batches_and_float32():
    means, covs = random_gaussians(0, n=10)
    m, c = jnp.asarray(means, jnp.float32), jnp.asarray(covs, jnp.float32)
    batched = kl_gaussian(m[:5], c[:5], m[5:], c[5:])
    single = [kl_gaussian(m[i], c[i], m[i + 5], c[i + 5]) for i in range(5)]
    exact = [expected_kl(means[i::5], covs[i::5]) for i in range(5)]
    jitted = jax.jit(kl_gaussian)(m[:5], c[:5], m[5:], c[5:])
    mapped = jax.vmap(kl_gaussian)(m[:5], c[:5], m[5:], c[5:])
    assert batched.dtype == jnp.float32
    for other in (single, exact, jitted, mapped):
        np.testing.assert_allclose(batched, other, rtol=1e-4)  # conditioning × float32 rounding


@examples
@given(st.integers(0, 10**6))
def test_kl_gaussian_is_invariant_under_affine_maps(seed):
    means, covs = random_gaussians(seed)
    rng = np.random.default_rng(seed + 1)
    # Condition number of the map at most 3.
    rotation = np.linalg.qr(rng.normal(size=(3, 3)))[0]
    matrix = rotation * rng.uniform(0.5, 1.5, 3)
    shift = rng.normal(size=3)
    with jax.enable_x64(True):
        before = kl_gaussian(means[0], covs[0], means[1], covs[1])
        moved, spread = means @ matrix.T + shift, matrix @ covs @ matrix.T
        after = kl_gaussian(moved[0], spread[0], moved[1], spread[1])
        assert before >= 0
        assert after == pytest.approx(float(before), rel=1e-9, abs=1e-12)


def test_kl_gaussian_inside_jit_is_nan_for_a_bad_covariance():
    zero, bad = jnp.zeros(2), jnp.diag(jnp.array([1.0, -1.0]))
    assert jnp.isnan(jax.jit(kl_gaussian)(zero, bad, zero, jnp.eye(2)))
    assert jnp.isnan(jax.jit(kl_gaussian)(zero, jnp.eye(2), zero, bad))


def test_kl_standard_normal_by_hand():
    # μ = 2, σ² = 4: ½(4 + 4 − 1 − log 4).
    found = kl_standard_normal(jnp.array([2.0]), jnp.log(jnp.array([4.0])))
    assert found == pytest.approx((7 - np.log(4)) / 2, abs=F32)
    assert kl_standard_normal(jnp.zeros(3), jnp.zeros(3)) == 0


def test_kl_standard_normal_is_kl_gaussian_with_a_diagonal_covariance():
    rng = np.random.default_rng(3)
    with jax.enable_x64(True):
        mean, log_var = rng.normal(size=(2, 6, 3))
        covs = np.exp(log_var)[..., None] * np.eye(3)
        zero, eye = np.zeros((6, 3)), np.broadcast_to(np.eye(3), (6, 3, 3))
        expected = kl_gaussian(mean, covs, zero, eye)
        found = kl_standard_normal(mean, log_var)
        np.testing.assert_allclose(found, expected, rtol=1e-12)
        reverse = kl_gaussian(zero, eye, mean, covs)
        assert (abs(reverse - expected) > 1e-3).all()
        assert found.dtype == jnp.float64


def test_kl_standard_normal_keeps_its_digits_near_the_prior():
    # At μ = 0 the KL is l²/4 + O(l³), with l = log σ²; exp(l) − 1 − l would lose it to rounding.
    log_var = np.array([1e-3], np.float32)
    assert kl_standard_normal(np.zeros(1, np.float32), log_var) == pytest.approx(
        2.5e-7, rel=2e-3
    )  # l/3 from the next term, and rounding of l relative to l²
    naive = (np.exp(log_var) - 1 - log_var) / 2
    assert abs(naive[0] - 2.5e-7) > 0.01 * 2.5e-7


def test_gradient_of_kl_standard_normal_by_hand():
    mean, log_var = jnp.array([0.3, -2.0]), jnp.array([0.5, -1.0])
    by_mean, by_log_var = jax.grad(kl_standard_normal, (0, 1))(mean, log_var)
    np.testing.assert_allclose(by_mean, mean, rtol=F32)
    np.testing.assert_allclose(by_log_var, jnp.expm1(log_var) / 2, rtol=F32)


# Quadrature.


def normal(mean, std):
    return lambda x: -(((x - mean) / std) ** 2) / 2 - np.log(std * np.sqrt(2 * np.pi))


def uniform(low, high):
    return lambda x: jnp.where((low < x) & (x < high), -np.log(high - low), -jnp.inf)


def test_kl_quadrature_of_gaussians_is_the_closed_form():
    p, q = normal(0.0, 1.0), normal(1.0, 2.0)
    x = np.linspace(-14, 16, 601)
    with jax.enable_x64(True):
        # Spectral accuracy: rounding only.
        assert kl_quadrature(p, q, x) == pytest.approx(LOG2 - 0.25, abs=1e-13)
        assert kl_quadrature(q, p, x) == pytest.approx(2 - LOG2, abs=1e-10)
    # 601 points of float32, each with a relative error of a few units.
    assert kl_quadrature(p, q, x.astype(np.float32)) == pytest.approx(LOG2 - 0.25, abs=1e-5)


def test_quadrature_agrees_with_scipy_for_other_densities():
    def laplace(x):
        return -abs(x) - LOG2

    p, q = normal(0.0, 1.0), laplace

    def kl(x):
        return np.exp(p(x)) * (p(x) - q(x))

    def js(x):
        log_m = np.logaddexp(p(x), q(x)) - LOG2
        return (np.exp(p(x)) * (p(x) - log_m) + np.exp(q(x)) * (q(x) - log_m)) / 2

    x = np.linspace(-40, 40, 8001)
    with jax.enable_x64(True):
        # The kink at 0 costs h²/12 times the jump of the slope, below 1e-5 at h = 0.01.
        for f, integrand in ((kl_quadrature, kl), (js_quadrature, js)):
            expected = 2 * integrate.quad(integrand, 0, 40, epsabs=1e-12)[0]
            assert f(p, q, x) == pytest.approx(expected, abs=1e-5)
    assert integrate.quad(kl, -40, 40)[0] > 0.01


def test_quadrature_is_symmetric_only_for_js():
    x = np.linspace(-14, 16, 601)
    p, q = normal(0.0, 1.0), normal(1.0, 2.0)
    assert abs(js_quadrature(p, q, x) - js_quadrature(q, p, x)) <= 1e-5
    assert abs(kl_quadrature(p, q, x) - kl_quadrature(q, p, x)) > 0.5


def test_js_quadrature_lies_between_zero_and_log_two():
    x = np.linspace(-40, 40, 4001)
    with jax.enable_x64(True):
        assert js_quadrature(normal(0, 1), normal(0, 1), x) == pytest.approx(0, abs=1e-14)
        far = js_quadrature(normal(-15, 1), normal(15, 1), x)
        assert far == pytest.approx(LOG2, abs=1e-12)
        gaps = [js_quadrature(normal(0, 1), normal(m, 1), x) for m in (0.5, 1.0, 2.0, 4.0)]
        assert sorted(gaps) == gaps


@pytest.mark.parametrize("wide", [2, 20])
def test_kl_quadrature_is_infinite_where_q_vanishes_and_p_does_not(wide):
    # Also where p is so small that it underflows.
    x = jnp.linspace(-wide, wide, 401)
    assert kl_quadrature(normal(0, 1), uniform(-1, 1), x) == jnp.inf


def test_quadrature_skips_points_where_p_vanishes():
    x = np.linspace(-2, 2, 40_001)
    inside, outside = uniform(-1, 1), uniform(-1.5, 1.5)
    with jax.enable_x64(True):
        # Each jump costs at most one step, 1e-4, times the integrand's height ½ log 1.5.
        assert kl_quadrature(inside, outside, x) == pytest.approx(np.log(1.5), abs=1e-4)
        assert jnp.isfinite(js_quadrature(inside, outside, x))


def test_gradient_of_kl_quadrature_by_hand():
    # ∂/∂m KL(N(0, 1)‖N(m, 1)) = m.
    x = np.linspace(-10, 10, 401, dtype=np.float32)
    gradient = jax.grad(lambda m: kl_quadrature(normal(0, 1), normal(m, 1), x))(0.7)
    assert gradient == pytest.approx(0.7, abs=1e-4)


@pytest.mark.parametrize("f", [kl_quadrature, js_quadrature])
def test_gradients_of_quadrature_are_finite_where_p_vanishes(f):
    x = jnp.linspace(-2, 2, 41)
    gradients = jax.grad(f, (0, 1))(uniform(-1, 1)(x), normal(0, 1)(x), x)
    assert all(jnp.isfinite(g).all() for g in gradients)


@pytest.mark.parametrize("f", [kl_quadrature, js_quadrature])
def test_quadrature_takes_values_on_the_grid(f):
    x = jnp.linspace(-10, 10, 401)
    p, q = normal(0, 1), normal(1, 1)
    assert f(p(x), q(x), x) == f(p, q, x)


# Monte Carlo.


def test_kl_monte_carlo_needs_samples_of_p():
    # 5 standard errors: a false alarm once in 1.7 million keys.
    noise = jax.random.normal(jax.random.key(0), (20_000,))
    p, q = normal(0.0, 1.0), normal(1.0, 2.0)
    mean, standard_error = kl_monte_carlo(p, q, noise)
    assert abs(mean - (LOG2 - 0.25)) <= 5 * standard_error
    assert 0 < standard_error < 0.01
    from_q = kl_monte_carlo(p, q, 1 + 2 * noise)
    assert abs(from_q.mean - (LOG2 - 0.25)) > 20 * from_q.standard_error


def test_kl_monte_carlo_of_vectors():
    x = jax.random.normal(jax.random.key(1), (20_000, 2))
    p, q = (lambda x, m=m: jnp.sum(normal(m, 1.0)(x), axis=-1) for m in (0.0, 1.0))
    found = kl_monte_carlo(p, q, np.asarray(x))
    assert abs(found.mean - 1) <= 5 * found.standard_error  # ½‖(1, 1)‖²
    assert found.mean.shape == ()
