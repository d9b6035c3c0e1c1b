"""The VAE beside the GAN of `lib.mnist_gan`: python -m programs.train_mnist_vae.

The generator, the noise, the images, the steps and the choice are those of `train_mnist_gan`;
`lib.noisy_vae` says what is trained. The weights are not averaged: they drift here where a game's
go round, so an average as long as the game's lags behind them. It prints how the run does on
validation images, and when it is finished replaces vae.npz, the weights of the generator, and
vae.json, the record, in lib/mnist. With --checkpoints FOLDER it may be killed at any moment: the
same command goes on after the last chunk that was finished, to the same weights.
"""

from collections.abc import Sequence
from pathlib import Path

import optax
from jaxtyping import Array

from lib.mnist_gan import Settings, Split
from lib.noisy_gan import Generator
from lib.noisy_vae import Run, init, noisy_step
from programs.mnist_run import command, keep_best

WARM_UP = 2000  # steps, of 17 182
SETTINGS = Settings(decay=0.0)


def long_run(
    data: Split, settings: Settings, checkpoints: Path | None = None
) -> tuple[Generator, dict]:
    """The best generator of the VAE, and the record: `mnist_run.keep_best`.

    The "value" there is the mean ELBO of noisy images in nats, after the warm-up.
    The record says how many steps that took.
    """
    optimizer = optax.adam(settings.learning_rate, b1=settings.b1)
    given = {"latents": settings.latents, "hidden": settings.hidden, "noise": settings.noise}

    def start(key: Array, images: Array) -> Run:
        return init(key, images, optimizer, **given)

    step = noisy_step(optimizer, decay=settings.decay, warm_up=WARM_UP)
    generator, record = keep_best(start, step, data, settings, checkpoints)
    return generator, record | {"warm_up": WARM_UP}


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, then save."""
    command("vae", long_run, SETTINGS, __doc__, arguments)


if __name__ == "__main__":
    main()
