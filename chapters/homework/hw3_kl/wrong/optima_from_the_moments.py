"""The only start is the forward fit."""

QUESTION = "reverse_optima"
MARKS = 4
MESSAGES = {
    "optima_all": "a narrow one, on a component",
}


def reverse_optima(weights, means, stds):
    """All local minima, an array (k, 3) with rows (μ, σ, KL), μ rising.

    weights, means, stds: (K,), the components of p.
    """
    nodes = np.linspace(-9, 9, 721)
    share = np.exp(-(nodes**2) / 2) / np.sum(np.exp(-(nodes**2) / 2))
    w, m, s = (part[:, None, None] for part in (weights, means, stds))

    def derivatives(mu, log_sigma):
        """The value, and slope and Hessian in (μ/σ, log σ), by averages of h, h', h''."""
        sigma = np.exp(log_sigma)[:, None]
        z = (mu[:, None] + sigma * nodes - m) / s  # (component, start, node)
        log_parts = np.log(w / s) - z**2 / 2 - np.log(2 * np.pi) / 2
        h = -np.logaddexp.reduce(log_parts, axis=0)
        part = np.exp(log_parts + h)  # the component that x is from, given x
        h1 = np.sum(part * z / s, axis=0)
        h2 = np.sum(part * (1 - z**2) / s**2, axis=0) + h1**2
        value = h @ share - log_sigma - np.log(2 * np.pi * np.e) / 2
        h1, h2 = sigma * h1, sigma**2 * h2
        slope = np.stack([h1 @ share, (h1 * nodes) @ share - 1], axis=1)
        mixed = (h2 * nodes) @ share
        spread = (h1 * nodes + h2 * nodes**2) @ share
        hessian = np.moveaxis(np.array([[h2 @ share, mixed], [mixed, spread]]), 2, 0)
        return value, slope, hessian

    mean = weights @ means
    overall = np.sqrt(weights @ (stds**2 + (means - mean) ** 2))
    between = np.linspace(means.min(), means.max(), 5)
    mu = np.concatenate([[mean]])
    log_sigma = np.log([overall])
    for _ in range(25):  # Newton, with |Hessian| so that it goes downhill, in short steps
        _, slope, hessian = derivatives(mu, log_sigma)
        size, axes = np.linalg.eigh(hessian)
        along = np.einsum("nij,ni->nj", axes, slope) / np.maximum(np.abs(size), 0.05)
        step = -np.einsum("nij,nj->ni", axes, along)
        step /= np.maximum(1, 2 * np.linalg.norm(step, axis=1))[:, None]
        mu, log_sigma = mu + np.exp(log_sigma) * step[:, 0], log_sigma + step[:, 1]
    value, slope, hessian = derivatives(mu, log_sigma)
    good = np.linalg.norm(slope, axis=1) < 1e-7
    good &= np.linalg.eigvalsh(hessian)[:, 0] > 1e-6
    rows = np.stack([mu, np.exp(log_sigma), value], axis=1)[good]
    rows = rows[np.argsort(rows[:, 0])]
    far = np.abs(rows[:, None, :2] - rows[:, :2]).max(axis=2) > 1e-4
    return rows[[np.all(far[i, :i]) for i in range(len(rows))]]
