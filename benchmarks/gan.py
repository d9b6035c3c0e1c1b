"""A GAN of points in the plane beside PyTorch's usual loop, wide and small."""

from collections.abc import Iterator

import jax
import jax.numpy as jnp
import numpy as np
import optax
import torch
from torch import nn

from benchmarks.row import Row
from lib.gan import GAN, gan_step, init, non_saturating_loss
from lib.networks import MLP
from lib.train import train

STEPS = 200
ADAM = optax.adam(1e-4, b1=0.5)


def rows() -> Iterator[Row]:
    """Two sizes, the optimiser eager and fused."""
    for width, batch in [(128, 256), (16, 32)]:
        for peer, fused in [("PyTorch, eager", False), ("PyTorch, fused Adam", True)]:
            work = f"GAN, two layers of {width}, {STEPS} steps on {batch} points"
            yield Row(
                work, peer, "loss of D, nats", ours(width, batch), theirs(width, batch, fused)
            )


def ring() -> np.ndarray:
    """Points around eight centres on a circle."""
    rng = np.random.default_rng(0)
    angles = 2 * np.pi * rng.integers(8, size=10_000) / 8
    centres = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return (centres + 0.1 * rng.normal(size=centres.shape)).astype(np.float32)


def problem(width: int, optimizer=ADAM):
    """A step of `lib.gan`, its first state, and the points."""
    key_g, key_d = jax.random.split(jax.random.key(0))
    players = GAN(MLP(key_g, (2, width, width, 2)), MLP(key_d, (2, width, width, 1)))
    step = gan_step(non_saturating_loss, optimizer, optimizer)
    return step, init(players, optimizer, optimizer), jnp.asarray(ring())


def ours(width: int, batch: int, optimizer=ADAM):
    """Steps with `lib.train`."""
    step, state, points = problem(width, optimizer)
    key = jax.random.key(1)

    def work():
        nonlocal state, key
        key, now = jax.random.split(key)
        state, (losses, _) = train(step, state, now, points, steps=STEPS, batch_size=batch)
        return losses.mean().item()

    return work


def theirs(width: int, batch: int, fused: bool):
    """The loop of every tutorial."""
    torch.manual_seed(0)
    points = torch.tensor(ring())

    def mlp(outputs):
        hidden = [nn.Linear(2, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU()]
        return nn.Sequential(*hidden, nn.Linear(width, outputs))

    generator, discriminator = mlp(2), mlp(1)
    options = {"lr": 1e-4, "betas": (0.5, 0.999), "fused": fused}
    optimizer_g = torch.optim.Adam(generator.parameters(), **options)
    optimizer_d = torch.optim.Adam(discriminator.parameters(), **options)
    bce = nn.BCEWithLogitsLoss()
    ones, zeros = torch.ones(batch, 1), torch.zeros(batch, 1)

    def work():
        total = 0.0
        for _ in range(STEPS):
            x = points[torch.randint(len(points), (batch,))]
            optimizer_d.zero_grad()
            fake = generator(torch.randn(batch, 2)).detach()
            loss_d = bce(discriminator(x), ones) + bce(discriminator(fake), zeros)
            loss_d.backward()
            optimizer_d.step()
            optimizer_g.zero_grad()
            loss_g = bce(discriminator(generator(torch.randn(batch, 2))), ones)
            loss_g.backward()
            optimizer_g.step()
            total += loss_d.item()
        return total / STEPS

    return work
