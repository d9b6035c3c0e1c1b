"""The long run that compares `lib.mnist_remedies`: python -m programs.compare_mnist_remedies.

It trains with each remedy from several seeds, and when it is finished replaces
mnist_remedies.npz, draws, and mnist_remedies.json, the record with their scores, in lib/runs. With
--checkpoints FOLDER it may be killed at any moment: the same command goes on after the last run
that was finished, to the same draws.
"""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np

from lib.mnist_gan import Split, score, split
from lib.mnist_remedies import FOLDER, NAMES, Settings, game
from lib.train import Step, train
from programs import checkpoint
from programs.options import parser
from programs.record import environment, save, spent


def play(
    start: Callable, step: Step, data: Split, seed: int, settings: Settings
) -> tuple[np.ndarray, dict]:
    """One run of `mnist_remedies.game`: draws in fifteenths of [0, 1], and the line of its scores.

    The averaged generator's; the test images are looked at once, at the end.
    """
    key = jax.random.key(settings.first_seed + seed)
    key_start, key_train, key_draw = jax.random.split(key, 3)
    images = jnp.asarray(data.train)
    how = {"steps": settings.rounds, "batch_size": settings.batch_size}
    run, _ = train(step, start(key_start, images), key_train, images, **how)
    draws = run.average.sample(key_draw, settings.scored)
    bandwidth, test = score(draws, data)
    line = {"std": bandwidth.std.item(), "nats": test.mean.item()}
    line |= {"standard_error": test.standard_error.item()}
    return np.round(15 * np.asarray(draws[: settings.draws])) / 15, line


def compare(
    data: Split, settings: Settings, checkpoints: Path | None = None
) -> tuple[list[np.ndarray], dict]:
    """Play with these settings; the draws (seeds, draws, pixels) of each remedy, the record.

    checkpoints: a folder that receives the draws after each run, and from which a comparison with
    these settings goes on. Raises ValueError when the folder has one of others.
    """
    begin, busy = time.monotonic(), time.process_time()
    shape = (settings.seeds, settings.draws, data.train.shape[1])
    draws, lines = [np.zeros(shape, np.float32) for _ in NAMES], []
    found = checkpoints and checkpoint.latest(checkpoints, draws)
    if found:
        draws, note = [np.array(array) for array in found[0]], found[1]
        if note["settings"] != settings._asdict():
            raise ValueError(f"checkpoints in {checkpoints} are of a run with other settings")
        lines = note["lines"]
        begin, busy = begin - note["seconds"], busy - note["processor_seconds"]
    games = [game(name, settings) for name in NAMES]
    for seed, place in list(product(range(settings.seeds), range(len(NAMES))))[len(lines) :]:
        draws[place][seed], line = play(*games[place], data, seed, settings)
        lines.append({"name": NAMES[place], "seed": seed} | line)
        print("{name}, seed {seed}: {nats:.1f} nats".format(**lines[-1]), flush=True)
        if checkpoints:
            note = {"settings": settings._asdict(), "lines": lines, **spent(begin, busy)}
            checkpoint.save(checkpoints, len(lines), draws, note)
    return draws, {
        "date": datetime.now(UTC).date().isoformat(),
        **spent(begin, busy),
        **environment(),
        "settings": settings._asdict(),
        "scores": lines,
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Play, then save. Every setting is an option; --folder says where the files go."""
    made = parser("compare_mnist_remedies", Settings(), FOLDER, main.__doc__)
    made.add_argument("--checkpoints", type=Path, help="go on from what a killed run left here")
    options = vars(made.parse_args(arguments))
    folder, checkpoints = options.pop("folder"), options.pop("checkpoints")
    draws, record = compare(split(), Settings(**options), checkpoints)
    save(folder, "mnist_remedies", draws, record)


if __name__ == "__main__":
    main()
