"""Faults of lib.one_decoder."""

from mutants import Mutant

DRAW = "return mean + jnp.exp(self.log_std) * jax.random.normal(key_x, mean.shape)"
CONSTANT = "constant = jnp.log(len(z)) + x.shape[-1] * (LOG_2PI / 2 + self.log_std)"
AT = "-squares * jnp.exp(-2 * self.log_std) / 2"
CELL = "return ndtri((i + u) / side)"
REVERSE = "decoder.log_prob(draws, codes(key_z)) - log_p_data(draws)"

MUTANTS = [
    Mutant("draws without noise", DRAW, "return mean"),
    Mutant("σ² for σ", DRAW, DRAW.replace("self.log_std", "2 * self.log_std")),
    Mutant("one key for code and noise", "jax.random.normal(key_x,", "jax.random.normal(key_z,"),
    Mutant("a sum over the codes", CONSTANT, CONSTANT.replace("jnp.log(len(z)) + ", "")),
    Mutant("the constant of one coordinate", CONSTANT, CONSTANT.replace("x.shape[-1] * ", "")),
    Mutant("the constant without σ", CONSTANT, CONSTANT.replace(" + self.log_std", "")),
    Mutant("the ½ missing", AT, AT.replace(" / 2", "")),
    Mutant("σ for σ² in the exponent", AT, AT.replace("-2 * ", "-")),
    Mutant("the same place in every cell", CELL, "return ndtri((i + 0.5) / side)"),
    Mutant("even codes", CELL, "return (i + u) / side"),
    Mutant("codes anywhere", CELL, "return ndtri(u)"),
    Mutant("an infinite code", "minval=1e-3, maxval=1 - 1e-3", "minval=0, maxval=1e-9"),
    Mutant(
        "the sign of maximum likelihood",
        "return -jnp.mean(decoder.log_prob(x, codes(key)))",
        "return jnp.mean(decoder.log_prob(x, codes(key)))",
    ),
    Mutant("codes that never change", "codes(key)))", "codes(jax.random.key(0))))"),
    Mutant("the reverse KL's sign", REVERSE, f"-({REVERSE})"),
    Mutant("no entropy of the model", REVERSE, "-log_p_data(draws)"),
    Mutant("an average over the data", "draws = decoder.sample(key_x, len(x))", "draws = x"),
    Mutant(
        "draws that are held fixed",
        "draws = decoder.sample(key_x, len(x))",
        "draws = jax.lax.stop_gradient(decoder.sample(key_x, len(x)))",
    ),
]
