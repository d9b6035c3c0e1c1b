r"""One decoder on a ring of eight modes, trained by several objectives from the same first weights.

`python -m programs.train_ring_decoders` trains them with `Settings`, and leaves ring_decoders.npz,
the weights, and ring_decoders.json, the record; `load` returns both.
"""

from pathlib import Path
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Key

from lib.long_run import load_run
from lib.networks import MLP
from lib.one_decoder import Decoder

FOLDER = Path(__file__).parent / "runs"


class Settings(NamedTuple):
    """The options of the training; the values are those of the record that is packaged.

    seeds: how many runs of each objective, of so many steps; a `few` of some are made again,
    longer. batch_size: points in a step. hidden: the width of both hidden layers of every network.
    std: the first σ. learning_rate: of Adam; it falls to zero along half a cosine.
    """

    seeds: int = 20
    steps: int = 2000
    few: int = 3
    batch_size: int = 128
    hidden: int = 64
    std: float = 0.5
    learning_rate: float = 3e-3


def first(key: Key[Array, ""], settings: Settings) -> Decoder:
    """The decoder before its first step, whatever the objective."""
    network = MLP(key, (2, settings.hidden, settings.hidden, 2))
    return Decoder(network, jnp.log(jnp.asarray(settings.std, float)))


def load(folder: Path = FOLDER) -> tuple[dict[tuple[str, int], Decoder], dict]:
    """The decoders by (objective, steps), with the seeds along the first axis; and the record.

    Errors as of `long_run.load_run`.
    """
    arrays, record = load_run(folder, "ring_decoders", "programs.train_ring_decoders")
    settings = Settings(**record["settings"])
    shape = jax.eval_shape(lambda: first(jax.random.key(0), settings))
    leaves = [jnp.asarray(array, float) for array in arrays]
    every = jax.tree.unflatten(jax.tree.structure(shape), leaves)
    ends = np.cumsum([seeds for _, _, seeds in record["runs"]]).tolist()
    decoders = {}
    for (way, steps, seeds), end in zip(record["runs"], ends, strict=True):
        group = slice(end - seeds, end)
        decoders[way, steps] = jax.tree.map(lambda leaf, group=group: leaf[group], every)
    return decoders, record
