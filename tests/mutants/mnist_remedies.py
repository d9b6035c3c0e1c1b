"""Faults of lib.mnist_remedies."""

from mutants import Mutant

NOISE = 'noise = settings.noise if name == "noise" else 0.0'

MUTANTS = [
    Mutant("noise for all", NOISE, "noise = settings.noise"),
    Mutant("noise for none", NOISE, "noise = 0.0"),
    Mutant(
        "draws without the noise of the images",
        "sample=partial(sample_through_noise, noise=noise)",
        "sample=partial(sample_through_noise, noise=0.0)",
    ),
    Mutant(
        "images without the noise of the draws",
        "averaged(play, noise=noise",
        "averaged(play, noise=0.0",
    ),
    Mutant("another average", "decay=settings.decay", "decay=0.998"),
    Mutant("the slope ignored", "slope=settings.slope", "slope=1.0"),
    Mutant(
        "the plain discriminator for all", 'normalised if name == "spectral norm" else MLP', "MLP"
    ),
    Mutant("γ ignored", '"gamma", "ratio"', '"ratio"'),
    Mutant("the ratio ignored", '"gamma", "ratio"', '"gamma"'),
    Mutant("λ ignored", '"ratio", "weight"', '"ratio"'),
    Mutant("the rate ignored", '("rate", "b1"', '("b1"'),
    Mutant("b1 ignored", '("rate", "b1"', '("rate"'),
    Mutant("a rate that falls", "last=1.0", "last=0.02"),
    Mutant("another remedy", "        name,\n        1,", '        "plain",\n        1,'),
    Mutant("a width ignored", "hidden=settings.hidden", "hidden=4"),
    Mutant("codes of another width", "latents=settings.latents", "latents=3"),
    Mutant("remedies exchanged", "zip(NAMES, draws", "zip(NAMES[::-1], draws"),
]
