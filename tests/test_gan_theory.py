"""The exact game: by hand, against the divergences, by brute force over D, and step by step."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from lib.divergences import js_divergence, kl_divergence
from lib.gan_theory import criterion, exponentiated_gradient, value

LOG4 = np.log(4)
F64 = 64 * float(np.finfo(np.float64).eps)
examples = settings(max_examples=40, derandomize=True, deadline=None, database=None)
jitted = {f: jax.jit(f) for f in (value, criterion)}


@pytest.fixture(autouse=True)
def double_precision():
    with jax.enable_x64(True):
        yield


@st.composite
def distributions(draw, n=2, k=4, least=0):
    """n distributions over k outcomes, with zeros unless `least` is positive."""
    rows = [
        draw(st.lists(st.integers(least, 9), min_size=k, max_size=k).filter(sum)) for _ in "x" * n
    ]
    rows = np.array(rows, dtype=np.float64)
    return rows / rows.sum(axis=1, keepdims=True)


def value_by_hand(d, p, q):
    return sum(a * np.log(y) + b * np.log(1 - y) for a, b, y in zip(p, q, d, strict=True))


# The value of the game


def test_value_by_hand():
    d, p, q = np.array([0.3, 0.9]), np.array([0.25, 0.75]), np.array([0.6, 0.4])
    found = value(np.log(d / (1 - d)), p, q)
    assert found == pytest.approx(value_by_hand(d, p, q), rel=F64)


def test_a_discriminator_that_guesses_has_minus_log_four():
    for p, q in ((np.array([1.0, 0]), np.array([0, 1.0])), 2 * [np.array([0.5, 0.5])]):
        assert value(np.zeros(2), p, q) == pytest.approx(-LOG4, rel=F64)


def test_infinite_logits_count_only_where_there_is_mass():
    one, other, infinite = np.array([1.0, 0]), np.array([0, 1.0]), np.array([np.inf, -np.inf])
    assert value(infinite, one, other) == 0
    assert value(-infinite, one, other) == -np.inf
    assert np.isfinite(jax.grad(value)(jnp.array([1e4, -1e4]), one, other)).all()


def test_value_is_stable_at_extreme_logits():
    half = np.array([0.5, 0.5])
    assert value(np.array([1e4, -1e4]), half, half) == pytest.approx(-1e4, rel=F64)


def test_the_gradient_at_a_point_without_mass_is_zero():
    p, q = np.array([0.5, 0.5, 0]), np.array([0.25, 0.75, 0])
    slope = jax.grad(value)(jnp.array([0.1, 0.2, -jnp.inf]), p, q)
    assert np.isfinite(slope).all()
    assert slope[2] == 0


# The criterion


def test_criterion_by_hand():
    p, q = np.array([0.25, 0.75]), np.array([0.75, 0.25])
    expected = 2 * (0.25 * np.log(0.25) + 0.75 * np.log(0.75))
    assert criterion(p, q) == pytest.approx(expected, rel=F64)


def test_criterion_of_equal_and_of_disjoint_distributions():
    p = np.array([0.2, 0.3, 0.5])
    assert criterion(p, p) == pytest.approx(-LOG4, rel=F64)
    assert criterion(np.array([0.2, 0.8, 0, 0]), np.array([0, 0, 0.3, 0.7])) == 0


@examples
@given(distributions())
def test_criterion_is_twice_the_jensen_shannon_divergence_less_log_four(pair):
    p, q = pair
    expected = -LOG4 + 2 * js_divergence(p, q).item()
    assert jitted[criterion](p, q) == pytest.approx(expected, abs=F64)


@examples
@given(distributions(least=1))
def test_criterion_is_the_best_value_found_by_searching_each_point(pair):
    best = 0.0
    for a, b in zip(*pair, strict=True):
        gain = minimize_scalar(
            lambda y, a=a, b=b: -a * np.log(y) - b * np.log(1 - y),
            bounds=(0, 1),
            method="bounded",
            options={"xatol": 1e-9},
        )
        best -= gain.fun
    assert jitted[criterion](*pair) == pytest.approx(best, abs=1e-12)


@examples
@given(distributions(), st.lists(st.floats(-5, 5), min_size=4, max_size=4))
def test_no_discriminator_exceeds_the_criterion(pair, logits):
    assert jitted[value](np.array(logits), *pair) <= jitted[criterion](*pair) + F64


def test_the_gradient_of_the_criterion_is_the_log_of_one_minus_d():
    p, q = np.array([0.1, 0.3, 0.6]), np.array([0.5, 0.4, 0.1])
    slope = jax.grad(criterion, 1)(p, q)
    assert slope == pytest.approx(np.log(q / (p + q)), rel=1e-12)


def test_the_gradient_is_finite_where_only_the_model_has_mass():
    p, q = np.array([0.0, 1.0]), np.array([0.5, 0.5])
    assert jax.grad(criterion, 1)(p, q) == pytest.approx([0, np.log(1 / 3)], rel=1e-12)


def test_criterion_keeps_the_digits_of_a_tiny_share():
    p, q = np.array([1.0, 0]), np.array([1e-30, 1.0])
    expected = 1e-30 * np.log(1e-30)  # all other terms are smaller
    assert criterion(p, q) - 0 == pytest.approx(expected, rel=0.02)


def test_batches():
    rng = np.random.default_rng(0)
    p, q = rng.dirichlet(np.ones(4), (2, 3)), rng.dirichlet(np.ones(4), (2, 3))
    logits = rng.normal(size=(2, 3, 4))
    for i, j in np.ndindex(2, 3):
        assert criterion(p, q)[i, j] == pytest.approx(criterion(p[i, j], q[i, j]).item(), rel=F64)
        one = value(logits[i, j], p[i, j], q[i, j]).item()
        assert value(logits, p, q)[i, j] == pytest.approx(one, rel=F64)
        step = exponentiated_gradient(p, q, rate=0.5)[i, j]
        single = exponentiated_gradient(p[i, j], q[i, j], rate=0.5)
        assert step == pytest.approx(np.asarray(single), rel=F64)


# The step


@examples
@given(distributions(least=1), st.floats(0.01, 3))
def test_step_by_hand(pair, rate):
    p, q = pair
    power = q ** (1 - rate) * (p + q) ** rate
    found = exponentiated_gradient(p, q, rate=rate)
    assert found == pytest.approx(power / power.sum(), rel=1e-12)


def test_at_rate_one_the_step_goes_half_way():
    p, q = np.array([0.0, 0.3, 0.7]), np.array([0.5, 0.4, 0.1])
    assert exponentiated_gradient(p, q, rate=1.0) == pytest.approx((p + q) / 2, rel=F64)


@examples
@given(distributions(least=1), st.floats(0.01, 1))
def test_the_step_minimises_the_linear_model_with_its_penalty(pair, rate):
    p, q = pair
    new = exponentiated_gradient(p, q, rate=rate)

    def model(u):
        return u @ np.log(q / (p + q)) + kl_divergence(u, q) / rate

    for other in np.random.default_rng(0).dirichlet(np.ones(4), 5):
        assert model(np.asarray(new)) <= model(0.9 * np.asarray(new) + 0.1 * other) + 1e-12


@examples
@given(distributions(least=1), st.floats(0.01, 1))
def test_the_step_never_raises_the_criterion_for_rates_up_to_one(pair, rate):
    p, q = pair
    assert criterion(p, exponentiated_gradient(p, q, rate=rate)) <= criterion(p, q) + F64


def test_repeated_steps_reach_the_data_within_the_bound():
    p, start = np.array([0.1, 0.3, 0.6]), np.array([0.98, 0.01, 0.01])
    q = start
    for t in range(1, 80):
        q = exponentiated_gradient(p, q, rate=0.5)
        assert criterion(p, q) + LOG4 <= kl_divergence(p, start) / (0.5 * t) + F64
    assert q == pytest.approx(p, abs=1e-8)


def test_jit_and_float32():
    p, q = np.float32([0.25, 0.75]), np.float32([0.6, 0.4])
    step = jax.jit(lambda p, q, rate: exponentiated_gradient(p, q, rate=rate))
    with jax.enable_x64(False):
        assert jitted[criterion](p, q).dtype == jnp.float32
        found, exact = step(p, q, 0.5), exponentiated_gradient(p, q, rate=0.5)
        assert found == pytest.approx(np.asarray(exact), rel=1e-6)
