"""Newton's method against functions whose minima and roots are known."""

from itertools import pairwise

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from lib.newton import minimize, root

F64 = 64 * float(np.finfo(np.float64).eps)


def rosenbrock(x, scale):
    return (1 - x[0]) ** 2 + scale * (x[1] - x[0] ** 2) ** 2


def double_well(x, tilt):
    """Two minima along x₀, a saddle between them, and a valley along x₁."""
    return (x[0] ** 2 - 1) ** 2 + tilt * x[0] + (x[1] - x[0]) ** 2


def bowl(x):
    return jnp.sum((x - 3) ** 2)


def circle_and_line(x, radius):
    return jnp.stack([x[0] ** 2 + x[1] ** 2 - radius**2, x[0] - 2 * x[1]])


# Minima


def test_the_minimum_of_a_curved_valley():
    with jax.enable_x64(True):
        found = minimize(rosenbrock, jnp.array([-1.2, 1.0]), 100.0, steps=60)
        np.testing.assert_allclose(found.x, [1, 1], rtol=1e-9)
        assert found.value == pytest.approx(0, abs=1e-15)
        assert found.slope == pytest.approx(0, abs=1e-9)
        # The Hessian at (1, 1) is [[2 + 8·100, −4·100], [−4·100, 2·100]].
        smallest = np.linalg.eigvalsh([[802, -400], [-400, 200]])[0]
        assert found.curvature == pytest.approx(smallest, rel=1e-9)


def test_it_reports_value_slope_and_curvature_where_it_stands():
    with jax.enable_x64(True):
        x = jnp.array([0.3, -0.2])
        found = minimize(double_well, x, 0.1, steps=0)
        np.testing.assert_array_equal(found.x, x)
        assert found.value == pytest.approx(double_well(x, 0.1))
        assert found.slope == pytest.approx(jnp.linalg.norm(jax.grad(double_well)(x, 0.1)))
        expected = np.linalg.eigvalsh(jax.hessian(double_well)(x, 0.1))[0]
        assert expected < -1  # a saddle's side: the sign is kept
        assert found.curvature == pytest.approx(expected, rel=1e-12)


def test_it_leaves_a_saddle_for_the_minimum_on_its_side():
    with jax.enable_x64(True):
        for side in (-1, 1):
            found = minimize(double_well, jnp.array([0.01 * side, 0.0]), 0.0)
            np.testing.assert_allclose(found.x, [side, side], rtol=1e-9)
            assert found.curvature > 0


def test_on_an_axis_of_symmetry_it_stays_there():
    with jax.enable_x64(True):
        found = minimize(lambda x: double_well(x, 0.0), jnp.zeros(2))
        np.testing.assert_array_equal(found.x, [0, 0])
        assert found.slope == 0 and found.curvature < 0  # no minimum, and it says so


def test_a_quadratic_is_solved_in_steps_of_half():
    with jax.enable_x64(True):
        start = jnp.zeros(1)
        path = [minimize(bowl, start, steps=n).x[0] for n in (0, 1, 4, 7)]
        np.testing.assert_allclose(path, [0, 0.5, 2, 3], rtol=F64)


def test_it_never_climbs():
    with jax.enable_x64(True):
        start = jnp.array([-1.2, 1.0])
        values = [minimize(rosenbrock, start, 100.0, steps=n).value for n in (0, 1, 2, 4, 8, 25)]
        assert (np.diff(values) <= F64).all()
        assert values[-1] < 1e-2 * values[0]


def test_a_step_that_would_climb_is_cut():
    def nearly_a_corner(x):  # steps of ½ jump to and fro over the minimum at 0
        return jnp.sum(jnp.sqrt(x**2 + 1e-4))

    with jax.enable_x64(True):
        for start in (0.2, -0.45, 1.3):
            found = minimize(nearly_a_corner, jnp.array([start]))
            assert found.x[0] == pytest.approx(0, abs=1e-9)
            assert found.curvature == pytest.approx(100, rel=1e-6)


def test_it_stays_within_its_bounds():
    with jax.enable_x64(True):
        low, high = jnp.array([-jnp.inf, 5.0]), jnp.array([1.0, jnp.inf])
        found = minimize(bowl, jnp.array([0.0, 6.0]), low=low, high=high)
        np.testing.assert_allclose(found.x, [1, 5], rtol=F64)
        assert found.slope == pytest.approx(np.hypot(4, 4))  # and the slope says that it is a bound


def test_tiny_slopes_at_flat_places_do_no_harm():
    with jax.enable_x64(True):
        found = minimize(lambda x: 0.0 * jnp.sum(x), jnp.array([1.0, 2.0]))
        np.testing.assert_array_equal(found.x, [1, 2])


# Roots


def test_the_root_of_two_equations():
    with jax.enable_x64(True):
        found = root(circle_and_line, jnp.array([1.0, 1.0]), 5.0**0.5)
        np.testing.assert_allclose(found.x, [2, 1], rtol=1e-12)
        assert found.residual == pytest.approx(0, abs=1e-12)
        other = root(circle_and_line, jnp.array([-1.0, -1.0]), 5.0**0.5)
        np.testing.assert_allclose(other.x, [-2, -1], rtol=1e-12)


def test_the_residual_is_the_largest_where_it_stands():
    with jax.enable_x64(True):
        start = jnp.array([1.0, 1.0])
        found = root(circle_and_line, start, 3.0, steps=0)
        np.testing.assert_array_equal(found.x, start)
        assert found.residual == pytest.approx(7)  # |1 + 1 − 9| and |1 − 2|
        swapped = root(lambda x: -circle_and_line(x, 0.0)[::-1], start, steps=0)
        assert swapped.residual == pytest.approx(2)


def test_newton_doubles_the_digits():
    with jax.enable_x64(True):
        errors = [
            float(abs(root(lambda x: x**2 - 2, jnp.array([1.5]), steps=n).x[0] - 2**0.5))
            for n in range(1, 4)
        ]
        # e' = e²/2x: quadratic, with this very constant.
        for before, after in pairwise(errors):
            assert after == pytest.approx(before**2 / 2**1.5, rel=0.05, abs=1e-15)


def test_a_step_of_the_root_is_at_most_0_3():
    with jax.enable_x64(True):
        path = [root(lambda x: x - 1, jnp.array([0.0]), steps=n).x[0] for n in (1, 3, 4)]
        np.testing.assert_allclose(path, [0.3, 0.9, 1], rtol=F64)


# Both


def test_uncompiled_and_mapped_agree():
    starts = jnp.array([[-1.2, 1.0], [0.5, 2.0]])
    mapped = jax.vmap(lambda x: minimize(rosenbrock, x, 3.0, steps=1))(starts)
    roots = jax.vmap(lambda x: root(circle_and_line, x, 1.0, steps=1))(starts)
    with jax.disable_jit():
        one = minimize(rosenbrock, starts[1], 3.0, steps=1)
        found = root(circle_and_line, starts[1], 1.0, steps=1)
    for a, b in zip(one, mapped, strict=True):
        np.testing.assert_allclose(a, b[1], rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(found.x, roots.x[1], rtol=1e-4, atol=1e-5)


def test_the_dtype_follows_the_start():
    assert minimize(bowl, jnp.zeros(2)).x.dtype == jnp.float32
    np.testing.assert_allclose(minimize(bowl, np.zeros(2, np.float32)).x, 3, rtol=1e-6)
    with jax.enable_x64(True):
        assert minimize(bowl, jnp.zeros(2)).x.dtype == jnp.float64
        assert root(bowl_slope, jnp.zeros(2)).x.dtype == jnp.float64


def bowl_slope(x):
    return 2 * (x - 3)
