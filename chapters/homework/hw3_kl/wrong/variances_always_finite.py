"""The formula is used where the integral is infinite."""

QUESTION = "term_variances"
MARKS = 3
MESSAGES = {
    "variances_infinite": "the integral is infinite",
}


def term_variances(mean, std):
    """The variances of log r and of r − 1 − log r under p = N(0, 1), for q = N(mean, std²)."""
    var = std**2
    plain = (1 / var - 1) ** 2 / 2 + mean**2 / var**2
    chi_square = np.exp(mean**2 / (2 - var)) / np.sqrt(var * (2 - var)) - 1
    jeffreys = (var + 1 / var - 2 + mean**2 * (1 + 1 / var)) / 2
    return plain, plain + chi_square - 2 * jeffreys
