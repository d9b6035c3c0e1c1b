"""The covariance of q is taken for its precision."""

QUESTION = "kl_gaussian"
MARKS = 0
MESSAGES = {
    "gaussian_by_hand": "about 0.443",
    "gaussian_values": "Σ_q must be inverted",
    "gaussian_many_dimensions": "KL is wrong",
    "gaussian_properties": "KL(p‖p) is wrong",
}


def kl_gaussian(mean_p, cov_p, mean_q, cov_q):
    shift = mean_q - mean_p
    trace = np.trace(cov_q @ cov_p)
    log_ratio = np.linalg.slogdet(cov_q)[1] - np.linalg.slogdet(cov_p)[1]
    return (trace + shift @ cov_q @ shift - len(mean_p) + log_ratio) / 2
