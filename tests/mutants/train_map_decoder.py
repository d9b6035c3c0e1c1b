"""Faults of programs/train_map_decoder.py."""

from mutants import Mutant

MUTANTS = [
    Mutant("down the bound, not up", "return -jnp.mean(elbo", "return jnp.mean(elbo"),
    Mutant("weights cut off, not rounded", "np.rint(", "np.floor("),
    Mutant("weights read in another unit", "nnx.Param(UNIT * ", "nnx.Param(2 * UNIT * "),
    Mutant(
        "the second latent first", "for z2 in line for z1 in line", "for z1 in line for z2 in line"
    ),
    Mutant(
        "the farthest codes",
        "np.sum((codes - at) ** 2, axis=1)",
        "-np.sum((codes - at) ** 2, axis=1)",
    ),
    Mutant("the label of a code for a count", "int(counts.max())", "int(labels[near][0])"),
    Mutant("the encoder for the decoder", "layers_of(vae.decoder)", "layers_of(vae.encoder)"),
]
