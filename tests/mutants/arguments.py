"""Faults of lib.arguments."""

from mutants import Mutant

SUM = "off = np.abs(p.sum(axis=-1) - 1).max(initial=0)"
DEFINITE = "np.linalg.eigvalsh(cov).min(initial=np.inf) > 0"

MUTANTS = [
    Mutant(
        "integers accepted", "jnp.result_type(x), jnp.floating)", "jnp.result_type(x), jnp.number)"
    ),
    Mutant(
        "two shapes accepted",
        "if len(set(shapes.values())) > 1:",
        "if len(set(shapes.values())) > 2:",
    ),
    Mutant(
        "rank taken for shape", "if jnp.shape(x) != expected:", "if jnp.ndim(x) != len(expected):"
    ),
    Mutant("negative probabilities accepted", "if not (p >= 0).all():", "if not (p <= 2).all():"),
    Mutant("probabilities that sum to less accepted", SUM, SUM.replace("np.abs", "")),
    Mutant(
        "one row that sums to 1 enough for all",
        SUM,
        SUM.replace("max(initial=0)", "min(initial=1)"),
    ),
    Mutant("sums off by 1 % accepted", "if not off <= 1e-4:", "if not off <= 1e-2:"),
    Mutant("rounding refused", "if not off <= 1e-4:", "if not off <= 1e-9:"),
    Mutant("zero taken for positive", "(np.asarray(x) > 0)", "(np.asarray(x) >= 0)"),
    Mutant("∞ accepted", " & np.isfinite(x)", ""),
    Mutant(
        "covariances that are not symmetric accepted",
        "np.allclose(cov, np.swapaxes(cov, -1, -2), rtol=1e-4, atol=1e-6)",
        "np.isfinite(cov).all()",
    ),
    Mutant(
        "a positive determinant taken for positive definite",
        DEFINITE,
        "np.linalg.det(cov).min(initial=np.inf) > 0",
    ),
    Mutant(
        "one positive eigenvalue enough",
        DEFINITE,
        DEFINITE.replace("min(initial=", "max(initial=-"),
    ),
    Mutant("singular covariances accepted", DEFINITE, DEFINITE.replace("> 0", ">= 0")),
    Mutant("values never looked at", "return not isinstance(x, jax.core.Tracer)", "return False"),
    Mutant(
        "values looked at under jit", "return not isinstance(x, jax.core.Tracer)", "return True"
    ),
    Mutant(
        "nan is at least anything",
        "(np.asarray(x) >= minimum).all()",
        "not (np.asarray(x) < minimum).any()",
    ),
    Mutant(
        "infinite is finite",
        "bad = np.asarray(x)[~np.isfinite(x)]",
        "bad = np.asarray(x)[np.isnan(x)]",
    ),
    Mutant("no upper end of [0, 1]", " & (np.asarray(x) <= 1))]", ")]"),
    Mutant(
        "no lower end of [0, 1]", "~((np.asarray(x) >= 0) & (np", "~((np.asarray(x) >= -9) & (np"
    ),
    Mutant(
        "negative indices count from the end",
        "(np.asarray(x) < 0) | (np.asarray(x) >= size)",
        "np.asarray(x) >= size",
    ),
    Mutant("one index beyond the end", "(np.asarray(x) >= size)", "(np.asarray(x) > size)"),
]
