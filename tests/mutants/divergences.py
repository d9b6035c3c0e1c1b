"""Faults of lib.divergences."""

from mutants import ERRORS, Mutant

KL = "return jnp.sum(_kl_terms(p, q), axis=-1)"
JSD = "js = (kl_divergence(p, m) + kl_divergence(q, m)) / 2"
TERMS = "return jnp.where(similar, q * excess, _times_log(p, p) - _times_log(p, q) - (p - q))"
STANDARD = "return jnp.sum(jnp.square(mean) + jnp.expm1(log_var) - log_var, axis=-1) / 2"
GAUSSIAN = "return (trace + distance - jnp.shape(mean_p)[-1]) / 2 + _half_log_det(chol_q, chol_p)"
TIMES_LOG = "return p * jnp.log(jnp.where((p > 0) | (q > 0), q, 1))"

MUTANTS = [
    Mutant(
        "entropy without its minus sign",
        "return -jnp.sum(_times_log(p, p), axis=-1)",
        "return jnp.sum(_times_log(p, p), axis=-1)",
    ),
    Mutant(
        "entropy in bits",
        "return -jnp.sum(_times_log(p, p), axis=-1)",
        "return -jnp.sum(_times_log(p, p), axis=-1) / jnp.log(2.0)",
    ),
    Mutant(
        "cross-entropy with its arguments swapped",
        "return -jnp.sum(_times_log(p, q), axis=-1)",
        "return -jnp.sum(_times_log(q, p), axis=-1)",
    ),
    Mutant("KL with its arguments swapped", KL, "return jnp.sum(_kl_terms(q, p), axis=-1)"),
    Mutant("KL with its sign flipped", KL, "return -jnp.sum(_kl_terms(p, q), axis=-1)"),
    Mutant("KL that is only the cross-entropy", KL, "return -jnp.sum(_times_log(p, q), axis=-1)"),
    Mutant("KL averaged over the outcomes", KL, "return jnp.mean(_kl_terms(p, q), axis=-1)"),
    Mutant("KL in float32 as the plain sum", TERMS, TERMS.replace("similar", "p < 0")),
    Mutant(
        "the series for every ratio", "jnp.where(jnp.abs(t) < 0.1, ", "jnp.where(jnp.abs(t) < 9, "
    ),
    Mutant("no series near 1", "jnp.where(jnp.abs(t) < 0.1, ", "jnp.where(jnp.abs(t) < 0, "),
    Mutant("a series too short", "range(18, 1, -1)", "range(3, 1, -1)"),
    Mutant("a gradient with another constant", " + (balance - jax.lax.stop_gradient(balance))", ""),
    Mutant("terms that sum to KL + Σp − Σq", "jax.lax.stop_gradient(balance))", "0)"),
    Mutant(
        "JSD above log 2",
        "return js - jax.lax.stop_gradient(jnp.maximum(js - _log_2(js.dtype), 0))",
        "return js",
    ),
    Mutant(
        "a bound above log 2",
        "return nearest if float(nearest) <= math.log(2) else",
        "return nearest if True else",
    ),
    Mutant(
        "JSD taken for the mean of the two KLs",
        JSD,
        "js = (kl_divergence(p, q) + kl_divergence(q, p)) / 2",
    ),
    Mutant("JSD without the ½", JSD, "js = kl_divergence(p, m) + kl_divergence(q, m)"),
    Mutant(
        "JSD with its KLs from the mixture",
        JSD,
        "js = (kl_divergence(m, p) + kl_divergence(m, q)) / 2",
    ),
    Mutant(
        "JSD against a mixture that is not half and half",
        "m = (p + q) / 2\n",
        "m = p / 4 + 3 * q / 4\n",
    ),
    Mutant(
        "total variation without the ½",
        "return jnp.sum(jnp.abs(jnp.subtract(p, q)), axis=-1) / 2",
        "return jnp.sum(jnp.abs(jnp.subtract(p, q)), axis=-1)",
    ),
    Mutant(
        "total variation as the largest difference at one outcome",
        "return jnp.sum(jnp.abs(jnp.subtract(p, q)), axis=-1) / 2",
        "return jnp.max(jnp.abs(jnp.subtract(p, q)), axis=-1)",
    ),
    Mutant("0·log 0 = NaN", TIMES_LOG, "return p * jnp.log(q)"),
    Mutant(
        "0·log 0 = 0, but its gradient NaN",
        TIMES_LOG,
        "return jnp.where((p > 0) | (q > 0), p * jnp.log(q), 0)",
    ),
    Mutant(
        "a floor under q, which makes every KL finite",
        TIMES_LOG,
        "return p * jnp.log(jnp.where((p > 0) | (q > 0), q + 1e-10, 1))",
    ),
    Mutant(
        "terms with p = 0 left out, and their gradient with them",
        TIMES_LOG,
        "return jnp.where(p > 0, p * jnp.log(jnp.where(p > 0, q, 1)), 0)",
    ),
    Mutant(
        "Gaussian KL with the trace of Σ_p⁻¹Σ_q",
        "cho_solve((chol_q, True), cov_p)",
        "cho_solve((chol_p, True), cov_q)",
    ),
    Mutant(
        "Gaussian KL with the distance measured by Σ_p",
        "cho_solve((chol_q, True), difference)",
        "cho_solve((chol_p, True), difference)",
    ),
    Mutant(
        "Gaussian KL with the upper triangle of a lower Cholesky factor",
        "jnp.trace(cho_solve((chol_q, True)",
        "jnp.trace(cho_solve((chol_q, False)",
    ),
    Mutant(
        "Gaussian KL without −d",
        GAUSSIAN,
        "return (trace + distance) / 2 + _half_log_det(chol_q, chol_p)",
    ),
    Mutant(
        "Gaussian KL with the log-determinants the wrong way round",
        GAUSSIAN,
        "return (trace + distance - jnp.shape(mean_p)[-1]) / 2 - _half_log_det(chol_q, chol_p)",
    ),
    Mutant(
        "Gaussian KL with the ½ only before the log-determinants",
        GAUSSIAN,
        "return trace + distance - jnp.shape(mean_p)[-1] + _half_log_det(chol_q, chol_p)",
    ),
    Mutant(
        "the log-determinant of a Cholesky factor halved again",
        "return jnp.sum(jnp.log(diagonal_q) - jnp.log(diagonal_p), axis=-1)",
        "return jnp.sum(jnp.log(diagonal_q) - jnp.log(diagonal_p), axis=-1) / 2",
    ),
    Mutant(
        "KL to the standard normal without the ½",
        STANDARD,
        "return jnp.sum(jnp.square(mean) + jnp.expm1(log_var) - log_var, axis=-1)",
    ),
    Mutant(
        "KL to the standard normal averaged over the latents",
        STANDARD,
        "return jnp.mean(jnp.square(mean) + jnp.expm1(log_var) - log_var, axis=-1) / 2",
    ),
    Mutant(
        "KL to the standard normal without the −1",
        STANDARD,
        "return jnp.sum(jnp.square(mean) + jnp.exp(log_var) - log_var, axis=-1) / 2",
    ),
    Mutant(
        "log-variance used as log of the standard deviation",
        STANDARD,
        "return jnp.sum(jnp.square(mean) + jnp.expm1(2 * log_var) - 2 * log_var, axis=-1) / 2",
    ),
    Mutant(
        "log-variance used as variance",
        STANDARD,
        "return jnp.sum(jnp.square(mean) + log_var - 1 - jnp.log(log_var), axis=-1) / 2",
    ),
    Mutant(
        "KL of the standard normal to q",
        STANDARD,
        "return jnp.sum((1 + jnp.square(mean)) * jnp.exp(-log_var) - 1 + log_var, axis=-1) / 2",
    ),
    Mutant(
        "exp(x) − 1 that loses its digits near 0",
        "jnp.expm1(log_var) - log_var",
        "jnp.exp(log_var) - 1 - log_var",
    ),
    Mutant(
        "Monte Carlo KL with its sign flipped",
        "return estimate(log_p(samples) - log_q(samples))",
        "return estimate(log_q(samples) - log_p(samples))",
    ),
    Mutant(
        "quadrature that forgets the density",
        "jnp.exp(log_p_safe) * (log_p_safe - log_q_safe)",
        "log_p_safe - log_q_safe",
    ),
    Mutant(
        "quadrature that weighs by q",
        "jnp.exp(log_p_safe) * (log_p_safe - log_q_safe)",
        "jnp.exp(log_q_safe) * (log_p_safe - log_q_safe)",
    ),
    Mutant(
        "quadrature that forgets the step of the grid",
        "return jnp.trapezoid(_times_log_ratio(log_p, log_q), x)",
        "return jnp.sum(_times_log_ratio(log_p, log_q))",
    ),
    Mutant(
        "quadrature of KL with its arguments swapped",
        "return jnp.trapezoid(_times_log_ratio(log_p, log_q), x)",
        "return jnp.trapezoid(_times_log_ratio(log_q, log_p), x)",
    ),
    Mutant(
        "quadrature that gives NaN where p = 0",
        "inside = jnp.exp(log_p) > 0",
        "inside = jnp.full(jnp.shape(log_p), True)",
    ),
    Mutant(
        "quadrature that gives NaN where p underflows",
        "inside = jnp.exp(log_p) > 0",
        "inside = log_p > -jnp.inf",
    ),
    Mutant(
        "quadrature whose gradient is NaN where p = 0",
        "= jnp.where(inside, log_p, 0), jnp.where(inside, log_q, 0)",
        "= log_p, log_q",
    ),
    Mutant(
        "quadrature of JSD without the ½",
        "return jnp.trapezoid(integrand, x) / 2",
        "return jnp.trapezoid(integrand, x)",
    ),
    Mutant(
        "quadrature of JSD against p + q, not its half",
        "log_m = jnp.logaddexp(log_p, log_q) - jnp.log(2.0)",
        "log_m = jnp.logaddexp(log_p, log_q)",
    ),
    Mutant(
        "quadrature of JSD against the geometric mean",
        "log_m = jnp.logaddexp(log_p, log_q) - jnp.log(2.0)",
        "log_m = (log_p + log_q) / 2",
    ),
    Mutant(
        "KL of two coins with the arguments swapped",
        "return jax.nn.softplus(q) - jax.nn.softplus(p) - jax.nn.sigmoid(p) * (q - p)",
        "return jax.nn.softplus(p) - jax.nn.softplus(q) - jax.nn.sigmoid(q) * (p - q)",
    ),
    Mutant(
        "KL of two coins, heads only",
        "return jax.nn.softplus(q) - jax.nn.softplus(p) - jax.nn.sigmoid(p) * (q - p)",
        "return jax.nn.sigmoid(p) * (jax.nn.log_sigmoid(p) - jax.nn.log_sigmoid(q))",
    ),
    Mutant(
        "a grid that stands still accepted",
        "(np.diff(np.asarray(x)) > 0).all()",
        "(np.diff(np.asarray(x)) >= 0).all()",
        ERRORS,
    ),
]
