"""The autoencoder pays for its codes too."""

QUESTION = "train"
MARKS = 7
MESSAGES = {
    "train_half": "a KL or noise in the autoencoder",
}


import optax

ADAM = optax.adam(0.005)
STEPS = 1000
BATCH = 64


def loss(networks, x, eps, vae):
    """The loss of a VAE for vae = 1, of an autoencoder for vae = 0."""
    mean, log_var = jnp.split(network(networks["encoder"], x), 2, axis=1)
    z = mean + vae * jnp.exp(log_var / 2) * eps
    logits = network(networks["decoder"], z)
    log_p = jnp.sum(x * logits - jax.nn.softplus(logits), axis=1)
    kl = jnp.sum(mean**2 + jnp.exp(log_var) - 1 - log_var, axis=1) / 2
    return jnp.mean(kl - log_p)


@jax.jit
def descend(networks, x, rows, eps, vae):
    def step(state, now):
        networks, moments = state
        rows, eps = now
        gradient = jax.grad(loss)(networks, x[rows], eps, vae)
        update, moments = ADAM.update(gradient, moments)
        return (optax.apply_updates(networks, update), moments), None

    (networks, _), _ = jax.lax.scan(step, (networks, ADAM.init(networks)), (rows, eps))
    return networks


def train(images, kind, hidden, latents, seed):
    """The trained networks."""
    rng = np.random.default_rng(seed)
    rows = rng.integers(len(images), size=(STEPS, BATCH))
    eps = rng.normal(size=(STEPS, BATCH, latents)).astype(np.float32)
    start = initial(seed, images.shape[1], hidden, latents)
    vae = np.float32(kind == "vae")
    return descend(start, images.astype(np.float32), rows, eps, vae)


# def train(images, kind, hidden, latents, seed):
#     """The trained networks. images: (n, D), uint8, each 0 or 1. kind: "ae" or "vae"."""
