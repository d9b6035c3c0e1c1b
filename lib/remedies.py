r"""Remedies for a GAN that loses modes: one game, played plain and with four of them.

Two networks of `Settings` play Algorithm 1 on points of the plane, with the non-saturating loss
and Adam, whose rates fall along a cosine. What each remedy changes:

    plain            nothing
    R1               ½γ E‖∇l(x)‖² at real x is added to D's loss
    two time scales  D's rate is a multiple of G's
    spectral norm    D's weights are divided by their spectral norms
    WGAN-GP          a critic's losses, a penalty on slopes other than 1, Adam with b1 = 0, b2 = 0.9

`python -m programs.compare_remedies` plays them all from several seeds; `load` returns the draws.
Sources: Mescheder et al. (2018); Heusel et al. (2017); Miyato et al. (2018); Gulrajani et al.
(2017).
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import jax
import numpy as np
import optax
from jaxtyping import Array, Float, Key

from lib import gan, wasserstein
from lib.distributions import Mixture, lattice, ring
from lib.gan import GAN, gan_step, non_saturating_loss
from lib.gradient_penalty import r1_penalty, slope_one_penalty
from lib.long_run import load_run
from lib.networks import MLP
from lib.spectral_norm import SpectralMLP
from lib.train import Step, train

FOLDER = Path(__file__).parent / "runs"
NAMES = ("plain", "R1", "two time scales", "spectral norm", "WGAN-GP")


class Settings(NamedTuple):
    r"""The options of the comparison; the values are those of the record that is packaged.

    ring_rounds, grid_rounds, longer_rounds: of Algorithm 1. hidden: the width of four hidden
    layers. batch_size: m. rate: where Adam's rate begins; it ends at `last` times that. points: of
    the data. draws: kept of each run. gamma: γ of R₁. ratio: D's rate over G's. slope: of a
    normalised D. weight: λ of WGAN-GP. seeds: runs of each remedy on ring and grid, the first with
    `first_seed`; longer_seeds: of each longer game.
    """

    ring_rounds: int = 3000
    grid_rounds: int = 5000
    longer_rounds: int = 20_000
    hidden: int = 64
    batch_size: int = 256
    rate: float = 1e-3
    b1: float = 0.5
    last: float = 0.02
    gamma: float = 0.1
    ratio: float = 4.0
    slope: float = 10.0
    weight: float = 1.0
    points: int = 50_000
    draws: int = 1000
    seeds: int = 5
    longer_seeds: int = 3
    first_seed: int = 0


class Task(NamedTuple):
    """modes: the distribution of the data. std: σ of every mode. rounds: of a run. names: played.

    seeds: how many runs there are of each.
    """

    modes: Mixture
    std: float
    rounds: int
    names: tuple[str, ...]
    seeds: int


def tasks(settings: Settings) -> dict[str, Task]:
    """The ring of eight and the grid of twenty-five; and longer games on the grid, for two."""
    some, seeds, longer = ("plain", "R1"), settings.seeds, settings.longer_seeds
    return {
        "ring": Task(ring(), 0.1, settings.ring_rounds, NAMES, seeds),
        "grid": Task(lattice(), 0.05, settings.grid_rounds, NAMES, seeds),
        "longer": Task(lattice(), 0.05, settings.longer_rounds, some, longer),
    }


def players(key: Key[Array, ""], name: str, settings: Settings) -> GAN:
    """Both networks before the first round; those of one key begin with the same weights."""
    key_g, key_d = jax.random.split(key)
    hidden = (settings.hidden,) * 4
    normalised = partial(SpectralMLP, slope=settings.slope)
    discriminator = normalised if name == "spectral norm" else MLP
    return GAN(MLP(key_g, (2, *hidden, 2)), discriminator(key_d, (2, *hidden, 1)))


def game(
    name: str,
    rounds: int,
    settings: Settings,
    *,
    sample: Callable[[GAN, Array, int], Array] = GAN.sample,
) -> tuple[optax.GradientTransformation, optax.GradientTransformation, Step]:
    """The optimisers of G and D, and one round with the remedy of this name.

    sample: the draws that D is shown, as in `gan.gan_step`.
    """

    def adam(rate):
        schedule = optax.cosine_decay_schedule(rate, rounds, settings.last)
        b1, b2 = (0.0, 0.9) if name == "WGAN-GP" else (settings.b1, 0.999)
        return optax.adam(schedule, b1=b1, b2=b2)

    def r1(gan, key, x, fake):
        return settings.gamma / 2 * r1_penalty(gan.logits, x)

    def slope_one(gan, key, x, fake):
        return settings.weight * slope_one_penalty(gan.logits, key, x, fake)

    faster = settings.ratio if name == "two time scales" else 1
    optimizers = adam(settings.rate), adam(settings.rate * faster)
    if name == "WGAN-GP":
        losses = {"discriminator_loss": wasserstein.critic_loss, "penalty": slope_one}
        loss_of_g = wasserstein.generator_loss
    else:
        losses = {"penalty": r1 if name == "R1" else None}
        loss_of_g = non_saturating_loss
    return *optimizers, gan_step(loss_of_g, *optimizers, sample=sample, **losses)


@partial(jax.jit, static_argnames=("name", "rounds", "settings"))
def play(
    key: Key[Array, ""], x: Float[Array, "n 2"], *, name: str, rounds: int, settings: Settings
) -> Float[Array, "draws 2"]:
    """Draws of G after so many rounds on the points x. Raises ValueError unless name is known."""
    if name not in NAMES:
        raise ValueError(f"name must be one of {', '.join(NAMES)}, got {name}")
    key_start, key_train, key_draw = jax.random.split(key, 3)
    *optimizers, step = game(name, rounds, settings)
    start = gan.init(players(key_start, name, settings), *optimizers)
    run = {"steps": rounds, "batch_size": settings.batch_size}
    state, _ = train(step, start, key_train, x, **run)
    return state.model.sample(key_draw, settings.draws)


def load(folder: Path = FOLDER) -> tuple[dict[str, dict[str, np.ndarray]], dict]:
    """The draws (seeds, draws, 2) of each task and remedy, and the record of the long run.

    Errors as of `long_run.load_run`.
    """
    arrays, record = load_run(folder, "remedies", "programs.compare_remedies")
    games = tasks(Settings(**record["settings"]))
    left = iter(arrays)
    return {
        name: {remedy: np.asarray(next(left), np.float32) for remedy in task.names}
        for name, task in games.items()
    }, record
