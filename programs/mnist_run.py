"""A long run on MNIST: chunks of steps, of which the best averaged generator is kept.

Whichever way a generator is trained, this is how its run is watched, killed and resumed, what is
chosen on the validation images, and what the record says.
"""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import jax
import jax.numpy as jnp
from jaxtyping import Array, Key, PyTree, UInt8

from lib.mnist_gan import FOLDER, STDS, Settings, Split, intensities, samples, score, split
from lib.noisy_gan import Generator
from lib.parzen import choose_std
from lib.train import Step, train
from programs import checkpoint
from programs.options import parser
from programs.record import environment, save, spent

Start = Callable[[Key[Array, ""], UInt8[Array, "n pixels"]], PyTree]


def keep_best(
    start: Start, step: Step, data: Split, settings: Settings, checkpoints: Path | None = None
) -> tuple[Generator, dict]:
    """Train with these settings; return the best averaged generator and the record of the run.

    start(key, images) is the state before the first step, with the generator `average` in it;
    step is for `train.train`, and the first of its reports is a loss: minus the "value" of the
    record. After each of so many chunks of steps the validation images are scored, always with
    the same codes z, and a line is printed; the best of these generators is kept. Its weights are
    rounded to half precision, as the file has them, before the last score. checkpoints: a folder
    that receives the state after each chunk, and from which a run with these settings goes on.
    Raises ValueError when a chunk would have no step, or when the folder has another run's state.
    """
    begin, busy = time.monotonic(), time.process_time()
    chunks, batch_size = settings.chunks, settings.batch_size
    steps = settings.epochs * len(data.train) // (batch_size * chunks)
    if steps < 1:
        raise ValueError(
            f"epochs must give each of {chunks} chunks at least one step of {batch_size} rows"
        )
    images = jnp.asarray(data.train)
    key_start, key_train, key_progress = jax.random.split(jax.random.key(settings.seed), 3)
    keys = jax.random.split(key_train, chunks)
    run = start(key_start, images)
    best, progress = run.average, []
    found = checkpoints and checkpoint.latest(checkpoints, (run, best))
    if found:
        (run, best), note = found
        if note["settings"] != settings._asdict():
            raise ValueError(f"checkpoints in {checkpoints} are of a run with other settings")
        progress = note["progress"]
        begin, busy = begin - note["seconds"], busy - note["processor_seconds"]
    for chunk in range(len(progress) + 1, chunks + 1):
        key = keys[chunk - 1]
        run, reports = train(step, run, key, images, steps=steps, batch_size=batch_size)
        value = -jax.tree.leaves(reports)[0].mean().item()
        draws = run.average.sample(key_progress, settings.draws)
        nats = choose_std(draws, intensities(data.validation), stds=STDS).curve.mean.max().item()
        if not progress or nats > max(line["nats"] for line in progress):
            best = run.average
        progress.append({"step": chunk * steps, "value": value, "nats": nats})
        now = f"after {time.monotonic() - begin:.0f} s"
        line = "step {step}: value {value:.3f}, {nats:.1f} nats".format(**progress[-1])
        print(line, now, flush=True)
        if checkpoints:
            note = {"settings": settings._asdict(), "progress": progress, **spent(begin, busy)}
            checkpoint.save(checkpoints, chunk, (run, best), note)
    generator = jax.tree.map(lambda p: p.astype(jnp.float16).astype(p.dtype), best)
    result = score(samples(generator, settings), data)
    return generator, {
        "date": datetime.now(UTC).date().isoformat(),
        **spent(begin, busy),
        **environment(),
        "settings": settings._asdict(),
        "validation": progress,
        "std": result.bandwidth.std.item(),
        "stds": result.bandwidth.stds.tolist(),
        "curve": {name: x.tolist() for name, x in result.bandwidth.curve._asdict().items()},
        "test": {name: x.item() for name, x in result.test._asdict().items()},
    }


def command(
    name: str,
    long_run: Callable,
    defaults: Settings,
    about: str,
    arguments: Sequence[str] | None = None,
) -> None:
    """`python -m programs.train_mnist_<name>`: run long_run on MNIST, then save name.npz and .json.

    Every setting is an option, with these defaults; --folder says where the files go,
    --checkpoints where a killed run left its own.
    """
    made = parser(f"train_mnist_{name}", defaults, FOLDER, about)
    made.add_argument("--checkpoints", type=Path, help="go on from what a killed run left here")
    options = vars(made.parse_args(arguments))
    folder, checkpoints = options.pop("folder"), options.pop("checkpoints")
    generator, record = long_run(split(), Settings(**options), checkpoints)
    save(folder, name, jax.tree.leaves(generator), record)
    print("{mean:.1f} ± {standard_error:.1f} nats on test images".format(**record["test"]))
