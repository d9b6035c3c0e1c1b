"""The long run that compares `lib.remedies`: python -m programs.compare_remedies.

It plays every remedy on ring and grid from several seeds, all remedies with one seed before the
next, and when it is finished replaces remedies.npz, the draws, and remedies.json, the record, in
lib/runs. With --checkpoints FOLDER it may be killed at any moment: the same command goes on after
the last run that was finished, to the same draws.
"""

import argparse
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import jax
import numpy as np
from tqdm import tqdm

from lib.remedies import FOLDER, NAMES, Settings, play, tasks
from programs import checkpoint
from programs.record import environment, save, spent


def compare(settings: Settings, checkpoints: Path | None = None) -> tuple[np.ndarray, dict]:
    """Play with these settings; the draws (tasks, remedies, seeds, draws, 2), and the record.

    checkpoints: a folder that receives the draws after each run, and from which a comparison with
    these settings goes on. Raises ValueError when the folder has one of others.
    """
    begin, busy = time.monotonic(), time.process_time()
    games = tasks(settings)
    draws = np.zeros((len(games), len(NAMES), settings.seeds, settings.draws, 2), np.float32)
    done = 0
    found = checkpoints and checkpoint.latest(checkpoints, draws)
    if found:
        draws, note = np.array(found[0]), found[1]
        if note["settings"] != settings._asdict():
            raise ValueError(f"checkpoints in {checkpoints} are of a run with other settings")
        done = note["done"]
        begin, busy = begin - note["seconds"], busy - note["processor_seconds"]
    runs = list(product(range(settings.seeds), enumerate(games.items()), enumerate(NAMES)))
    for number, run in enumerate(tqdm(runs, unit="run", initial=done, total=len(runs))):
        if number < done:
            continue
        seed, (i, (_, task)), (j, name) = run
        key_data, key_play = jax.random.split(jax.random.key(settings.first_seed + seed))
        x = task.modes.sample(key_data, settings.points)
        draws[i, j, seed] = play(key_play, x, name=name, rounds=task.rounds, settings=settings)
        if checkpoints:
            note = {"settings": settings._asdict(), "done": number + 1, **spent(begin, busy)}
            checkpoint.save(checkpoints, number + 1, draws, note)
    return draws, {
        "date": datetime.now(UTC).date().isoformat(),
        **spent(begin, busy),
        **environment(),
        "settings": settings._asdict(),
        "tasks": list(games),
        "names": list(NAMES),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Play, then save. Every setting is an option; --folder says where the files go."""
    parser = argparse.ArgumentParser(
        prog="python -m programs.compare_remedies", description=main.__doc__
    )
    for name, value in Settings._field_defaults.items():
        option = f"--{name.replace('_', '-')}"
        parser.add_argument(option, type=type(value), default=value, help=f"default {value}")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--checkpoints", type=Path, help="go on from what a killed run left here")
    options = vars(parser.parse_args(arguments))
    folder, checkpoints = options.pop("folder"), options.pop("checkpoints")
    draws, record = compare(Settings(**options), checkpoints)
    save(folder, "remedies", [draws], record)


if __name__ == "__main__":
    main()
