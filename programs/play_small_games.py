"""The long run that plays `lib.small_games`: python -m programs.play_small_games.

It plays every game from several seeds, and when it is finished replaces small_games.npz, what was
seen, and small_games.json, the record, in lib/runs. It takes a minute or two.
"""

import time
from collections.abc import Sequence
from datetime import UTC, datetime

import jax
import numpy as np
from tqdm import tqdm

from lib.distributions import lattice, ring
from lib.small_games import FOLDER, GAMES, Seen, Settings, play
from programs.options import parser
from programs.record import environment, save, spent


def play_all(settings: Settings) -> tuple[dict[str, Seen], dict]:
    """Play with these settings; what was seen of each of `GAMES`, and the record."""
    begin, busy = time.monotonic(), time.process_time()
    key_ring, key_grid, key_play = jax.random.split(jax.random.key(settings.seed), 3)
    n = settings.points + settings.fresh
    data = {"ring": ring().sample(key_ring, n), "grid": lattice().sample(key_grid, n)}
    seen = {}
    for name, (of, k, *rates) in tqdm(GAMES.items(), unit="game"):
        found = play(key_play, data[of], *rates, k=k, settings=settings)
        seen[name] = jax.tree.map(np.asarray, found)
    return seen, {
        "date": datetime.now(UTC).date().isoformat(),
        **spent(begin, busy),
        **environment(),
        "settings": settings._asdict(),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Play, then save. Every setting is an option; --folder says where the files go."""
    made = parser("play_small_games", Settings(), FOLDER, main.__doc__)
    options = vars(made.parse_args(arguments))
    folder = options.pop("folder")
    seen, record = play_all(Settings(**options))
    save(folder, "small_games", [array for name in GAMES for array in seen[name]], record)


if __name__ == "__main__":
    main()
