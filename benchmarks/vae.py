"""A VAE of MNIST's digits, 784-400-20, beside PyTorch's usual one."""

from collections.abc import Iterator

import jax
import jax.numpy as jnp
import optax
import torch
from torch import nn

from benchmarks.row import Row
from lib.mnist_gan import split
from lib.train import gradient_step, init, train
from lib.vae import VAE, elbo

BATCH, STEPS = 128, 40
ADAM = optax.adam(1e-3)


def rows() -> Iterator[Row]:
    """Eager PyTorch, with the fused optimiser, and in half precision too."""
    for peer, fused, half in [
        ("PyTorch, eager", False, False),
        ("PyTorch, fused Adam", True, False),
        ("PyTorch, fused Adam, bfloat16", True, True),
    ]:
        work = f"VAE 784-400-20, {STEPS} steps on {BATCH} images"
        yield Row(work, peer, "loss per image, nats", ours(400), theirs(400, fused, half))


def problem(hidden: int, optimizer=ADAM):
    """A step of `lib.train`, its first state, and the images as bytes."""

    def loss(model, key, batch):
        return -jnp.mean(elbo(model, key, batch / 255))

    model = VAE(jax.random.key(0), pixels=784, hidden=hidden, latents=20)
    return gradient_step(loss, optimizer), init(model, optimizer), jnp.asarray(split().train)


def ours(hidden: int, optimizer=ADAM):
    """Steps with `lib.train`; the data stay on the device."""
    step, state, images = problem(hidden, optimizer)
    key = jax.random.key(1)

    def work():
        nonlocal state, key
        key, now = jax.random.split(key)
        state, losses = train(step, state, now, images, steps=STEPS, batch_size=BATCH)
        return losses.mean().item()

    return work


class TorchVAE(nn.Module):
    """As in PyTorch's own example."""

    def __init__(self, hidden):
        """Five layers."""
        super().__init__()
        self.fc1 = nn.Linear(784, hidden)
        self.fc21 = nn.Linear(hidden, 20)
        self.fc22 = nn.Linear(hidden, 20)
        self.fc3 = nn.Linear(20, hidden)
        self.fc4 = nn.Linear(hidden, 784)

    def forward(self, x):
        """Logits, mean and log variance."""
        h = torch.relu(self.fc1(x))
        mu, log_var = self.fc21(h), self.fc22(h)
        z = mu + torch.exp(0.5 * log_var) * torch.randn_like(mu)
        return self.fc4(torch.relu(self.fc3(z))), mu, log_var


def theirs(hidden: int, fused: bool, half: bool):
    """The usual loop."""
    torch.manual_seed(0)
    images = torch.tensor(split().train)
    model = TorchVAE(hidden)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=fused)

    def work():
        total = 0.0
        for _ in range(STEPS):
            x = images[torch.randint(len(images), (BATCH,))].float() / 255
            with torch.autocast("cpu", torch.bfloat16, enabled=half):
                logits, mu, log_var = model(x)
            logits, mu, log_var = logits.float(), mu.float(), log_var.float()
            bce = nn.functional.binary_cross_entropy_with_logits(logits, x, reduction="sum")
            kl = -0.5 * torch.sum(1 + log_var - mu**2 - log_var.exp())
            loss = (bce + kl) / BATCH
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        return total / STEPS

    return work
