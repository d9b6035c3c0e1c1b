"""Faults of lib.kl_fit."""

from mutants import ERRORS, Mutant

FORWARD = "forward = jnp.sum(p * (log_p - log_q))"
REVERSE = "reverse = jnp.sum(q * (log_q - log_p))"
JS = "js = jnp.sum(p * (log_p - log_m) + q * (log_q - log_m)) / 2"
SUM = "weights.forward * forward + weights.reverse * reverse + weights.js * js"
NORMAL = "return log_det - (jnp.sum(white**2, axis=1) + len(mean) * LOG_2PI) / 2"
UNPACK = "jnp.diag(jnp.exp(-log_width)).at[jnp.tril_indices(d, -1)].set(below)"
NARROW = "jnp.log(2 * grid.volume ** (1 / d))"
WIDE = "jnp.log(jnp.max(grid.points) / 4)"
AXIS = "axis = step * jnp.arange(-count, count + 1.0)"

MUTANTS = [
    Mutant(
        "forward and reverse exchanged",
        SUM,
        SUM.replace(
            "weights.forward * forward + weights.reverse * reverse",
            "weights.reverse * forward + weights.forward * reverse",
        ),
    ),
    Mutant("no JSD", SUM, SUM.replace(" + weights.js * js", "")),
    Mutant("JSD without its ½", JS, JS.replace(" / 2", "")),
    Mutant("half of the JSD", JS, JS.replace(" + q * (log_q - log_m)", "")),
    Mutant(
        "the forward KL with its sign flipped",
        FORWARD,
        FORWARD.replace("log_p - log_q", "log_q - log_p"),
    ),
    Mutant("the forward KL under the model", FORWARD, FORWARD.replace("p * (", "q * (")),
    Mutant("the reverse KL under the data", REVERSE, REVERSE.replace("q * (", "p * (")),
    Mutant(
        "the mean of the logs for the log of the mean",
        "log_m = jnp.logaddexp(log_p, log_q) - jnp.log(2.0)",
        "log_m = (log_p + log_q) / 2",
    ),
    Mutant("the sum for the mean", " - jnp.log(2.0)", ""),
    Mutant("no cell volume", "return volume * (", "return ("),
    Mutant(
        "Jeffreys with a minus",
        "JEFFREYS = Divergence(1.0, 1.0, 0.0)",
        "JEFFREYS = Divergence(1.0, -1.0, 0.0)",
    ),
    Mutant(
        "half of Jeffreys",
        "JEFFREYS = Divergence(1.0, 1.0, 0.0)",
        "JEFFREYS = Divergence(0.5, 0.5, 0.0)",
    ),
    Mutant(
        "the forward KL in the non-saturating objective",
        "NON_SATURATING = Divergence(0.0, 1.0, -2.0)",
        "NON_SATURATING = Divergence(1.0, 0.0, -2.0)",
    ),
    Mutant("one JSD for two", "Divergence(0.0, 1.0, -2.0)", "Divergence(0.0, 1.0, -1.0)"),
    Mutant(
        "JSD for its double",
        "JENSEN_SHANNON = Divergence(0.0, 0.0, 1.0)",
        "JENSEN_SHANNON = Divergence(0.0, 0.0, 2.0)",
    ),
    Mutant(
        "the reverse KL named forward",
        "FORWARD_KL = Divergence(1.0, 0.0, 0.0)",
        "FORWARD_KL = Divergence(0.0, 1.0, 0.0)",
    ),
    Mutant(
        "the forward KL named reverse",
        "REVERSE_KL = Divergence(0.0, 1.0, 0.0)",
        "REVERSE_KL = Divergence(1.0, 0.0, 0.0)",
    ),
    Mutant("a grid without its last point", AXIS, AXIS.replace("count + 1.0", "count + 0.0")),
    Mutant("a grid of whole numbers", AXIS, AXIS.replace("step * ", "")),
    Mutant("a point lost to rounding", "int(half_width / step + 1e-9)", "int(half_width / step)"),
    Mutant(
        "a grid beyond its half-width",
        "int(half_width / step + 1e-9)",
        "int(half_width / step + 0.5)",
    ),
    Mutant("coordinates in the other order", 'indexing="ij"', 'indexing="xy"'),
    Mutant(
        "the step for the volume",
        "jnp.asarray(step**dimensions, axis.dtype)",
        "jnp.asarray(step, axis.dtype)",
    ),
    Mutant(
        "the factor for its inverse",
        "return Gaussian(mean, inverse @ inverse.T)",
        "return Gaussian(mean, a @ a.T)",
    ),
    Mutant(
        "AᵀA for A Aᵀ",
        "return Gaussian(mean, inverse @ inverse.T)",
        "return Gaussian(mean, inverse.T @ inverse)",
    ),
    Mutant(
        "the other factor whitens", "white = (x - mean[None]) @ a.T", "white = (x - mean[None]) @ a"
    ),
    Mutant(
        "a log determinant of the other sign", NORMAL, NORMAL.replace("log_det - (", "-log_det - (")
    ),
    Mutant(
        "one constant for all dimensions", NORMAL, NORMAL.replace("len(mean) * LOG_2PI", "LOG_2PI")
    ),
    Mutant("no ½ in the exponent", NORMAL, NORMAL.replace(" / 2", "")),
    Mutant("log precision for log width", UNPACK, UNPACK.replace("-log_width", "log_width")),
    Mutant(
        "above the diagonal", UNPACK, UNPACK.replace("tril_indices(d, -1)", "triu_indices(d, 1)")
    ),
    Mutant(
        "the density for the objective of q",
        "log_normal(theta, grid.points), grid.volume",
        "log_p, grid.volume",
    ),
    Mutant("bounds on all parameters", "(jnp.arange(len(theta)) >= d) & ", ""),
    Mutant("bounds on the shear", " & (jnp.arange(len(theta)) < 2 * d)", ""),
    Mutant("as narrow as one step", NARROW, NARROW.replace("2 * ", "")),
    Mutant("the volume for the step", NARROW, NARROW.replace(" ** (1 / d)", "")),
    Mutant("as wide as the grid", WIDE, WIDE.replace(" / 4", "")),
    Mutant(
        "no lower bound", "jnp.where(is_width, narrow, -jnp.inf)", "jnp.full(len(theta), -jnp.inf)"
    ),
    Mutant("no upper bound", "jnp.where(is_width, wide, jnp.inf)", "jnp.full(len(theta), jnp.inf)"),
    Mutant(
        "a fit with its own number of steps",
        "low=low, high=high, steps=steps)",
        "low=low, high=high)",
    ),
    Mutant(
        "a step as wide as the grid",
        "if not step < half_width:",
        "if not step <= half_width:",
        ERRORS,
    ),
]
