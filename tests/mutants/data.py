"""Faults of lib.data."""

from mutants import Mutant

LOAD = "return MNIST(*(arrays[name] for name in MNIST._fields))"
DRAW = "return jax.random.bernoulli(key, jnp.asarray(images) / 255).astype(float)"

MUTANTS = [
    Mutant("checksum not compared", "if found != SHA256:", "if found is None:"),
    Mutant(
        "training and test sets swapped",
        LOAD,
        "return MNIST(*(arrays[name] for name in MNIST._fields[2:] + MNIST._fields[:2]))",
    ),
    Mutant(
        "test images taken from the training set",
        LOAD,
        LOAD + "._replace(test_images=arrays['train_images'][:10000])",
    ),
    Mutant("intensities scaled at loading", LOAD, LOAD.replace("arrays[name]", "arrays[name]/255")),
    Mutant("digits inverted", DRAW, DRAW.replace("(key, ", "(key, 1 - ")),
    Mutant("threshold instead of a draw", DRAW, "return (jnp.asarray(images) > 127).astype(float)"),
    Mutant("grey values instead of a draw", DRAW, "return jnp.asarray(images) / 255"),
    Mutant("intensities divided by 256", DRAW, DRAW.replace("255", "256")),
    Mutant("one draw whatever the key", DRAW, DRAW.replace("(key, ", "(jax.random.key(0), ")),
    Mutant(
        "noise reused for all images",
        DRAW,
        "noise = jax.random.uniform(key, images.shape[1:])\n"
        "    noise = jnp.broadcast_to(noise, images.shape)\n"
        "    return (noise < jnp.asarray(images) / 255).astype(float)",
    ),
]
