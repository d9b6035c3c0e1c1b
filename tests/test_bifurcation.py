"""Folds and crossings against normal forms that can be solved by hand."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from lib.bifurcation import crossing, fold


def cubic(x, t, shift):
    """x³/3 − (t − shift) x + y²: a minimum and a saddle at ±√(t − shift), a fold at t = shift."""
    return x[0] ** 3 / 3 - (t - shift) * x[0] + x[1] ** 2


def quartic(x, t, shift=0.0):
    """x⁴/4 − x²/2 − (t − shift) x: two minima, equally deep at shift; folds 2/√27 off it."""
    return jnp.sum(x**4 / 4 - x**2 / 2 - (t - shift) * x)


def wells(x, t):
    """Minima at −1 and 2 of depths 0 and t − 3, along a curved valley."""
    depth = (x[0] + 1) ** 2 * (x[0] - 2) ** 2 + (t - 3) * (x[0] + 1) ** 2 * (5 - 2 * x[0] + 2) / 27
    return depth + (x[1] - x[0] ** 2) ** 2


def test_the_fold_of_a_cubic_depends_on_the_further_argument():
    with jax.enable_x64(True):
        for shift in (0.0, 1.7):
            found = fold(cubic, jnp.array([0.3, 0.2]), jnp.array(shift + 0.2), shift)
            np.testing.assert_allclose(found.x, [0, 0], atol=1e-12)
            assert found.t == pytest.approx(shift, abs=1e-12)
            assert found.residual == pytest.approx(0, abs=1e-12)


def test_the_folds_of_a_quartic():
    with jax.enable_x64(True):
        for sign in (-1, 1):
            # f' = x³ − x − t and f'' = 3x² − 1 = 0: x = ∓1/√3 and t = x³ − x = ±2/√27.
            found = fold(quartic, jnp.array([-0.5 * sign]), jnp.array(0.3 * sign))
            assert found.x[0] == pytest.approx(-sign / 3**0.5, rel=1e-12)
            assert found.t == pytest.approx(2 * sign / 27**0.5, rel=1e-12)


def test_the_residual_of_a_fold_is_that_of_its_equations():
    with jax.enable_x64(True):
        x, t = jnp.array([0.5, 1.0]), jnp.array(2.0)
        found = fold(cubic, x, t, 0.0, steps=0)
        np.testing.assert_array_equal(found.x, x)
        assert found.t == t
        # ∇f = (x² − t, 2y) = (−1.75, 2) and det ∇²f = 2x·2 = 2.
        assert found.residual == pytest.approx(2)
        assert fold(cubic, 3 * x, t, 0.0, steps=0).residual == pytest.approx(6)


def test_the_crossing_of_two_wells():
    with jax.enable_x64(True):
        start = jnp.array([-0.95, 0.9]), jnp.array([1.9, 3.8]), jnp.array(2.8)
        found = crossing(wells, *start)
        np.testing.assert_allclose(found.x, [-1, 1], atol=1e-10)
        np.testing.assert_allclose(found.y, [2, 4], rtol=1e-10)
        assert found.t == pytest.approx(3, rel=1e-10)
        assert found.residual == pytest.approx(0, abs=1e-11)


def test_the_crossing_of_a_tilted_quartic_needs_equal_heights():
    with jax.enable_x64(True):
        found = crossing(quartic, jnp.array([-1.1]), jnp.array([0.9]), jnp.array(0.1))
        np.testing.assert_allclose([found.x[0], found.y[0], found.t], [-1, 1, 0], atol=1e-12)
        found = crossing(quartic, jnp.array([-1.1]), jnp.array([0.9]), jnp.array(0.1), 0.4)
        np.testing.assert_allclose([found.x[0], found.y[0], found.t], [-1, 1, 0.4], atol=1e-12)


def test_the_residual_of_a_crossing_is_that_of_its_equations():
    with jax.enable_x64(True):
        x, y, t = jnp.array([-1.0]), jnp.array([2.0]), jnp.array(0.5)
        found = crossing(quartic, x, y, t, steps=0)
        assert (found.x[0], found.y[0], found.t) == (-1, 2, 0.5)
        # Slopes −0.5 and 5.5; heights ¼ and 1.
        assert found.residual == pytest.approx(5.5)
        found = crossing(quartic, x, jnp.array([1.0]), jnp.array(0.5), steps=0)
        assert found.residual == pytest.approx(1.0)  # heights ¼ and −¾, slopes ∓½
        found = crossing(lambda x, t: 7 + 0 * t * x[0], x, y, t, steps=0)
        assert found.residual == 0


def test_uncompiled_and_mapped_agree():
    starts = jnp.array([[0.3, 0.2], [0.4, -0.1]])
    mapped = jax.vmap(lambda x: fold(cubic, x, jnp.array(0.2), 0.1, steps=1))(starts)
    with jax.disable_jit():
        one = fold(cubic, starts[0], jnp.array(0.2), 0.1, steps=1)
    np.testing.assert_allclose(one.x, mapped.x[0], rtol=1e-4, atol=1e-6)
    over_t = jax.vmap(lambda t: crossing(quartic, starts[:1, 0] - 1, starts[1:, 0], t, steps=1))
    mapped = over_t(jnp.array([0.1, 0.2]))
    with jax.disable_jit():
        one = crossing(quartic, starts[:1, 0] - 1, starts[1:, 0], jnp.array(0.1), steps=1)
    np.testing.assert_allclose(one.t, mapped.t[0], rtol=1e-4, atol=1e-6)
