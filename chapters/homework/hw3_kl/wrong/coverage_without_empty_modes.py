"""The modes without draws do not count in the fair share."""

QUESTION = "coverage"
MARKS = 4
MESSAGES = {
    "coverage_served": "also over those without draws",
}


def coverage(x, means, std):
    """The quality, the ceiling, the number of modes served (an integer), and the imbalance.

    x: (n, d), d even. means: (K, d). std: a number, σ.
    """
    squares = np.sum((x[:, None] - means) ** 2, axis=2)
    high = squares.min(axis=1) <= (3 * std) ** 2
    _, counts = np.unique(squares.argmin(axis=1)[high], return_counts=True)
    served = int(np.sum(counts >= counts.mean() / 5))
    h = counts[counts > 0] / counts.sum()
    term, total = 1.0, 0.0
    for k in range(x.shape[1] // 2):
        total += term
        term *= 4.5 / (k + 1)
    ceiling = 1 - np.exp(-4.5) * total
    return np.mean(high), ceiling, served, np.sum(h * np.log(h * len(means)))
