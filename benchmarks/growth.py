"""How the cost grows with the size of a problem: curves for log–log plots."""

from collections.abc import Callable, Iterator

import numpy as np

from benchmarks import grid, rollouts, vae
from benchmarks.row import timed


def curves(sides=(30, 100, 300, 1000)) -> Iterator[dict]:
    """Seconds of one call, by size; the peer's where it can follow."""
    for name, x, sizes, work in [
        ("grid, ours", "side", sides, lambda n: grid.ours(n, np.nan)),
        ("grid, QuantEcon", "side", sides[:-1], modified),
        ("VAE, ours", "width", (100, 200, 400, 800), vae.ours),
        ("VAE, PyTorch fused", "width", (100, 200, 400, 800), lambda n: vae.theirs(n, True, False)),
        ("frozen lake, ours", "agents", (64, 512, 4096, 32_768), rollouts.ours),
    ]:
        yield {"name": name, "x": x, "points": [[n, seconds(work(n))] for n in sizes]}


def modified(side: int):
    """QuantEcon's better algorithm."""
    return grid.by_quantecon(grid.problem(side)[0], np.nan, "modified_policy_iteration")


def seconds(work: Callable[[], float], calls: int = 3) -> float:
    """The median of a few calls, after one that compiles."""
    work()
    return float(np.median([timed(work)[0] for _ in range(calls)]))
