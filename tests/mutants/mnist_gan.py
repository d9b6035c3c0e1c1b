"""Faults of lib.mnist_gan."""

from mutants import Mutant

SPLIT = "return Split(images[:50_000], images[50_000:51_000], test)"
VALUES = "values = parzen_log_likelihood(samples, intensities(data.test), std=bandwidth.std)"
SAMPLE = "return generator.sample(jax.random.key(settings.sample_seed), settings.draws)"

MUTANTS = [
    Mutant(
        "validation images that are trained on",
        SPLIT,
        SPLIT.replace("images[50_000:51_000]", "images[49_000:50_000]"),
    ),
    Mutant("all training images trained on", SPLIT, SPLIT.replace("[:50_000]", "")),
    Mutant(
        "σ chosen on the test images",
        "bandwidth = choose_std(samples, intensities(data.validation)",
        "bandwidth = choose_std(samples, intensities(data.test)",
    ),
    Mutant("the validation images' number", VALUES, VALUES.replace("data.test", "data.validation")),
    Mutant("σ of the first candidate", VALUES, VALUES.replace("bandwidth.std", "STDS[0]")),
    Mutant("candidates up to 10", "np.geomspace(0.1, 1, 10", "np.geomspace(0.1, 10, 10"),
    Mutant("candidates evenly spaced", "np.geomspace(0.1", "np.linspace(0.1"),
    Mutant(
        "intensities 0 … 255", "return jnp.asarray(images) / 255", "return jnp.asarray(images) / 1"
    ),
    Mutant("samples of another seed", SAMPLE, SAMPLE.replace("settings.sample_seed", "0")),
    Mutant(
        "the layers in another order",
        "structure(shape), leaves)",
        "structure(shape), leaves[::-1])",
    ),
]
