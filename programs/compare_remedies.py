"""The long run that compares `lib.remedies`: python -m programs.compare_remedies.

It plays the remedies on ring and grid from several seeds, and when it is finished replaces
remedies.npz, the draws, and remedies.json, the record, in lib/runs. With --checkpoints FOLDER it
may be killed at any moment: the same command goes on after the last run that was finished, to the
same draws.
"""

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import jax
import numpy as np
from tqdm import tqdm

from lib.remedies import FOLDER, Settings, Task, play, tasks
from programs import checkpoint
from programs.options import parser
from programs.record import environment, save, spent


def compare(settings: Settings, checkpoints: Path | None = None) -> tuple[list[np.ndarray], dict]:
    """Play with these settings; the draws (seeds, draws, 2) of each task and remedy, the record.

    checkpoints: a folder that receives the draws after each run, and from which a comparison with
    these settings goes on. Raises ValueError when the folder has one of others.
    """
    begin, busy = time.monotonic(), time.process_time()
    games = tasks(settings).values()
    shape = (settings.draws, 2)
    draws = [np.zeros((task.seeds, *shape), np.float32) for task in games for _ in task.names]
    runs, done = list(_runs(games)), 0
    found = checkpoints and checkpoint.latest(checkpoints, draws)
    if found:
        draws, note = [np.array(array) for array in found[0]], found[1]
        if note["settings"] != settings._asdict():
            raise ValueError(f"checkpoints in {checkpoints} are of a run with other settings")
        done = note["done"]
        begin, busy = begin - note["seconds"], busy - note["processor_seconds"]
    left = tqdm(runs[done:], unit="run", initial=done, total=len(runs))
    for number, (place, task, name, seed) in enumerate(left, start=done + 1):
        key_data, key_play = jax.random.split(jax.random.key(settings.first_seed + seed))
        x = task.modes.sample(key_data, settings.points)
        run = {"name": name, "rounds": task.rounds, "settings": settings}
        draws[place][seed] = play(key_play, x, **run)
        if checkpoints:
            note = {"settings": settings._asdict(), "done": number, **spent(begin, busy)}
            checkpoint.save(checkpoints, number, draws, note)
    return draws, {
        "date": datetime.now(UTC).date().isoformat(),
        **spent(begin, busy),
        **environment(),
        "settings": settings._asdict(),
    }


def _runs(games) -> Iterator[tuple[int, Task, str, int]]:
    """Place of its draws, task, remedy and seed of each run, in the order of the runs."""
    first = 0
    for task in games:
        for seed, (i, name) in product(range(task.seeds), enumerate(task.names)):
            yield first + i, task, name, seed
        first += len(task.names)


def main(arguments: Sequence[str] | None = None) -> None:
    """Play, then save. Every setting is an option; --folder says where the files go."""
    made = parser("compare_remedies", Settings(), FOLDER, main.__doc__)
    made.add_argument("--checkpoints", type=Path, help="go on from what a killed run left here")
    options = vars(made.parse_args(arguments))
    folder, checkpoints = options.pop("folder"), options.pop("checkpoints")
    draws, record = compare(Settings(**options), checkpoints)
    save(folder, "remedies", draws, record)


if __name__ == "__main__":
    main()
