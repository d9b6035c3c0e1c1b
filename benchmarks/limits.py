"""Where the time of our side of a row goes, and so what limits it."""

import re
from collections.abc import Iterator

import jax
import jax.numpy as jnp
import numpy as np
import optax

from benchmarks import gan, grid, rollouts, step_rewards, vae
from benchmarks.growth import seconds
from lib.grid_solver import TILE, solve_grid

PEAK, SWEEPS = 1024, 1000  # the side of the matrices whose product sets the peak; of the copies
FREE = {"parameter", "constant", "tuple", "get-tuple-element", "bitcast"}  # no work is done


def parts() -> Iterator[dict]:
    """Each: the work, what was measured, its value, and the unit."""
    peak = flops_at_peak()
    yield part("this core", f"product of {PEAK} × {PEAK} matrices", peak / 1e9, "GFLOP/s")
    yield from training("VAE 784-400-20", vae, (400,), vae.BATCH, peak)
    for width, batch in [(128, 256), (16, 32)]:
        yield from training(f"GAN 2 × {width}", gan, (width, batch), batch, peak)
    for side in (100, 1000):
        yield from sweeping(side)
    yield from waiting()
    yield from walking()


def part(work: str, what: str, value: float, unit: str) -> dict:
    """One line of the page's table."""
    return {"work": work, "what": what, "value": float(value), "unit": unit}


def flops_at_peak() -> float:
    """Floating-point operations in a second, in a large product in float32."""
    product = jax.jit(jnp.matmul)
    matrix = jnp.ones((PEAK, PEAK))
    return 2 * PEAK**3 / seconds(lambda: product(matrix, matrix).block_until_ready())


def training(work: str, file, size: tuple, batch: int, peak: float) -> Iterator[dict]:
    """A step's time: how much of it the peak would need, how much Adam takes."""
    step, state, data = file.problem(size[0])
    compiled = jax.jit(step).lower(state, jax.random.key(0), data[:batch]).compile()
    whole = seconds(file.ours(*size)) / file.STEPS
    plain = seconds(file.ours(*size, optax.sgd(1e-4))) / file.STEPS
    share = compiled.cost_analysis()["flops"] / peak / whole
    yield part(work, "a step", 1e6 * whole, "µs")
    yield part(work, "of the peak", 100 * share, "%")
    yield part(work, "of a step for Adam, beyond plain descent", 100 * (1 - plain / whole), "%")
    yield part(work, "compiled operations in a step", operations(compiled.as_text()), "")


def operations(program: str) -> int:
    """How many operations the compiled program starts, one after the other."""
    names = re.findall(r"^ +(?:ROOT )?%\S+ = .*?([a-z-]+)\(", program.split("ENTRY ")[1], re.M)
    return sum(name not in FREE for name in names)


def sweeping(side: int) -> Iterator[dict]:
    """What a call costs without its sweeps, and what a square costs in one of them."""
    work, rows = f"grid {side} × {side}", grid.rows_of(side)
    whole = seconds(grid.ours(side, np.nan))
    with jax.enable_x64(True):

        def solve(most):
            found = solve_grid(rows, **grid.OPTIONS, tolerance=grid.TOLERANCE, max_iterations=most)
            return found.iterations.item()

        sweeps, fixed = solve(100_000), seconds(lambda: solve(1))
        copy = jax.jit(lambda x: jax.lax.fori_loop(0, SWEEPS, lambda _, x: x + 1, x))
        tile = jnp.zeros((TILE, TILE))
        copying = seconds(lambda: copy(tile).block_until_ready()) / SWEEPS / TILE**2
    square = (whole - fixed) / sweeps / side**2
    yield part(work, "a call", 1e3 * whole, "ms")
    yield part(work, "of it before and after the sweeps", 100 * fixed / whole, "%")
    yield part(work, "sweeps", sweeps, "")
    yield part(work, "a square in a sweep", 1e9 * square, "ns")
    yield part(work, "the same, in readings and writings of a square", square / copying, "")


def waiting() -> Iterator[dict]:
    """How many sweeps the tiny worlds need, and so what a batch of all would do in vain."""
    work = f"the 4 × 3 world, {step_rewards.MANY} step rewards"
    rewards = jnp.asarray(step_rewards.REWARDS)
    counts = jax.lax.map(step_rewards.solve, rewards, batch_size=step_rewards.BATCH).iterations
    slowest = counts.reshape(-1, step_rewards.BATCH).max(axis=1)
    yield part(work, "sweeps of a world, mean", counts.mean(), "")
    yield part(work, f"in batches of {step_rewards.BATCH} neighbours", slowest.mean(), "")
    yield part(work, "in one batch of all", counts.max(), "")


def walking() -> Iterator[dict]:
    """What a move of an agent costs, and how much of it the two random numbers that it needs."""
    agents, steps = rollouts.AGENTS, rollouts.STEPS

    @jax.jit
    def draw(key):
        def both(key):
            action, outcome = (jax.random.uniform(k, (agents,)) for k in jax.random.split(key))
            return jnp.max(action + outcome)

        return jax.lax.map(both, jax.random.split(key, steps))

    whole = seconds(rollouts.ours(agents))
    drawing = seconds(lambda: draw(jax.random.key(0)).block_until_ready())
    work = f"frozen lake, {agents} agents"
    yield part(work, "a move", 1e9 * whole / agents / steps, "ns")
    yield part(work, "of it for two random numbers", 100 * drawing / whole, "%")
