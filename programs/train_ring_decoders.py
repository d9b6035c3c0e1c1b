"""One decoder, seven objectives, twenty seeds: python -m programs.train_ring_decoders.

It prints a line for each objective, and when all are finished replaces ring_decoders.npz, the
weights, and ring_decoders.json, the record, in lib/runs.
"""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

import jax
import jax.numpy as jnp
import optax
from jaxtyping import Array

from lib import gan, train
from lib.distributions import ring
from lib.networks import MLP
from lib.one_decoder import Decoder, forward_kl, reverse_kl
from lib.ring_decoders import FOLDER, Settings, first
from lib.vae import GaussianVAE, elbo, iwae_bound
from programs.options import parser
from programs.record import environment, save, spent

POINTS = 20_000  # of the data, fresh for each seed


def adam(settings: Settings, *, b1: float = 0.9, k: int = 1) -> optax.GradientTransformation:
    """The optimiser of every network; k: how many of its steps are made for each of the decoder."""
    rate = optax.cosine_decay_schedule(settings.learning_rate, k * settings.steps)
    return optax.chain(optax.clip_by_global_norm(10.0), optax.adam(rate, b1=b1, b2=0.99))


def descend(loss: Callable, start, key: Array, data: Array, settings: Settings):
    """Train `start` by steps down loss(model, key, batch)."""
    optimizer = adam(settings)
    step = train.gradient_step(loss, optimizer)
    size = {"steps": settings.steps, "batch_size": settings.batch_size}
    return train.train(step, train.init(start, optimizer), key, data, **size)[0].model


def by_bound(samples: int, decoder: Decoder, key: Array, data: Array, settings: Settings):
    """Train it as the decoder of a VAE: by the ELBO, or by the bound of so many samples."""
    key_encoder, key_train = jax.random.split(key)
    encoder = MLP(key_encoder, (2, settings.hidden, settings.hidden, 4))

    def loss(model, key, x):
        encoder, (network, log_std) = model
        vae = GaussianVAE(encoder, network, 2 * log_std)
        bound = elbo if samples == 1 else partial(iwae_bound, samples=samples)
        return -jnp.mean(bound(vae, key, x))

    return descend(loss, (encoder, decoder), key_train, data, settings)[1]


def by_game(k: int, decoder: Decoder, key: Array, data: Array, settings: Settings):
    """Train it as a GAN's generator: by the non-saturating loss, with k steps of D for each."""
    key_discriminator, key_train = jax.random.split(key)
    discriminator = MLP(key_discriminator, (2, settings.hidden, settings.hidden, 1))
    optimizers = adam(settings, b1=0.5), adam(settings, b1=0.5, k=k)
    start = gan.init(gan.GAN(decoder, discriminator), *optimizers)

    def draw(players, key, n):
        return players.generator.sample(key, n)

    loss = gan.non_saturating_loss
    step = gan.gan_step(loss, *optimizers, discriminator_steps=k, sample=draw)
    size = {"steps": settings.steps, "batch_size": settings.batch_size * k}
    return train.train(step, start, key_train, data, **size)[0].model.generator


WAYS = {
    "forward": partial(descend, forward_kl),
    "reverse": partial(descend, reverse_kl(ring().log_prob)),
    "elbo": partial(by_bound, 1),
    "gan-1": partial(by_game, 1),
    "iwae-16": partial(by_bound, 16),
    "iwae-4": partial(by_bound, 4),
    "gan-5": partial(by_game, 5),
}
# A few are made again, so many times as long.
LONGER = ("forward", 4), ("reverse", 4), ("elbo", 4), ("elbo", 16), ("gan-1", 4)


@partial(jax.jit, static_argnames=("way", "settings"))
def one(way: str, settings: Settings, seed: int) -> Decoder:
    """The decoder of one run; a seed's first weights and data are the same in every way."""
    key_first, key_data, key_train = jax.random.split(jax.random.key(seed), 3)
    data = ring().sample(key_data, POINTS)
    return WAYS[way](first(key_first, settings), key_train, data, settings)


def all_runs(settings: Settings) -> tuple[Decoder, dict]:
    """Every way and length from every seed, in half precision, and the record."""
    begin, busy = time.monotonic(), time.process_time()
    decoders = []
    runs = [(way, settings.steps, settings.seeds) for way in WAYS]
    runs += [(way, times * settings.steps, settings.few) for way, times in LONGER]
    for way, steps, seeds in runs:
        run = partial(one, way, settings._replace(steps=steps))
        decoders += [jax.block_until_ready(run(seed)) for seed in range(seeds)]
        print(f"{way}, {steps} steps: after {time.monotonic() - begin:.0f} s", flush=True)
    half = jax.tree.map(lambda *leaves: jnp.stack(leaves).astype(jnp.float16), *decoders)
    return half, {
        "date": datetime.now(UTC).date().isoformat(),
        **spent(begin, busy),
        **environment(),
        "settings": settings._asdict(),
        "runs": runs,
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, then save. Every setting is an option; --folder says where the files go."""
    options = vars(
        parser("train_ring_decoders", Settings(), FOLDER, main.__doc__).parse_args(arguments)
    )
    folder = options.pop("folder")
    decoders, record = all_runs(Settings(**options))
    save(folder, "ring_decoders", jax.tree.leaves(decoders), record)


if __name__ == "__main__":
    main()
