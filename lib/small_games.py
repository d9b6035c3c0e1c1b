r"""Small GANs on ring and grid without a remedy: what the two players do at different speeds.

Two MLPs of `Settings` play Algorithm 1 on points of the plane, with the non-saturating loss and
Adam at constant rates. `GAMES` says how many steps D has in a round and how long the steps are: of
equal length, of a D that is far ahead, and of a D that is slow. When a game is over, D alone goes
on against the G that came out.

`python -m programs.play_small_games` plays them all from several seeds; `load` returns what was
seen. Source: Goodfellow et al. (2014), algorithm 1.
"""

from functools import partial
from pathlib import Path
from typing import NamedTuple

import jax
import numpy as np
import optax
from jax.typing import ArrayLike
from jaxtyping import Array, Float, Key

from lib.gan import GAN, gan_step, init, non_saturating_loss, value_function
from lib.long_run import load_run
from lib.networks import MLP
from lib.train import measured

FOLDER = Path(__file__).parent / "runs"


class Settings(NamedTuple):
    r"""The options of the games; the values are those of the record that is packaged.

    rounds: of Algorithm 1, in `moments` equal parts, each followed by a look. hidden: the width of
    two hidden layers. batch_size: m. alone_rate: of D's Adam when it goes on alone, for as many
    steps of m points. points: that D is trained on. fresh: points beside them, on which V is
    measured. draws: kept of each moment. seeds: runs of each game. seed: of all keys.
    """

    rounds: int = 3000
    moments: int = 10
    hidden: int = 32
    batch_size: int = 128
    b1: float = 0.5
    alone_rate: float = 3e-3
    points: int = 40_000
    fresh: int = 10_000
    draws: int = 1000
    seeds: int = 6
    seed: int = 0


class Game(NamedTuple):
    """data: ring or grid. k: steps of D in a round. rate_g, rate_d: Adam's."""

    data: str
    k: int
    rate_g: float
    rate_d: float


GAMES = {
    "ring, k = 1": Game("ring", 1, 3e-3, 3e-3),
    "ring, k = 5": Game("ring", 5, 3e-3, 3e-3),
    "grid, k = 1": Game("grid", 1, 3e-3, 3e-3),
    "grid, k = 5": Game("grid", 5, 3e-3, 3e-3),
    "D far ahead": Game("ring", 5, 3e-4, 1e-2),
    "D slow": Game("ring", 1, 3e-3, 1e-4),
}


class Seen(NamedTuple):
    r"""What was seen of the seeds of a game.

    V: of each round, V(D, G) on the minibatch of D's last step, before it. fresh_V: after each part
    of the rounds, V on points that D was not trained on. draws: of G, at the same moments.
    alone_V: V on those points once D alone has gone on.
    """

    V: Float[Array | np.ndarray, "seeds rounds"]
    fresh_V: Float[Array | np.ndarray, "seeds moments"]
    draws: Float[Array | np.ndarray, "seeds moments draws 2"]
    alone_V: Float[Array | np.ndarray, " seeds"]


def players(key: Key[Array, ""], settings: Settings) -> GAN:
    """Both networks before the first round."""
    key_g, key_d = jax.random.split(key)
    hidden = (settings.hidden,) * 2
    return GAN(MLP(key_g, (2, *hidden, 2)), MLP(key_d, (2, *hidden, 1)))


@partial(jax.jit, static_argnames=("k", "settings"))
def play(
    key: Key[Array, ""],
    x: Float[Array, "n 2"],
    rate_g: Float[ArrayLike, ""],
    rate_d: Float[ArrayLike, ""],
    *,
    k: int,
    settings: Settings,
) -> Seen:
    """Play one game from every seed. x: settings.points and settings.fresh points.

    Raises ValueError unless x has as many rows, and settings.moments divides settings.rounds.
    """
    if len(x) != settings.points + settings.fresh:
        expected = f"points + fresh = {settings.points} + {settings.fresh} rows"
        raise ValueError(f"x must have {expected}, got {len(x)}")
    if settings.rounds % settings.moments:
        parts = f"{settings.moments} moments"
        raise ValueError(f"rounds must be a multiple of {parts}, got {settings.rounds}")
    known, fresh = x[: settings.points], x[settings.points :]
    how = {"chunks": settings.moments, "steps": settings.rounds // settings.moments}

    def look(state, key, losses):
        draws = state.model.sample(key, len(fresh))
        V = value_function(state.model.logits(fresh), state.model.logits(draws))
        return -losses[0][:, -1], V, draws[: settings.draws]

    def rounds(gan, key, rate_g, rate_d, k):
        adams = [optax.adam(rate, b1=settings.b1) for rate in (rate_g, rate_d)]
        step = gan_step(non_saturating_loss, *adams, discriminator_steps=k)
        size = {"batch_size": k * settings.batch_size}
        return measured(step, init(gan, *adams), key, known, look, **how, **size)

    def run(key):
        key_start, key_game, key_alone = jax.random.split(key, 3)
        begin = players(key_start, settings)
        end, (V, fresh_V, draws) = rounds(begin, key_game, rate_g, rate_d, k)
        _, (_, alone_V, _) = rounds(end.model, key_alone, 0.0, settings.alone_rate, 1)
        return Seen(V.reshape(-1), fresh_V, draws, alone_V[-1])

    return jax.vmap(run)(jax.random.split(key, settings.seeds))


def load(folder: Path = FOLDER) -> tuple[dict[str, Seen], dict]:
    """What was seen of each of `GAMES`, and the record. Errors as of `long_run.load_run`."""
    arrays, record = load_run(folder, "small_games", "programs.play_small_games")
    left = iter(np.asarray(array, np.float32) for array in arrays)
    return {name: Seen(*(next(left) for _ in Seen._fields)) for name in GAMES}, record
