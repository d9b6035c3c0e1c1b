"""W₁ beside SciPy's, shifts and scales in closed form, and the losses of a critic."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.wasserstein import critic_loss, generator_loss, wasserstein_distance

F32 = 16 * float(np.finfo(np.float32).eps)
examples = settings(max_examples=25, derandomize=True, deadline=None, database=None)


def draws(n, seed=0):
    return np.random.default_rng(seed).normal(size=n).astype(np.float32)


@pytest.mark.parametrize("n, m", [(1, 1), (1, 6), (5, 5), (40, 7), (300, 301)])
def test_distance_is_scipy_s(n, m):
    x, y = draws(n), 2 + 3 * draws(m, seed=1)
    expected = scipy.stats.wasserstein_distance(x, y)
    assert wasserstein_distance(x, y) == pytest.approx(expected, rel=1e-5)
    assert wasserstein_distance(y, x) == pytest.approx(expected, rel=1e-5)


@examples
@given(st.lists(st.integers(-5, 5), min_size=1, max_size=9), st.integers(-20, 20))
def test_distance_with_ties_and_of_a_shift(points, shift):
    x = np.array(points, np.float32)
    assert wasserstein_distance(x, x[::-1]) == pytest.approx(0, abs=1e-5)
    assert wasserstein_distance(x, x + shift) == pytest.approx(abs(shift), abs=1e-4)


def test_distance_of_equally_many_points_pairs_them_in_order():
    x, y = draws(50), draws(50, seed=1)
    expected = np.abs(np.sort(x) - np.sort(y)).mean()
    assert wasserstein_distance(x, y) == pytest.approx(float(expected), rel=1e-5)


@pytest.mark.parametrize("shift", [-1.5, -0.25, 0.25, 3.0])
def test_the_slope_of_the_distance_of_a_shift_is_one_everywhere(shift):
    x = draws(20)
    slope = jax.grad(lambda t: wasserstein_distance(x, x + t))(shift)
    assert slope == pytest.approx(np.sign(shift), rel=1e-5)


def test_losses_by_hand():
    real, fake = draws(7), draws(5, seed=1)
    assert critic_loss(real, fake) == pytest.approx(float(fake.mean() - real.mean()), rel=F32)
    assert generator_loss(fake) == pytest.approx(-float(fake.mean()), rel=F32)
    assert jax.jit(critic_loss)(real, fake) == pytest.approx(critic_loss(real, fake).item())


def test_no_critic_of_slope_one_beats_the_distance_and_one_reaches_it():
    # y lies to the right of x: f(t) = −t is the best critic.
    x = draws(30)
    y = jnp.asarray(x + 9)
    distance = wasserstein_distance(x, y).item()
    assert -critic_loss(-x, -y) == pytest.approx(distance, rel=1e-5)
    for f in (jnp.sin, jnp.abs, lambda t: t, lambda t: -t / 2):
        assert -critic_loss(f(x), f(y)) < distance
