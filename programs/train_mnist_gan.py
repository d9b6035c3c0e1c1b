"""The long run that trains the GAN of `lib.mnist_gan`: python -m programs.train_mnist_gan.

It prints how the run does on validation images, and when it is finished replaces gan.npz, the
weights, and gan.json, the record, in lib/mnist. With --checkpoints FOLDER it may be killed at any
moment: the same command goes on after the last chunk that was finished, to the same weights.
"""

from collections.abc import Sequence
from pathlib import Path

import optax
from jaxtyping import Array

from lib.mnist_gan import Settings, Split
from lib.noisy_gan import Generator, Run, init, noisy_step
from programs.mnist_run import command, keep_best


def long_run(
    data: Split, settings: Settings, checkpoints: Path | None = None
) -> tuple[Generator, dict]:
    """The best averaged generator of the game, and the record: `mnist_run.keep_best`.

    The "value" there is that of the game, V.
    """
    optimizer = optax.adam(settings.learning_rate, b1=settings.b1)
    widths = {"latents": settings.latents, "hidden": settings.hidden}

    def start(key: Array, images: Array) -> Run:
        return init(key, images, optimizer, **widths)

    step = noisy_step(optimizer, noise=settings.noise, decay=settings.decay)
    return keep_best(start, step, data, settings, checkpoints)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, then save."""
    command("gan", long_run, Settings(), __doc__, arguments)


if __name__ == "__main__":
    main()
