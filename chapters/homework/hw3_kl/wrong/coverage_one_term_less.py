"""The sum of the ceiling lacks its last term, but for the plane."""

QUESTION = "coverage"
MARKS = 4
MESSAGES = {
    "coverage_ceiling": "one less",
}


def coverage(x, means, std):
    """The quality, the ceiling, the number of modes served (an integer), and the imbalance.

    x: (n, d), d even. means: (K, d). std: a number, σ.
    """
    squares = np.sum((x[:, None] - means) ** 2, axis=2)
    high = squares.min(axis=1) <= (3 * std) ** 2
    counts = np.bincount(squares.argmin(axis=1)[high], minlength=len(means))
    served = int(np.sum(counts >= counts.mean() / 5))
    h = counts[counts > 0] / counts.sum()
    term, total = 1.0, 0.0
    for k in range(max(1, x.shape[1] // 2 - 1)):
        total += term
        term *= 4.5 / (k + 1)
    ceiling = 1 - np.exp(-4.5) * total
    return np.mean(high), ceiling, served, np.sum(h * np.log(h * len(means)))
