"""Faults of lib.noisy_generator."""

from mutants import Mutant

DRAW = "return mean + jax.lax.stop_gradient(self.noise) * epsilon"
PRIOR = "log_prior = jax.nn.log_softmax(-(z**2) / 2)"
CONSTANT = "log_constant = dimension * (LOG_2PI / 2 + jnp.log(self.noise))"
SQUARES = "squares / (2 * self.noise**2)"

MUTANTS = [
    Mutant("draws without noise", DRAW, "return mean"),
    Mutant("noise that is learned", DRAW, "return mean + self.noise * epsilon"),
    Mutant("noise of variance σ", DRAW, DRAW.replace("(self.noise)", "(self.noise**0.5)")),
    Mutant("uniform codes", "jax.random.normal(key_z,", "jax.random.uniform(key_z,"),
    Mutant("one key for code and noise", "jax.random.normal(key_x,", "jax.random.normal(key_z,"),
    Mutant("even weights of the codes", PRIOR, "log_prior = jax.nn.log_softmax(0 * z)"),
    Mutant("codes of variance ½", PRIOR, PRIOR.replace(" / 2", "")),
    Mutant("weights that do not sum to 1", PRIOR, "log_prior = -(z**2) / 2"),
    Mutant("the constant of one coordinate", CONSTANT, CONSTANT.replace("dimension * ", "")),
    Mutant("the constant left out", CONSTANT, "log_constant = 0"),
    Mutant("the ½ missing", SQUARES, "squares / self.noise**2"),
    Mutant("σ for σ²", SQUARES, SQUARES.replace("**2", "")),
    Mutant("codes up to ±1", "REACH, CODES = 6.0,", "REACH, CODES = 1.0,"),
    Mutant("twenty codes", "6.0, 2001", "6.0, 20"),
    Mutant("two codes accepted", "if d != 1:", "if d > 2:", ("tests/test_arguments.py",)),
]
