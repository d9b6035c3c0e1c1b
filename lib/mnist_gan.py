r"""The long run: a GAN of MNIST's digits, and its number in Table 1 of Goodfellow et al. (2014).

`python -m lib.mnist_gan` trains `noisy_gan` with `SETTINGS`, prints how it does on validation
images, and when it is finished replaces gan.npz, the weights, and gan.json, the record. `load`
returns both. What is kept is chosen on the validation images; the test images are looked at once,
at the end.
"""

import argparse
import hashlib
import io
import json
import os
import platform
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jaxtyping import Array, Float, UInt8

from lib.data import mnist
from lib.monte_carlo import Estimate, estimate
from lib.noisy_gan import Generator, noisy_step, start
from lib.parzen import Bandwidth, choose_std, parzen_log_likelihood
from lib.train import train

FOLDER = Path(__file__).parent / "mnist"
REMEDY = "Restore it with `git checkout lib/mnist`, or train anew with `python -m lib.mnist_gan`."
SETTINGS = {
    "seed": 0,
    "latents": 100,
    "hidden": 512,
    "noise": 0.8,
    "learning_rate": 1e-3,
    "b1": 0.5,
    "batch_size": 64,
    "decay": 0.9999,
    "epochs": 22,
    "chunks": 22,
    "draws": 10_000,
    "sample_seed": 1,
}
NETWORKS = ("latents", "hidden", "noise")
STDS = np.geomspace(0.1, 1, 10, dtype=np.float32)
PACKAGES = ["jax", "jaxlib", "flax", "optax", "numpy"]


class Split(NamedTuple):
    """Images in rows, uint8: 50 000 to train on, the next 1000 to validate, 10 000 to test."""

    train: UInt8[Array | np.ndarray, "n pixels"]
    validation: UInt8[Array | np.ndarray, "m pixels"]
    test: UInt8[Array | np.ndarray, "k pixels"]


def split() -> Split:
    """MNIST, divided as in the code that Goodfellow et al. (2014) released."""
    digits = mnist()
    images, test = (x.reshape(len(x), -1) for x in (digits.train_images, digits.test_images))
    return Split(images[:50_000], images[50_000:51_000], test)


class Score(NamedTuple):
    r"""bandwidth: σ, chosen on the validation images. test: the mean log-density at the test's."""

    bandwidth: Bandwidth
    test: Estimate


def score(samples: Float[Array, "n pixels"], data: Split) -> Score:
    r"""The protocol of Table 1: σ by the validation images, then log p of the test images, nats.

    samples: n = 10 000 there, intensities in [0, 1]; the same ones serve for both. σ is one of
    ten values from 0.1 to 1, evenly spaced on a log scale.
    Source: Goodfellow et al. (2014), section 5, and the code they released.
    """
    bandwidth = choose_std(samples, intensities(data.validation), stds=STDS)
    values = parzen_log_likelihood(samples, intensities(data.test), std=bandwidth.std)
    return Score(bandwidth, estimate(values))


def intensities(images: UInt8[Array | np.ndarray, "n pixels"]) -> Float[Array, "n pixels"]:
    """0 … 255 as numbers in [0, 1]."""
    return jnp.asarray(images) / 255


def long_run(data: Split, settings: dict) -> tuple[Generator, dict]:
    """Train with such `SETTINGS`; return the best averaged generator and the record of the run.

    After each of so many chunks of steps the validation images are scored, always with the same
    codes z, and a line is printed; the best of these generators is kept. Its weights are rounded
    to half precision, as the file has them, before the last score. Raises ValueError when a chunk
    would have no step.
    """
    begin, busy = time.monotonic(), time.process_time()
    chunks, batch_size = settings["chunks"], settings["batch_size"]
    steps = settings["epochs"] * len(data.train) // (batch_size * chunks)
    if steps < 1:
        raise ValueError(
            f"epochs must give each of {chunks} chunks at least one step of {batch_size} rows"
        )
    optimizer = optax.adam(settings["learning_rate"], b1=settings["b1"])
    step, images = noisy_step(optimizer, decay=settings["decay"]), jnp.asarray(data.train)
    key_start, key_train, key_progress = jax.random.split(jax.random.key(settings["seed"]), 3)
    networks = {name: settings[name] for name in NETWORKS}
    run, progress, best = start(key_start, images, optimizer, **networks), [], None
    for chunk, key in enumerate(jax.random.split(key_train, chunks), start=1):
        run, (losses, _) = train(step, run, key, images, steps=steps, batch_size=batch_size)
        samples = run.average.sample(key_progress, settings["draws"])
        nats = choose_std(samples, intensities(data.validation), stds=STDS).curve.mean.max().item()
        if not progress or nats > max(line["nats"] for line in progress):
            best = run.average
        progress.append({"step": chunk * steps, "value": -losses.mean().item(), "nats": nats})
        now = f"after {time.monotonic() - begin:.0f} s"
        print(
            "step {step}: V = {value:.3f}, {nats:.1f} nats".format(**progress[-1]), now, flush=True
        )
    generator = jax.tree.map(lambda p: p.astype(jnp.float16).astype(p.dtype), best)
    result = score(sample(generator, settings), data)
    return generator, {
        "date": datetime.now(UTC).date().isoformat(),
        "seconds": round(time.monotonic() - begin, 1),
        "processor_seconds": round(time.process_time() - busy, 1),
        **_environment(),
        "settings": settings,
        "validation": progress,
        "std": result.bandwidth.std.item(),
        "stds": result.bandwidth.stds.tolist(),
        "curve": {name: x.tolist() for name, x in result.bandwidth.curve._asdict().items()},
        "test": {name: x.item() for name, x in result.test._asdict().items()},
    }


def sample(generator: Generator, settings: dict) -> Float[Array, "n pixels"]:
    """The images that the record's numbers are about: the same on every call."""
    return generator.sample(jax.random.key(settings["sample_seed"]), settings["draws"])


def save(generator: Generator, record: dict, folder: Path = FOLDER) -> None:
    """Replace gan.npz and gan.json in the folder; an interrupted write leaves the old ones."""
    leaves = [np.asarray(leaf, np.float16) for leaf in jax.tree.leaves(generator)]
    buffer = io.BytesIO()
    np.savez_compressed(buffer, *leaves)
    weights = buffer.getvalue()
    record = record | {"sha256": hashlib.sha256(weights).hexdigest()}
    text = json.dumps(record, indent=1) + "\n"
    for name, content in (("gan.npz", weights), ("gan.json", text.encode())):
        (folder / f"{name}.new").write_bytes(content)
        os.replace(folder / f"{name}.new", folder / name)


def load(folder: Path = FOLDER) -> tuple[Generator, dict]:
    """The generator and the record of the last long run that was finished.

    Raises FileNotFoundError when a file is missing, ValueError when the weights are not those of
    the record; the message names the file and the remedy.
    """
    weights, record = folder / "gan.npz", folder / "gan.json"
    for file in (weights, record):
        if not file.is_file():
            raise FileNotFoundError(f"a file of the long run is missing: {file}\n{REMEDY}")
    record = json.loads(record.read_text(encoding="utf-8"))
    if hashlib.sha256(weights.read_bytes()).hexdigest() != record["sha256"]:
        raise ValueError(f"the weights are not those of the record: {weights}\n{REMEDY}")
    with np.load(weights, allow_pickle=False) as arrays:
        leaves = [jnp.asarray(arrays[name], float) for name in arrays.files]
    networks = {name: record["settings"][name] for name in NETWORKS}
    shape = jax.eval_shape(lambda: Generator(jax.random.key(0), jnp.zeros(784), **networks))
    return jax.tree.unflatten(jax.tree.structure(shape), leaves), record


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, then save. Every setting is an option; --folder says where the files go."""
    parser = argparse.ArgumentParser(prog="python -m lib.mnist_gan", description=main.__doc__)
    for name, value in SETTINGS.items():
        option = f"--{name.replace('_', '-')}"
        parser.add_argument(option, type=type(value), default=value, help=f"default {value}")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    settings = vars(parser.parse_args(arguments))
    folder = settings.pop("folder")
    generator, record = long_run(split(), settings)
    save(generator, record, folder)
    print("{mean:.1f} ± {standard_error:.1f} nats on test images".format(**record["test"]))


def _environment() -> dict:
    """Device, machine and versions, as in the record of a notebook's last run."""
    affinity = getattr(os, "sched_getaffinity", None)  # absent on macOS and Windows
    return {
        "device": jax.devices()[0].device_kind,
        "machine": platform.machine(),
        "processors": len(affinity(0)) if affinity else os.cpu_count(),
        "versions": {"python": platform.python_version()} | {p: version(p) for p in PACKAGES},
    }


if __name__ == "__main__":
    main()
