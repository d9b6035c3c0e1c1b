"""The tiles against the sparse solver, square by square, and at γ = 1 sweep by sweep."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import grid_solver
from lib.grid_solver import solve_grid
from lib.gridworld import gridworld
from lib.mdp import action_values, value_iteration

LECTURE = ["...+", ".#.-", "...."]
examples = settings(max_examples=25, derandomize=True, deadline=None, database=None)
STOP = {"tolerance": 1e-10, "max_iterations": 10_000}
seeds = st.integers(0, 10**6)
slips = st.sampled_from([0.0, 0.2, 1.0])
# Float64, |values| up to 500, at most 1/(1 − γ) = 100 roundings.
ROUNDING = 1e-9


@pytest.fixture(autouse=True)
def float64():
    with jax.enable_x64(True):
        yield


@pytest.fixture
def small_tiles(monkeypatch):
    """Six of them in a map of 5 by 7 squares, which they do not divide."""
    monkeypatch.setattr(grid_solver, "TILE", 3)
    grid_solver._solve.clear_cache()
    yield
    grid_solver._solve.clear_cache()


def random_world(seed, slip, gamma):
    """Walls, exits, pockets that no exit can be reached from; a cost, or a reward, of a step."""
    rng = np.random.default_rng(seed)
    cells = rng.choice(list(".....##+-"), size=(5, 7))
    cells[0, 0] = "+"
    options = {"step_reward": rng.normal(), "slip": slip, "gamma": gamma}
    options["exits"] = {"+": 3 * rng.normal(), "-": rng.normal()}
    rows = ["".join(row) for row in cells]
    world = gridworld(rows, **options)
    return rows, options, world.mdp, world.index >= 0


@pytest.mark.usefixtures("small_tiles")
def test_within_the_bound_of_the_sparse_solver():
    @examples
    @given(seeds, slips, st.sampled_from([0.0, 0.5, 0.95, 0.99]), st.sampled_from([2, 9, 10_000]))
    def holds(seed, slip, gamma, sweeps):
        rows, options, mdp, free = random_world(seed, slip, gamma)
        exact = value_iteration(mdp, tolerance=1e-13, max_iterations=10_000).v
        grid = solve_grid(rows, **options, tolerance=1e-6, max_iterations=sweeps)
        assert grid.iterations <= sweeps
        assert sweeps < 10_000 or grid.residual <= 1e-6
        bound = float(grid.residual) * gamma / (1 - gamma)
        found = np.asarray(grid.v)
        np.testing.assert_allclose(found[free], exact, rtol=0, atol=bound + ROUNDING)
        assert (found[free] <= exact + ROUNDING).all()  # it rises to V*
        assert np.isnan(found[~free]).all()
        q = np.asarray(action_values(mdp, found[free]))
        policy = np.asarray(grid.policy)
        assert (policy[~free] == -1).all()
        chosen = np.take_along_axis(q, policy[free][:, None], axis=1)[:, 0]
        np.testing.assert_allclose(chosen, q.max(axis=1), rtol=0, atol=ROUNDING)

    holds()


@pytest.mark.usefixtures("small_tiles")
def test_without_discount_the_sweeps_are_those_of_value_iteration():
    @examples
    @given(seeds, slips)
    def holds(seed, slip):
        rows, options, mdp, free = random_world(seed, slip, 1.0)
        for stop in ({"tolerance": 0.0, "max_iterations": 3}, STOP | {"max_iterations": 100}):
            grid = solve_grid(rows, **options, **stop)
            sparse = value_iteration(mdp, **stop)
            np.testing.assert_allclose(np.asarray(grid.v)[free], sparse.v, atol=ROUNDING)
            assert abs(grid.iterations - sparse.iterations) <= 1  # the residuals differ by rounding
            assert grid.residual == pytest.approx(float(sparse.residual), abs=ROUNDING)

    holds()


@pytest.mark.usefixtures("small_tiles")
@pytest.mark.parametrize("gamma", [0.5, 0.99])
def test_one_sweep_starts_from_a_value_that_it_can_only_raise(gamma):
    # c = min(step/(1 − γ), step + worst exit): what a square far from all exits keeps, when the
    # first is smaller, and what the worst exit's neighbour would get for walking into it, else.
    for step, worst in [(-0.5, -3.0), (-0.5, 2.0), (0.5, -3.0)]:
        options = {"step_reward": step, "gamma": gamma, "exits": {"-": worst}}
        grid = solve_grid(["......-"], **options, tolerance=0, max_iterations=1)
        c = min(step / (1 - gamma), step + worst)
        assert grid.iterations == 1
        assert float(grid.v[0, 0]) == pytest.approx(step + gamma * c) and step + gamma * c >= c
        expected = max(step + gamma * c, step + worst)
        assert float(grid.v[0, 5]) == pytest.approx(expected)
        assert float(grid.residual) == pytest.approx(float(jnp.nanmax(grid.v[0, :6])) - c)


def test_a_larger_world_in_several_tiles_takes_a_fraction_of_the_sweeps():
    # From v = 0 the pockets fall by γᵏ in sweep k: 1376 of them until 0.99ᵏ < 1e-6.
    rng = np.random.default_rng(0)
    cells = rng.choice(list("...#"), size=(130, 210))
    cells[3, 4], cells[65, 110] = "+", "-"
    rows = ["".join(row) for row in cells]
    options = {"step_reward": -1.0, "slip": 0.2, "gamma": 0.99}
    grid = solve_grid(rows, **options, tolerance=1e-6, max_iterations=10_000)
    world = gridworld(rows, **options)
    sparse = value_iteration(world.mdp, tolerance=1e-9, max_iterations=10_000)
    error = abs(np.asarray(grid.v)[world.index >= 0] - sparse.v).max()
    assert 0 < error <= float(grid.residual) * 99 + 1e-7 <= 1e-4 + 1e-7
    assert grid.iterations < 700
    from_zero = value_iteration(world.mdp, tolerance=1e-6, max_iterations=10_000)
    assert from_zero.iterations > 1300


def test_in_tiles_news_of_an_exit_travels_faster_than_a_square_in_a_sweep():
    # Eight tiles in a row: each is solved once, in some hundred sweeps of an eighth of the map.
    corridor = ["." * 799 + "+"]
    options = {"step_reward": -1.0, "gamma": 0.999}
    grid = solve_grid(corridor, **options, tolerance=1e-9, max_iterations=10_000)
    steps = np.arange(799, 0, -1)  # to the exit, which is worth 1
    expected = -(1 - 0.999**steps) / (1 - 0.999) + 0.999 ** (steps - 1)
    np.testing.assert_allclose(grid.v[0, :-1], expected, atol=1e-6 + ROUNDING)
    assert 99 < grid.iterations < 799 / 3  # within a tile it does take a sweep for a square


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
