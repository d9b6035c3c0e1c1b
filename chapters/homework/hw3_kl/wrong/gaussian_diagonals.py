"""Only the diagonals of the covariances are used."""

QUESTION = "kl_gaussian"
MARKS = 1
MESSAGES = {
    "gaussian_values": "you use their diagonals only",
    "gaussian_many_dimensions": "KL is wrong",
    "gaussian_properties": "after x → Ax + b",
}


def kl_gaussian(mean_p, cov_p, mean_q, cov_q):
    cov_p, cov_q = np.diag(np.diag(cov_p)), np.diag(np.diag(cov_q))
    shift = mean_q - mean_p
    trace = np.trace(np.linalg.solve(cov_q, cov_p))
    log_ratio = np.linalg.slogdet(cov_q)[1] - np.linalg.slogdet(cov_p)[1]
    return (trace + shift @ np.linalg.solve(cov_q, shift) - len(mean_p) + log_ratio) / 2
