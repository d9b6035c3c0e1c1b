"""The long run that trains the GAN of `lib.mnist_gan`: python -m programs.train_mnist_gan.

It prints how the run does on validation images, and when it is finished replaces gan.npz, the
weights, and gan.json, the record, in lib/mnist. With --checkpoints FOLDER it may be killed at any
moment: the same command goes on after the last chunk that was finished, to the same weights.
"""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import jax
import jax.numpy as jnp
import optax

from lib.mnist_gan import FOLDER, STDS, Settings, Split, intensities, samples, score, split
from lib.noisy_gan import Generator, init, noisy_step
from lib.parzen import choose_std
from lib.train import train
from programs import checkpoint
from programs.options import parser
from programs.record import environment, save, spent


def long_run(
    data: Split, settings: Settings, checkpoints: Path | None = None
) -> tuple[Generator, dict]:
    """Train with these settings; return the best averaged generator and the record of the run.

    After each of so many chunks of steps the validation images are scored, always with the same
    codes z, and a line is printed; the best of these generators is kept. Its weights are rounded
    to half precision, as the file has them, before the last score. checkpoints: a folder that
    receives the state after each chunk, and from which a run with these settings goes on.
    Raises ValueError when a chunk would have no step, or when the folder has another run's state.
    """
    begin, busy = time.monotonic(), time.process_time()
    chunks, batch_size = settings.chunks, settings.batch_size
    steps = settings.epochs * len(data.train) // (batch_size * chunks)
    if steps < 1:
        raise ValueError(
            f"epochs must give each of {chunks} chunks at least one step of {batch_size} rows"
        )
    optimizer = optax.adam(settings.learning_rate, b1=settings.b1)
    step = noisy_step(optimizer, noise=settings.noise, decay=settings.decay)
    images = jnp.asarray(data.train)
    key_start, key_train, key_progress = jax.random.split(jax.random.key(settings.seed), 3)
    keys = jax.random.split(key_train, chunks)
    widths = {"latents": settings.latents, "hidden": settings.hidden}
    run = init(key_start, images, optimizer, **widths)
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
        run, (losses, _) = train(step, run, key, images, steps=steps, batch_size=batch_size)
        draws = run.average.sample(key_progress, settings.draws)
        nats = choose_std(draws, intensities(data.validation), stds=STDS).curve.mean.max().item()
        if not progress or nats > max(line["nats"] for line in progress):
            best = run.average
        progress.append({"step": chunk * steps, "value": -losses.mean().item(), "nats": nats})
        now = f"after {time.monotonic() - begin:.0f} s"
        print(
            "step {step}: V = {value:.3f}, {nats:.1f} nats".format(**progress[-1]), now, flush=True
        )
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


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, then save. Every setting is an option; --folder says where the files go."""
    made = parser("train_mnist_gan", Settings, FOLDER, main.__doc__)
    made.add_argument("--checkpoints", type=Path, help="go on from what a killed run left here")
    options = vars(made.parse_args(arguments))
    folder, checkpoints = options.pop("folder"), options.pop("checkpoints")
    generator, record = long_run(split(), Settings(**options), checkpoints)
    save(folder, "gan", jax.tree.leaves(generator), record)
    print("{mean:.1f} ± {standard_error:.1f} nats on test images".format(**record["test"]))


if __name__ == "__main__":
    main()
