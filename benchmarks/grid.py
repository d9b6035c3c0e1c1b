"""Value iteration on square maps beside QuantEcon's two algorithms and MDPSolver's."""

from collections.abc import Iterator

import jax
import mdpsolver
import numpy as np
import quantecon
import scipy.sparse

from benchmarks.row import Row
from lib.grid_solver import solve_grid
from lib.gridworld import gridworld

OPTIONS = {"step_reward": -1.0, "slip": 0.2, "gamma": 0.99}
BOUND = 1e-4  # that all prove of their error
TOLERANCE = BOUND * (1 - OPTIONS["gamma"]) / OPTIONS["gamma"]


def rows() -> Iterator[Row]:
    """Two sizes; MDPSolver reads nested lists, and gets the smaller one only."""
    for side in (100, 300):
        world, exact = problem(side)
        work = f"grid {side} × {side}, slip 0.2, γ = 0.99"
        quality = "error of V"
        for peer, method in [
            ("QuantEcon, value iteration", "value_iteration"),
            ("QuantEcon, modified policy iteration", "modified_policy_iteration"),
        ]:
            theirs = by_quantecon(world, exact, method)
            yield Row(work, peer, quality, ours(side, exact), theirs)
        if side == 100:
            theirs = by_mdpsolver(world, exact)
            yield Row(
                work, "MDPSolver, modified policy iteration", quality, ours(side, exact), theirs
            )


def rows_of(side: int) -> list[str]:
    """A map without walls: an exit in a corner, a bad one in the middle."""
    cells = np.full((side, side), ".")
    cells[0, -1], cells[side // 2, side // 2] = "+", "-"
    return ["".join(row) for row in cells]


def problem(side: int):
    """The world as a table of successors, and V* to 1e-9."""
    with jax.enable_x64(True):
        world = gridworld(rows_of(side), **OPTIONS).mdp
        stop = {"tolerance": 1e-11, "max_iterations": 100_000}
        exact = solve_grid(rows_of(side), **OPTIONS, **stop).v
        return jax.tree.map(np.asarray, world), np.asarray(exact).reshape(-1)


def ours(side: int, exact):
    """The whole call, with the reading of the map."""
    rows = rows_of(side)

    def work():
        with jax.enable_x64(True):
            found = solve_grid(rows, **OPTIONS, tolerance=TOLERANCE, max_iterations=100_000).v
            return abs(np.asarray(found).reshape(-1) - exact).max()

    return work


def by_quantecon(world, exact, method: str):
    """Its sparse form, built before; its tolerance ε promises an error of ε/2."""
    states, actions, outcomes = world.next_state.shape
    pairs = np.repeat(np.arange(states * actions), outcomes)
    entries = (world.probability.reshape(-1), (pairs, world.next_state.reshape(-1)))
    transition = scipy.sparse.csr_matrix(entries, shape=(states * actions, states))
    s, a = np.divmod(np.arange(states * actions), actions)
    reward = world.reward.reshape(-1)
    model = quantecon.markov.DiscreteDP(reward, transition, OPTIONS["gamma"], s, a)

    def work():
        found = model.solve(method=method, epsilon=2 * BOUND, max_iter=100_000)
        return abs(found.v - exact).max()

    return work


def by_mdpsolver(world, exact):
    """Its sparse form, built before, on one thread."""
    model = mdpsolver.model()
    model.mdp(
        discount=OPTIONS["gamma"],
        rewards=world.reward.tolist(),
        tranMatProbs=world.probability.tolist(),
        tranMatColumns=world.next_state.tolist(),
    )

    def work():
        model.solve(
            algorithm="mpi",
            tolerance=BOUND,
            parallel=False,
            initValueVector=[0.0] * len(exact),  # else it goes on from the last solution
            initPolicy=[0] * len(exact),
        )
        return abs(np.array(model.getValueVector()) - exact).max()

    return work
