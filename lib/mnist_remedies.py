r"""The remedies of `lib.remedies` on MNIST's digits, and noise, one more remedy, beside them.

The game of `lib.noisy_gan`: its networks, a constant rate, an average of G. Without a
remedy ("plain") D sees images as they are; with "noise" it sees them through noise, as there; with
each of the others it sees them as they are, and the round changes as in `lib.remedies`.

`python -m programs.compare_mnist_remedies` plays them all from several seeds, and scores each by
the protocol of `lib.mnist_gan`; `load` returns draws and scores.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from jaxtyping import Array

from lib import remedies
from lib.long_run import load_run
from lib.networks import MLP
from lib.noisy_gan import Run, averaged, init, sample_through_noise
from lib.spectral_norm import SpectralMLP
from lib.train import Step

FOLDER = Path(__file__).parent / "runs"
NAMES = ("plain", "noise", *remedies.NAMES[1:])


class Settings(NamedTuple):
    r"""The options of the comparison; the values are those of the record that is packaged.

    latents, hidden: the widths of both networks. noise: σ, on the scale of [−1, 1]. decay: of the
    average. rate, b1, gamma, ratio, slope, weight: as in `remedies.Settings`; the rate stays.
    rounds: of a run. scored: draws that its score is of; draws: of these, kept. seeds: runs of
    each remedy, the first with `first_seed`.
    """

    latents: int = 100
    hidden: int = 128
    noise: float = 0.8
    decay: float = 0.998
    rate: float = 1e-3
    b1: float = 0.5
    gamma: float = 10.0
    ratio: float = 4.0
    slope: float = 1.0
    weight: float = 10.0
    batch_size: int = 64
    rounds: int = 2000
    scored: int = 10_000
    draws: int = 500
    seeds: int = 2
    first_seed: int = 0


def game(name: str, settings: Settings) -> tuple[Callable[[Array, Array], Run], Step]:
    """What makes the run before its first round, and a round with the remedy of this name.

    The first takes a key and images, as `noisy_gan.init`; runs of one key begin with the same
    weights. Raises ValueError unless name is known.
    """
    if name not in NAMES:
        raise ValueError(f"name must be one of {', '.join(NAMES)}, got {name}")
    noise = settings.noise if name == "noise" else 0.0
    normalised = partial(SpectralMLP, slope=settings.slope)
    shared = ("rate", "b1", "gamma", "ratio", "weight")
    constants = {field: getattr(settings, field) for field in shared}
    optimizer, _, play = remedies.game(
        name,
        1,
        remedies.Settings(**constants, last=1.0),
        sample=partial(sample_through_noise, noise=noise),
    )
    start = partial(
        init,
        optimizer=optimizer,
        latents=settings.latents,
        hidden=settings.hidden,
        discriminator=normalised if name == "spectral norm" else MLP,
    )
    return start, averaged(play, noise=noise, decay=settings.decay)


def load(folder: Path = FOLDER) -> tuple[dict[str, np.ndarray], dict]:
    """The draws (seeds, draws, pixels) of each remedy, in [0, 1], and the record of the long run.

    Errors as of `long_run.load_run`.
    """
    arrays, record = load_run(folder, "mnist_remedies", "programs.compare_mnist_remedies")
    draws = (np.asarray(array, np.float32) for array in arrays)
    return dict(zip(NAMES, draws, strict=True)), record
