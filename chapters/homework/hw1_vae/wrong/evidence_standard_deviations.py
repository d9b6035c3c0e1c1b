"""Variances are taken for standard deviations."""

QUESTION = "evidence"
MARKS = 1
MESSAGES = {
    "evidence_log_p": "yours takes them for standard deviations",
    "evidence_posterior": "yours takes them for standard deviations",
    "evidence_gap": "gap is wrong",
    "evidence_bayes": "Bayes' rule",
}


def evidence(x, weight, mean, var):
    """The tuple log_p, mean, cov, gap.

    log_p: (n,), log p(x). mean, cov: (n, d) and (d, d), those of the posterior.
    gap: a number, the smallest log p(x) − ELBO(q) of all Gaussian q with diagonal covariance.
    x: (n, D). weight: W, (D, d). mean: μ, (D,). var: ψ, (D,).
    """
    centred, var = x - mean, var**2
    cov_x = weight @ weight.T + np.diag(var)
    squares = np.sum(centred * np.linalg.solve(cov_x, centred.T).T, axis=1)
    log_p = -(len(var) * np.log(2 * np.pi) + np.linalg.slogdet(cov_x)[1] + squares) / 2
    weighted = weight / var[:, None]  # Ψ⁻¹ W
    precision = np.eye(weight.shape[1]) + weight.T @ weighted
    cov = np.linalg.inv(precision)
    gap = (np.sum(np.log(np.diag(precision))) - np.linalg.slogdet(precision)[1]) / 2
    return log_p, centred @ weighted @ cov, cov, gap
