"""x² is taken to have the variance 1."""

QUESTION = "term_variances"
MARKS = 2
MESSAGES = {
    "variances_first": "not 1",
    "variances_second": "is wrong",
}


def term_variances(mean, std):
    """The variances of log r and of r − 1 − log r under p = N(0, 1), for q = N(mean, std²)."""
    var = std**2
    plain = (1 / var - 1) ** 2 / 4 + mean**2 / var**2
    if var >= 2:
        return plain, np.inf
    chi_square = np.exp(mean**2 / (2 - var)) / np.sqrt(var * (2 - var)) - 1
    jeffreys = (var + 1 / var - 2 + mean**2 * (1 + 1 / var)) / 2
    return plain, plain + chi_square - 2 * jeffreys
