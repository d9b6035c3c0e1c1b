"""The stencil against the sparse solver, square by square and sweep by sweep."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import grid_solver
from lib.grid_solver import solve_grid
from lib.gridworld import gridworld
from lib.mdp import action_values, policy_iteration, value_iteration

LECTURE = ["...+", ".#.-", "...."]
examples = settings(max_examples=15, derandomize=True, deadline=None, database=None)
STOP = {"tolerance": 1e-10, "max_iterations": 10_000}


@pytest.fixture(autouse=True)
def float64():
    with jax.enable_x64(True):
        yield


@examples
@given(st.integers(0, 10**6), st.sampled_from([0.0, 0.2, 1.0]), st.sampled_from([0.5, 0.95]))
def test_stencil_and_sparse_solver_take_the_same_sweeps(seed, slip, gamma):
    rng = np.random.default_rng(seed)
    cells = rng.choice(list("....#+-"), size=(4, 5))
    cells[0, 0] = "+"
    rows = ["".join(row) for row in cells]
    options = {"step_reward": rng.normal(), "slip": slip, "gamma": gamma}
    world = gridworld(rows, **options)
    free = world.index >= 0
    for stop in ({"tolerance": 0.0, "max_iterations": 3}, STOP):
        grid = solve_grid(rows, **options, **stop)
        sparse = value_iteration(world.mdp, **stop)
        np.testing.assert_allclose(np.asarray(grid.v)[free], sparse.v, atol=1e-12)
        assert np.isnan(np.asarray(grid.v)[~free]).all()
        assert abs(grid.iterations - sparse.iterations) <= 1  # the residuals differ by rounding
        assert grid.residual == pytest.approx(float(sparse.residual), abs=1e-12)
    q = np.asarray(action_values(world.mdp, sparse.v))
    policy = np.asarray(grid.policy)
    assert (policy[~free] == -1).all()
    chosen = np.take_along_axis(q, policy[free][:, None], axis=1)[:, 0]
    np.testing.assert_allclose(chosen, q.max(axis=1), atol=1e-9)


def test_bound_holds_on_a_larger_world():
    # What the big world relies on: error ≤ residual·γ/(1 − γ).
    rng = np.random.default_rng(0)
    cells = rng.choice(list(".......#"), size=(20, 20))
    cells[3, 4], cells[15, 10] = "+", "-"
    rows = ["".join(row) for row in cells]
    options = {"step_reward": -0.04, "slip": 0.2, "gamma": 0.99}
    grid = solve_grid(rows, **options, tolerance=1e-6, max_iterations=10_000)
    world = gridworld(rows, **options)
    exact = policy_iteration(world.mdp).v
    error = abs(np.asarray(grid.v)[world.index >= 0] - exact).max()
    assert error <= float(grid.residual) * 99 <= 1e-4
    assert error > 0


def test_first_of_tied_actions_and_exits():
    grid = solve_grid(LECTURE, step_reward=-2.0, tolerance=0, max_iterations=50)
    assert grid.policy.tolist() == [[3, 3, 3, 0], [0, -1, 0, 0], [0, 3, 0, 0]]
    assert grid.residual == 0
    assert grid.iterations == 6
    np.testing.assert_array_equal(grid.v, [[-5, -3, -1, 0], [-7, np.nan, -3, 0], [-9, -7, -5, -3]])


def test_what_has_not_converged_shows():
    grid = solve_grid(["..+"], step_reward=0.5, tolerance=0.1, max_iterations=20)
    assert (grid.iterations, grid.residual) == (20, 0.5)


def test_a_map_of_the_same_shape_does_not_compile_anew():
    before = grid_solver._solve._cache_size()
    for rows, slip in ((["..+", "..."], 0.0), (["+.#", ".-."], 0.3), (["-..", "..."], 0.2)):
        solve_grid(rows, step_reward=-slip, slip=slip, gamma=1 - slip, **STOP)
    assert grid_solver._solve._cache_size() == before + 1


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtype_follows_the_step_reward(dtype):
    grid = solve_grid(["..+"], step_reward=dtype(-1), **STOP)
    assert {grid.v.dtype, grid.residual.dtype} == {jnp.dtype(dtype)}
