"""The graded checks of homework 1. What is right is computed here, in NumPy.

The tests compare it with `lib`; a grader that does not start JAX is ready at once. A public check
takes the answer alone and is copied into the student notebook, so it uses NumPy only. A hidden one
takes (answer, rng) and draws new numbers, and new images: spots of a known distribution, whose
log p(x) is known too. The table at the end has the points.
"""

import numpy as np

from grading.check import Check, compare, fits, kind

PRELOAD = ("numpy", "jax", "jax.numpy", "optax")
SECONDS = 30.0

LOG_2PI = np.log(2 * np.pi)
SIDE, HIDDEN, LATENTS = 8, 32, 4  # of the images of spots, and of the networks
# Nats per image. Of 60 runs of the reference, each with new images and another seed, the ELBO lost
# 1.10 ± 0.06 of log p(x) (mean and standard deviation), the KL was 3.33 ± 0.11, and the copies of
# the autoencoder cost 2.63 ± 0.13 less than the VAE's: each bound is 5 deviations away, or more.
MOST_LOST, RATE, LESS = 1.5, (2.75, 4.1), 1.0


# The price of a code


def kl_by_hand(kl_diagonal):
    """two latents against N(0, I), done by hand"""
    mean, log_var = np.array([[1.0, 0.0], [0.0, 0.0]]), np.log([[1.0, 4.0], [1.0, 1.0]])
    kl = kl_diagonal(mean, log_var, np.zeros((2, 2)), np.zeros((2, 2)))
    if np.shape(kl) != (2,):
        return f"one number for each of the 2 rows is wanted, the shape is {np.shape(kl)}"
    if not abs(kl[0] - (2 - np.log(2))) < 1e-4:
        return f"the first KL should be 2 - log 2 = {2 - np.log(2):.4f}, but is {kl[0]:.4f}"
    if not abs(kl[1]) < 1e-4:
        return f"the KL of N(0, I) to itself should be 0, but is {kl[1]:.4f}"


def kl_values(kl_diagonal, rng):
    """random Gaussians"""
    q, p = random_gaussians(rng)
    right = kl_terms(q, p).sum(axis=1)
    difference, ratio = (q[0] - p[0]) ** 2, np.exp(q[1] - p[1])
    mistakes = {
        "the ½ is missing": 2 * right,
        "log_var is log σ²; yours takes it for log σ":
            kl_terms((q[0], 2 * q[1]), (p[0], 2 * p[1])).sum(axis=1),
        "that is KL(p ‖ q): the arguments are exchanged": kl_terms(p, q).sum(axis=1),
        "that is Jeffreys' divergence, the sum of both KLs": right + kl_terms(p, q).sum(axis=1),
        "the KL is the sum over the latents, not their mean": kl_terms(q, p).mean(axis=1),
        "the −1 of each latent is missing": right + q[0].shape[1] / 2,
        "that is the KL to N(0, I): the prior is given": kl_terms(q, (0, 0)).sum(axis=1),
        "the squared distance must be divided by the prior's variance":
            (difference + ratio - 1 - q[1] + p[1]).sum(axis=1) / 2,
        "the sign of the log ratio of the variances is wrong":
            (difference / np.exp(p[1]) + ratio - 1 + q[1] - p[1]).sum(axis=1) / 2,
        "the ratio of the variances is upside down":
            (difference / np.exp(p[1]) + 1 / ratio - 1 - q[1] + p[1]).sum(axis=1) / 2,
        "the sign is wrong: a KL is not negative": -right,
    }  # fmt: skip
    got = kl_diagonal(*q, *p)
    return compare(got, right, what="the KL", mistakes=mistakes)


def kl_zero(kl_diagonal, rng):
    """zero for equal Gaussians, and never negative"""
    q, p = random_gaussians(rng)
    same = kl_diagonal(*p, *p)
    if complaint := compare(same, np.zeros(len(p[0])), atol=1e-4, what="the KL of p to itself"):
        return complaint
    got = np.asarray(kl_diagonal(*q, *p), float)
    if not np.all(got >= -1e-4):
        return f"a KL is never negative; the smallest of yours is {np.min(got):.2g}"


def kl_units(kl_diagonal, rng):
    """the KL does not change with the units of z"""
    q, p = random_gaussians(rng)
    scale, shift = rng.uniform(2, 4, size=q[0].shape), rng.normal(size=q[0].shape)
    moved = [(scale * m + shift, v + 2 * np.log(scale)) for m, v in (q, p)]
    before, after = (np.asarray(kl_diagonal(*a, *b), float) for a, b in ((q, p), moved))
    if not np.isfinite(before).all():
        return "the KL is not finite"
    if not fits(after, before, 1e-3, 1e-3):
        return "when z is replaced by az + b in both Gaussians, the KL should stay, yours changes"
    if not np.ptp(before) > 1e-3:
        return "the KL is the same for all examples"


def kl_terms(q, p):
    """The KL of each latent. q, p: pairs of mean and log variance."""
    ratio = np.exp(q[1] - p[1])
    return (ratio + (q[0] - p[0]) ** 2 / np.exp(p[1]) - 1 - q[1] + p[1]) / 2


def random_gaussians(rng, n=4, d=3):
    """Two pairs of mean and log variance, (n, d) each."""
    return [(rng.normal(size=(n, d)), rng.uniform(-1.5, 1.5, size=(n, d))) for _ in range(2)]


# Two roads to a gradient


def gradients_by_hand(gradients):
    """two draws, done by hand"""
    found = gradients(np.array([3.0, 1.0]), np.array([1.0, 2.0]), np.log(4.0), np.array([2.0, -1]))
    right = {
        "reparameterised": [[1, 2], [2, -2]],
        "score": [[3, 4.5], [-0.5, 0]],
        "leave_one_out": [[2, 3], [1, 0]],
    }
    if len(found) != 3:
        return f"three arrays are wanted, you return {len(found)}"
    for (name, wanted), got in zip(right.items(), found, strict=True):
        if np.shape(got) != (2, 2):
            return f"{name} should have shape (2, 2), but has {np.shape(got)}"
        if not np.allclose(got, wanted, atol=1e-4):
            return f"{name} should be {wanted}, but is {np.asarray(got).tolist()}"


def gradients_slope(gradients, rng):
    """the reparameterised gradient"""
    value, slope, log_var, eps = random_draws(rng)
    sigma = np.exp(log_var / 2)
    right = np.stack([slope, slope * sigma * eps / 2], axis=1)
    mistakes = {
        "σ is exp(½ log σ²): the ½ is missing, in σ or in its derivative":
            np.stack([slope, slope * sigma * eps], axis=1),
        "log_var is log σ²; yours takes it for log σ":
            np.stack([slope, slope * sigma**2 * eps], axis=1),
        "log_var is log σ²; yours takes it for log σ, and leaves out the ½":
            np.stack([slope, slope * sigma**2 * eps / 2], axis=1),
        "the second column is the derivative by log σ², not by σ":
            np.stack([slope, slope * eps], axis=1),
        "the second column is the derivative by log σ², not by σ²":
            np.stack([slope, slope * eps / (2 * sigma)], axis=1),
        "the columns are exchanged": right[:, ::-1],
        "this road uses the slopes of f, not its values":
            np.stack([value, value * sigma * eps / 2], axis=1),
    }  # fmt: skip
    got, _, _ = gradients(value, slope, log_var, eps)
    return compare(got, right, what="reparameterised", mistakes=mistakes)


def gradients_score(gradients, rng):
    """the score-function gradient"""
    value, slope, log_var, eps = random_draws(rng)
    score = scores(log_var, eps)
    first, second = score.T
    var = np.exp(log_var)
    of = lambda *columns: value[:, None] * np.stack(columns, axis=1)  # noqa: E731
    mistakes = {
        "the ½ of ∂ log q/∂ log σ² is missing": of(first, 2 * second),
        "the second column is the derivative by log σ², not by σ²": of(first, second / var),
        "the second column is the derivative by log σ², not by σ":
            of(first, 2 * second / var**0.5),
        "log q has a term −½ log σ²: its derivative is missing": of(first, eps**2 / 2),
        "∂ log q/∂μ is (z − μ)/σ² = ε/σ": of(eps, second),
        "∂ log q/∂μ is ε/σ, not ε/σ²": of(eps / var, second),
        "log_var is log σ²; yours takes it for log σ": of(eps / var, 2 * second),
        "this road uses the values of f, not its slopes": slope[:, None] * score,
        "the sign of the score is wrong": of(-first, -second),
        "the columns are exchanged": of(second, first),
    }  # fmt: skip
    _, got, _ = gradients(value, slope, log_var, eps)
    return compare(got, value[:, None] * score, what="score", mistakes=mistakes)


def gradients_baseline(gradients, rng):
    """the baseline is the mean of the other values"""
    value, slope, log_var, eps = random_draws(rng)
    score, n = scores(log_var, eps), len(value)
    others = (value.sum() - value) / (n - 1)
    mistakes = {
        "a draw's own value is in its baseline: that makes the gradient too small by 1 − 1/n":
            (value - value.mean())[:, None] * score,
        "no baseline is subtracted": value[:, None] * score,
        "the sum of the others is no mean: divide by n − 1":
            (value - (value.sum() - value))[:, None] * score,
        "divide the sum of the n − 1 others by n − 1, not by n":
            (value - (value.sum() - value) / n)[:, None] * score,
        "the sign is wrong: subtract the baseline": -(value - others)[:, None] * score,
    }  # fmt: skip
    _, _, got = gradients(value, slope, log_var, eps)
    return compare(got, (value - others)[:, None] * score, what="leave_one_out", mistakes=mistakes)


def gradients_unbiased(gradients, rng):
    """all three have the right mean, exactly"""
    mean, log_var, (a, b, c) = rng.normal(), rng.uniform(-1, 1), rng.uniform(1, 3, size=3)
    nodes, weights = normal_quadrature(4)  # exact: all that is averaged is of degree 4 at most
    total = np.zeros((3, 2))
    for eps, weight in zip(
        np.stack(np.meshgrid(nodes, nodes), -1).reshape(-1, 2),
        np.outer(weights, weights).ravel(),
        strict=True,
    ):
        z = mean + np.exp(log_var / 2) * eps
        found = gradients(a * z**2 + b * z + c, 2 * a * z + b, float(log_var), eps)
        total += weight * np.array([np.mean(each, axis=0) for each in found])
    right = np.array([2 * a * mean + b, a * np.exp(log_var)])
    for name, got in zip(("reparameterised", "score", "leave_one_out"), total, strict=True):
        half = {"with n = 2 draws its mean is half of the gradient: is a draw's own value in its "
                "baseline?": right / 2}  # fmt: skip
        what = f"the mean of {name}, over all ε,"
        if complaint := compare(got, right, rtol=1e-3, atol=1e-3, what=what, mistakes=half):
            return complaint


def scores(log_var, eps):
    """∂ log q(z)/∂(μ, log σ²) at z = μ + σε: (n, 2)."""
    return np.stack([eps / np.exp(log_var / 2), (eps**2 - 1) / 2], axis=1)


def random_draws(rng, n=6):
    """Values and slopes of a function, log σ², ε."""
    return rng.uniform(1, 5, size=n), rng.normal(size=n), rng.uniform(0.5, 1.5), rng.normal(size=n)


# Binary pixels


def bernoulli_by_hand(bernoulli):
    """fair coins, and one that is nearly certain"""
    log_prob, gradient = bernoulli(
        np.array([[1.0, 0.0], [1.0, 0.0]]), np.array([[0.0, 0.0], [50.0, -50.0]])
    )
    if np.shape(log_prob) != (2,) or np.shape(gradient) != (2, 2):
        return f"the shapes are {np.shape(log_prob)} and {np.shape(gradient)}, not (2,) and (2, 2)"
    if not abs(log_prob[0] + 2 * np.log(2)) < 1e-4:
        return f"two fair coins have -2 log 2 = -1.3863, yours have {log_prob[0]:.4f}"
    if not abs(log_prob[1]) < 1e-4:
        return f"what is nearly certain has a log probability of nearly 0, yours {log_prob[1]:.4f}"
    if not np.allclose(gradient, [[0.5, -0.5], [0, 0]], atol=1e-4):
        return f"the gradient should be [[0.5, -0.5], [0, 0]], but is {np.asarray(gradient)}"


def bernoulli_values(bernoulli, rng):
    """log p(x) in nats"""
    x, logits = random_pixels(rng)
    each = x * logits - np.logaddexp(0, logits)
    right = each.sum(axis=1)
    mistakes = {
        "sum over the pixels, do not average": each.mean(axis=1),
        "that is −log p(x), the loss": -right,
        "nats, not bits": right / np.log(2),
        "the pixels that are 0 count too": np.sum(-x * np.logaddexp(0, -logits), axis=1),
        "the pixels that are 1 count too": np.sum((x - 1) * np.logaddexp(0, logits), axis=1),
        "x and 1 − x are exchanged": np.sum(-x * logits - np.logaddexp(0, -logits), axis=1),
        "a logit is no probability: p = 1/(1 + exp(−logit))":
            np.sum(x * np.log(np.abs(logits)) + (1 - x) * np.log(np.abs(1 - logits)), axis=1),
    }  # fmt: skip
    got, _ = bernoulli(x, logits)
    return compare(got, right, what="log p(x)", mistakes=mistakes)


def bernoulli_extreme(bernoulli, rng):
    """logits of 10 000, right and wrong"""
    x, logits = random_pixels(rng)
    logits = np.where(rng.random(logits.shape) < 0.5, 1e4, 3.0) * np.sign(logits)
    logits[:, 0] = 1e4 * (1 - 2 * x[:, 0])  # a pixel that is impossible
    right = np.sum(x * logits - np.logaddexp(0, logits), axis=1)
    p = 1 / (1 + np.exp(-logits))
    clipped = {
        f"a probability was clipped at {least:g}: what is impossible then costs too little":
            np.sum(np.log(np.clip(np.where(x == 1, p, 1 - p), least, None)), axis=1)
        for least in (1e-5, 1e-6, 1e-7, 1e-8, 1e-10, 1e-12, 1e-15, 1e-16, 1e-20, 1e-30)
    }  # fmt: skip
    got, gradient = bernoulli(x, logits)
    complaint = compare(got, right, what="log p(x) at large logits", mistakes=clipped)
    return complaint or compare(gradient, x - p, what="the gradient at large logits")


def bernoulli_gradient(bernoulli, rng):
    """its gradient in the logits"""
    x, logits = random_pixels(rng)
    p = 1 / (1 + np.exp(-logits))
    mistakes = {
        "that is the gradient of −log p(x)": p - x,
        "the gradient of the sum is wanted, not of the mean over the pixels":
            (x - p) / x.shape[1],
        "that is the derivative by the probability, not by the logit": (x - p) / (p * (1 - p)),
        "the derivative of −log(1 + exp(l)) is missing, or that of x·l": x,
        "subtract the probability, not the logit": x - logits,
    }  # fmt: skip
    _, got = bernoulli(x, logits)
    return compare(got, x - p, what="the gradient", mistakes=mistakes)


def random_pixels(rng, n=4, pixels=7):
    """Binary pixels and logits, (n, pixels) each; each row of pixels has both kinds."""
    x = np.zeros((n, pixels))
    x[:, :3] = 1
    return rng.permuted(x, axis=1), 2 * rng.normal(size=(n, pixels))


# Two estimators of the ELBO


def sgvb_by_hand(sgvb):
    """a decoder that ignores z"""
    x, zero = np.array([[1.0, 0.0, 1.0]]), np.zeros((1, 1))
    eps = np.array([[[0.5]], [[-2.0]]])
    a, b = sgvb(x, np.ones((1, 1)), zero, np.zeros((3, 1)), np.zeros(3), eps)
    if np.shape(a) != (2, 1) or np.shape(b) != (2, 1):
        return f"both should have shape (L, n) = (2, 1), but have {np.shape(a)} and {np.shape(b)}"
    log_p = -3 * np.log(2)
    if not np.allclose(a, [[log_p - 1], [log_p + 1.5]], atol=1e-4):
        return f"A should be -3 log 2 plus [-1, 1.5], but is that plus {np.ravel(a) - log_p}"
    if not np.allclose(b, log_p - 0.5, atol=1e-4):
        return f"B should be -3 log 2 minus 0.5, but is that plus {np.ravel(b) - log_p}"


def sgvb_a(sgvb, rng):
    """estimator A"""
    inputs = random_vae(rng)
    right, (log_p, prior, log_q, _, sigma) = sgvb_terms(*inputs)
    _, mean, log_var, _, _, eps = inputs
    mistakes = {
        "A takes the KL at the drawn z too: log p(z) − log q(z|x); yours is B": right[1],
        "log p(z) is missing": log_p - log_q,
        "log q(z|x) is missing": log_p + prior,
        "log q(z|x) is subtracted, not added": log_p + prior + log_q,
        "log q(z|x) has the term −½ log σ² for each latent":
            log_p + prior - (log_q + log_var.sum(axis=1) / 2),
        "in log q(z|x), (z − μ)² is divided by σ²; yours is not": log_p + prior - (
            log_q + np.sum(eps**2 * (1 - sigma**2), axis=2) / 2),
        "in log q(z|x), log σ² stands with ½": log_p + prior - (log_q - log_var.sum(axis=1) / 2),
        **common_sgvb(inputs, 0),
        "both log p(z) and log q(z|x) are sums over the latents, not means":
            log_p + (prior - log_q) / mean.shape[1],
    }  # fmt: skip
    got, _ = sgvb(*inputs)
    return compare(got, right[0], what="A", mistakes=mistakes)


def sgvb_b(sgvb, rng):
    """estimator B"""
    inputs = random_vae(rng)
    right, (log_p, _, _, kl, _) = sgvb_terms(*inputs)
    mistakes = {
        "B has the KL in closed form; yours takes it at the drawn z": right[0],
        "the KL is subtracted, not added": log_p + kl,
        "the KL is missing": log_p,
        "the ½ of the KL is missing": log_p - 2 * kl,
        "the KL is a sum over the latents, not a mean": log_p - kl / inputs[1].shape[1],
        **common_sgvb(inputs, 1),
    }
    _, got = sgvb(*inputs)
    return compare(got, right[1], what="B", mistakes=mistakes)


def sgvb_bound(sgvb, rng):
    """both have the same mean, and it is below log p(x)"""
    x, mean, log_var, weight, bias, _ = random_vae(rng)
    nodes, weights = normal_quadrature(20)
    grid = np.stack(np.meshgrid(nodes, nodes), -1).reshape(-1, 1, 2)
    weights = np.outer(weights, weights).ravel()
    found = sgvb(x, mean, log_var, weight, bias, np.repeat(grid, len(x), axis=1))
    a, b = (weights @ np.asarray(each, float) for each in found)
    if not fits(a, b, 1e-3, 1e-3):
        return "the means of A and B over all ε differ, so one of them is no estimator of the ELBO"
    exact = exact_log_p(x, weight, bias)
    if not np.all(a <= exact + 1e-3):
        return f"its mean is above log p(x), by up to {np.max(a - exact):.2g} nats"
    right = weights @ sgvb_terms(x, mean, log_var, weight, bias, grid)[0][1]
    return compare(b, right, rtol=1e-3, atol=1e-3, what="the mean of B over all ε")


def sgvb_terms(x, mean, log_var, weight, bias, eps):
    """(A, B), and what they are made of: log p(x|z), log p(z), log q(z|x), the KL, σ."""
    sigma = np.exp(log_var / 2)
    z = mean + sigma * eps
    logits = z @ weight.T + bias
    log_p = np.sum(x * logits - np.logaddexp(0, logits), axis=2)
    prior = -np.sum(z**2 + LOG_2PI, axis=2) / 2
    log_q = -np.sum(eps**2 + log_var + LOG_2PI, axis=2) / 2
    kl = kl_terms((mean, log_var), (0, 0)).sum(axis=1)
    return (log_p + prior - log_q, log_p - kl), (log_p, prior, log_q, kl, sigma)


def common_sgvb(inputs, which):
    """What both estimators may get wrong."""
    x, mean, log_var, weight, bias, eps = inputs
    right, parts = sgvb_terms(*inputs)
    still = sgvb_terms(x, mean, log_var, weight, bias, 0 * eps)[1][0]
    return {
        "log_var is log σ²; yours takes it for log σ":
            sgvb_terms(x, mean, 2 * log_var, weight, bias, eps)[0][which],
        "the noise is missing in the decoder: it sees the mean, not z":
            right[which] - parts[0] + still,
        "log p(x|z) is a sum over the pixels, not a mean":
            right[which] - parts[0] * (1 - 1 / x.shape[1]),
        "the bias of the decoder is missing":
            sgvb_terms(x, mean, log_var, weight, 0, eps)[0][which],
        "the sign is wrong: the ELBO, not the loss": -right[which],
    }  # fmt: skip


def exact_log_p(x, weight, bias):
    """log p(x) of a Bernoulli decoder with two latents, on a fine grid over the prior."""
    line = np.linspace(-9, 9, 121)
    z = np.stack(np.meshgrid(line, line), -1).reshape(-1, 2)
    logits = z @ weight.T + bias
    log_p = x @ logits.T - np.logaddexp(0, logits).sum(axis=1)
    log_joint = log_p - np.sum(z**2 + LOG_2PI, axis=1) / 2
    return log_mean_exp(log_joint) + 2 * np.log(len(line) * (line[1] - line[0]))


def random_vae(rng, n=3, pixels=5, d=2, samples=4):
    """x, mean, log_var, weight, bias, eps."""
    x, _ = random_pixels(rng, n, pixels)
    mean, log_var = rng.normal(size=(n, d)), rng.uniform(0.3, 1.2, size=(n, d))
    log_var *= rng.choice([-1, 1], size=(n, d))
    weight, bias = rng.normal(size=(pixels, d)), rng.normal(size=pixels)
    return x, mean, log_var, weight, bias, rng.normal(size=(samples, n, d))


# A model that can be solved


def evidence_by_hand(evidence):
    """one latent, one pixel, done by hand"""
    log_p, mean, cov, gap = evidence(
        np.array([[2.0]]), np.array([[1.0]]), np.array([0.0]), np.array([1.0])
    )
    if not np.allclose(log_p, [-np.log(4 * np.pi) / 2 - 1], atol=1e-4):
        return f"x has variance 2, so log p(2) = -½ log 4π - 1 = -2.2655; you say {log_p}"
    if np.shape(mean) != (1, 1) or np.shape(cov) != (1, 1):
        return f"the shapes of mean and cov are {np.shape(mean)} and {np.shape(cov)}, not (1, 1)"
    if not (np.allclose(mean, 1, atol=1e-4) and np.allclose(cov, 0.5, atol=1e-4)):
        return f"the posterior of x = 2 is N(1, ½), yours N({np.ravel(mean)}, {np.ravel(cov)})"
    if np.ndim(gap) or not abs(gap) < 1e-4:
        return f"with one latent every covariance is diagonal and the gap is 0, you say {gap}"


def evidence_log_p(evidence, rng):
    """log p(x)"""
    x, weight, mean, var = random_factors(rng)
    cov = weight @ weight.T + np.diag(var)
    right = log_normal(x - mean, cov)
    half = np.linalg.slogdet(cov)[1] / 2
    mistakes = {
        "var holds variances; yours takes them for standard deviations":
            log_normal(x - mean, weight @ weight.T + np.diag(var**2)),
        "the noise of x is missing in its covariance, or only a tiny part is left":
            log_normal(x - mean, weight @ weight.T + 1e-6 * np.eye(len(var))),
        "the latent part W Wᵀ is missing in the covariance of x":
            log_normal(x - mean, np.diag(var)),
        "the mean is not subtracted from x": log_normal(x, cov),
        "the term −½ D log 2π is missing": right + len(var) * LOG_2PI / 2,
        "log 2π stands with D, the dimension of x": right + (len(var) - 1) * LOG_2PI / 2,
        "the ½ of log det is missing": right - half,
        "the sign of log det is wrong": right + 2 * half,
        "log det is missing": right + half,
        "each noise has its own variance; yours have all the mean one":
            log_normal(x - mean, weight @ weight.T + np.mean(var) * np.eye(len(var))),
    }  # fmt: skip
    got, *_ = evidence(x, weight, mean, var)
    return compare(got, right, what="log p(x)", mistakes=mistakes)


def evidence_posterior(evidence, rng):
    """the posterior of z"""
    x, weight, mean, var = random_factors(rng)
    centre, cov = posterior(x - mean, weight, var)
    plain = np.linalg.inv((weight.T / var) @ weight)
    common, deviation = np.full_like(var, np.mean(var)), var**2
    _, got_mean, got_cov, _ = evidence(x, weight, mean, var)
    mistakes = {
        "the prior is missing: I + WᵀΨ⁻¹W, not WᵀΨ⁻¹W": plain,
        "that is the precision: invert it": np.linalg.inv(cov),
        "each pixel has its own variance; yours have all the mean one":
            posterior(x, weight, common)[1],
        "var holds variances; yours takes them for standard deviations":
            posterior(x, weight, deviation)[1],
        "each pixel's noise variance is missing": posterior(x, weight, np.ones_like(var))[1],
        "only the diagonal is left: the posterior's latents are correlated": np.diag(np.diag(cov)),
        "that is the best diagonal q, not the posterior": np.diag(1 / np.diag(np.linalg.inv(cov))),
    }  # fmt: skip
    if complaint := compare(got_cov, cov, what="cov", mistakes=mistakes):
        return complaint
    mistakes = {
        "subtract the mean from x": posterior(x, weight, var)[0],
        "weigh each pixel by one over its variance": (x - mean) @ weight @ cov,
        "that is the least-squares code: the prior pulls it to 0":
            (x - mean) @ (weight / var[:, None]) @ plain,
    }  # fmt: skip
    return compare(got_mean, centre, what="mean", mistakes=mistakes)


def evidence_gap(evidence, rng):
    """what the best diagonal q misses"""
    x, weight, mean, var = random_factors(rng)
    cov = posterior(x, weight, var)[1]
    precision = np.linalg.inv(cov)
    log_det = np.linalg.slogdet(precision)[1]
    right = (np.sum(np.log(np.diag(precision))) - log_det) / 2
    marginal = np.diag(cov)
    mistakes = {
        "the ½ is missing": 2 * right,
        "that is the gap with the posterior's own variances: they are not the best ones":
            (np.diag(precision) @ marginal - len(cov) - log_det - np.sum(np.log(marginal))) / 2,
        "that is KL(p ‖ q) of a q with the posterior's own variances: the gap is KL(q ‖ p)":
            (np.sum(np.log(marginal)) + log_det) / 2,
        "the sign is wrong: the gap is not negative": -right,
        "a diagonal q cannot be exact here: the gap is not 0": 0.0,
    }  # fmt: skip
    *_, got = evidence(x, weight, mean, var)
    return compare(got, right, atol=1e-4, what="gap", mistakes=mistakes)


def evidence_bayes(evidence, rng):
    """Bayes' rule: log p(x|z) + log p(z) − log p(z|x) = log p(x), for every z"""
    x, weight, mean, var = random_factors(rng)
    log_p, centre, cov, _ = evidence(x, weight, mean, var)
    z = rng.normal(size=(len(x), weight.shape[1]))
    joint = log_normal(x - mean - z @ weight.T, np.diag(var)) + log_normal(z, np.eye(z.shape[1]))
    centre, cov = np.asarray(centre, float), np.asarray(cov, float)
    if centre.shape != z.shape or cov.shape != (z.shape[1],) * 2:
        return f"mean and cov have the shapes {centre.shape} and {cov.shape}"
    found = joint - log_normal(z - centre, cov)
    if not np.isfinite(found).all():
        return "with your posterior, Bayes' rule gives no finite log p(x)"
    return compare(log_p, found, rtol=1e-3, atol=1e-3, what="log p(x), compared with Bayes' rule,")


def posterior(centred, weight, var):
    """The mean and covariance of p(z|x)."""
    cov = np.linalg.inv(np.eye(weight.shape[1]) + (weight.T / var) @ weight)
    return centred @ (weight / var[:, None]) @ cov, cov


def log_normal(x, cov):
    """log N(x; 0, cov) of the rows of x."""
    squares = np.sum(x * np.linalg.solve(cov, x.T).T, axis=1)
    return -(len(cov) * LOG_2PI + np.linalg.slogdet(cov)[1] + squares) / 2


def random_factors(rng, n=4, dimension=5, d=3):
    """x, weight, mean and var of a model in which the best diagonal q misses at least 0.1 nats.

    With two latents the gap is the same number for both KLs, so there are three.
    """
    while True:
        weight, mean = rng.normal(size=(dimension, d)), rng.normal(size=dimension)
        var = rng.uniform(0.3, 2, size=dimension)
        precision = np.eye(d) + (weight.T / var) @ weight
        if np.sum(np.log(np.diag(precision))) - np.linalg.slogdet(precision)[1] > 0.2:
            z, noise = rng.normal(size=(n, d)), rng.normal(size=(n, dimension))
            return z @ weight.T + mean + np.sqrt(var) * noise, weight, mean, var


# A tighter bound


def iwae_by_hand(iwae_bound):
    """two weights, 1 and 3"""
    log_w = np.log([[1.0, 3.0]])
    found = iwae_bound(log_w, 2)
    if np.shape(found) != (1,):
        return f"one number for each of the n = 1 rows is wanted, the shape is {np.shape(found)}"
    if not abs(found[0] - np.log(2)) < 1e-4:
        return f"their mean is 2, so with K = 2 the bound is log 2 = 0.6931; you say {found[0]:.4f}"
    found = iwae_bound(log_w, 1)
    if not abs(found[0] - np.log(3) / 2) < 1e-4:
        return f"with K = 1 it is the mean of log 1 and log 3, 0.5493; you say {found[0]:.4f}"


def iwae_values(iwae_bound, rng):
    """random weights"""
    log_w = 2 * rng.normal(size=(4, 12))
    groups = log_w.reshape(4, 4, 3)
    right = mean_bound(groups)
    mistakes = {
        "log K is not subtracted: the weights are averaged, not summed": right + np.log(3),
        "the logarithm comes after the mean over the K weights: yours is the ELBO":
            log_w.mean(axis=1),
        "average over the groups at the end; yours takes all m weights as one group":
            mean_bound(log_w[:, None]),
        "a group is K weights that stand next to each other":
            mean_bound(log_w.reshape(4, 3, 4).transpose(0, 2, 1)),
        "there are m/K groups of K, not K groups of m/K": mean_bound(log_w.reshape(4, 3, 4)),
        "average over the groups, do not add them up": 4 * right,
        "that is the largest weight of each group, not the mean":
            groups.max(axis=2).mean(axis=1),
    }  # fmt: skip
    return compare(iwae_bound(log_w, 3), right, what="the bound", mistakes=mistakes)


def iwae_extreme(iwae_bound, rng):
    """log weights between −20 000 and 20 000, and a weight of zero"""
    scale = rng.permutation(np.linspace(-2e4, 2e4, 6)).reshape(3, 2, 1)  # each group has its own
    log_w = (3 * rng.normal(size=(3, 2, 4)) + scale).reshape(3, 8)
    log_w[0, 5] = -np.inf
    right = mean_bound(log_w.reshape(3, 2, 4))
    got = iwae_bound(log_w, 4)
    mistakes = {}
    with np.errstate(all="ignore"):
        for axis in (0, 1):
            largest = log_w.max(axis=axis, keepdims=True)
            wrong = np.log(np.exp(log_w - largest).reshape(3, 2, 4).mean(axis=2))
            place = np.broadcast_to(largest, log_w.shape).reshape(3, 2, 4)[..., 0]
            mistakes |= {
                "subtract the largest log weight of each group, before you take its exponential: "
                f"yours is that of another axis ({axis})": (wrong + place).mean(axis=1)
            }
    return compare(got, right, rtol=1e-6, what="the bound at such weights", mistakes=mistakes)


def iwae_order(iwae_bound, rng):
    """from the ELBO upwards with K, and never above the largest log weight"""
    log_w = 3 * rng.normal(size=(4, 16))
    found = [np.asarray(iwae_bound(log_w, k), float) for k in (1, 2, 4, 8, 16)]
    if complaint := compare(found[0], log_w.mean(axis=1), what="the bound with K = 1, the ELBO,"):
        return complaint
    if not np.all(np.diff(found, axis=0) >= -1e-4):
        return "when two groups become one, the bound cannot fall (Jensen); yours does"
    if not np.all(found[-1] <= log_w.max(axis=1) + 1e-4):
        return "a mean is at most the largest weight; yours is above it"
    if not np.all(found[-1] > found[0] + 1e-3):
        return "with K = 16 the bound should be above the ELBO"


def mean_bound(groups):
    """The mean of log (1/K) Σ w over the groups, (n, groups, K)."""
    return log_mean_exp(groups).mean(axis=1)


# An autoencoder and a VAE


def train_stripes(train):
    """the autoencoder learns to copy eight stripes"""
    row = np.random.default_rng(0).integers(8, size=2000)
    images = np.repeat(np.eye(8, dtype=np.uint8)[row], 8, axis=1)
    networks = train(images, "ae", 32, 4, 0)
    shapes = {"encoder": [(64, 32), (32, 8)], "decoder": [(4, 32), (32, 64)]}
    x = images
    for part, wanted in shapes.items():
        (weight, bias), (weight_2, bias_2) = ((np.asarray(a) for a in b) for b in networks[part])
        found = [weight.shape, weight_2.shape]
        if found != wanted:
            return f"the weights of the {part} should have shapes {wanted}, but have {found}"
        x = np.maximum(x @ weight + bias, 0) @ weight_2 + bias_2
        x = x[:, :4] if part == "encoder" else x
    cost = np.mean(np.sum(np.logaddexp(0, x) - images * x, axis=1))
    if not cost < 1:
        return f"the copy of an image costs {cost:.3g} nats; it should cost less than 1"


def train_bound(train, rng):
    """the VAE's ELBO on new images comes close to their exact log p(x)"""
    images, new = spots(rng, 2000), spots(rng, 1000)
    networks = read(train(images, "vae", HIDDEN, LATENTS, int(rng.integers(1000))))
    if isinstance(networks, str):
        return networks
    noisy, still, kl = costs(networks, new, rng)
    lost = noisy + kl + np.mean(exact_spots(new))
    if lost < -0.5:
        return "the ELBO is above log p(x), which is impossible: were the new images known?"
    if lost <= MOST_LOST:
        return None
    if kl < 0.1:
        return (
            f"the codes hold {kl:.2f} nats: they have collapsed. Is log p(x|z) summed over the "
            "pixels, and the KL not weighted?"
        )
    if noisy > still + 10:
        return "the decoder cannot read codes with noise: z is drawn from q in training, too"
    sharp, _, sharp_kl = costs(networks, new, rng, log_var_factor=2.0)
    if sharp + sharp_kl < noisy + kl - 0.5:
        return "read as log σ, your log_var gives a better ELBO; but it should be log σ²"
    if kl > 2 * RATE[1]:
        return f"the codes hold {kl:.3g} nats, far more than needed: is the KL in the loss?"
    return f"the ELBO of new images is {lost:.3g} nats below their exact log p(x), on average"


def train_rate(train, rng):
    """the VAE's codes hold as many nats as they should"""
    networks = read(train(spots(rng, 2000), "vae", HIDDEN, LATENTS, int(rng.integers(1000))))
    if isinstance(networks, str):
        return networks
    _, _, kl = costs(networks, spots(rng, 1000), rng)
    if kl < RATE[0]:
        why = "does it count for too much in the loss, or did training end too early?"
        return f"the KL of the codes is only {kl:.2f} nats: {why}"
    if not kl <= RATE[1]:
        return f"the KL of the codes is {kl:.3g} nats: does it count for too little in the loss?"


def train_copies(train, rng):
    """the autoencoder copies its training images better than the VAE"""
    images, seed = spots(rng, 2000), int(rng.integers(1000))
    found = [read(train(images, kind, HIDDEN, LATENTS, seed)) for kind in ("ae", "vae")]
    for networks in found:
        if isinstance(networks, str):
            return networks
    if all(map(np.array_equal, *(networks["decoder"] for networks in found))):
        return "both kinds give the same networks"
    (_, ae, _), (vae, _, _) = (costs(networks, images, rng) for networks in found)
    if not vae - ae >= LESS:
        return (
            f"a copy costs the autoencoder {ae:.4g} nats, and the VAE, with noise, {vae:.4g}: "
            "the difference should be larger. Do they differ in the two terms only?"
        )


def train_half(train, rng):
    """the autoencoder does nothing with the second half of the encoder's output"""
    images, seed = spots(rng, 2000), int(rng.integers(1000))
    networks = read(train(images, "ae", HIDDEN, LATENTS, seed))
    if isinstance(networks, str):
        return networks
    start = initial(seed, SIDE**2, HIDDEN, LATENTS)["encoder"][1]
    for got, first in zip(networks["encoder"][2:], start, strict=True):
        if not np.allclose(got[..., LATENTS:], first[..., LATENTS:], atol=0.01):
            return (
                "what makes the second half is not as `initial` gave it, so it had a gradient: is "
                "there a KL or noise in the autoencoder's loss?"
            )


def initial(seed, pixels, hidden, latents):
    """The networks that the training starts from, as the notebook makes them."""
    rng = np.random.default_rng(seed)
    sizes = {"encoder": (pixels, hidden, 2 * latents), "decoder": (latents, hidden, pixels)}
    return {
        part: [(rng.normal(size=size) / size[0] ** 0.5, np.zeros(size[1]))
               for size in ((a, b), (b, c))]
        for part, (a, b, c) in sizes.items()
    }  # fmt: skip


def spots(rng, n):
    """n binary images of a spot, (n, SIDE²), uint8."""
    probability = spot(rng.random((n, 2)))
    return (rng.random(probability.shape) < probability).astype(np.uint8)


def spot(place):
    """The probability of each pixel, given the place of the spot in the unit square (n, 2)."""
    line = (np.arange(SIDE) + 0.5) / SIDE
    down = (line[:, None] - place[:, 0, None, None]) ** 2
    right = (line[None] - place[:, 1, None, None]) ** 2
    return (0.01 + 0.95 * np.exp(-(down + right) / (2 * 0.13**2))).reshape(len(place), -1)


def exact_spots(x, points=60):
    """log p(x) of images of spots: the mean over a grid of places."""
    line = (np.arange(points) + 0.5) / points
    p = spot(np.stack(np.meshgrid(line, line), -1).reshape(-1, 2))
    log_p = x @ np.log(p).T + (1.0 - x) @ np.log1p(-p).T
    return log_mean_exp(log_p)


def read(networks):
    """The networks in double precision, or what is wrong with their form."""
    sizes = {"encoder": (SIDE**2, HIDDEN, 2 * LATENTS), "decoder": (LATENTS, HIDDEN, SIDE**2)}
    if not isinstance(networks, dict) or set(networks) != set(sizes):
        return f'the answer should have an "encoder" and a "decoder", but is {kind(networks)}'
    found = {}
    for part, (a, b, c) in sizes.items():
        arrays = found[part] = [np.float64(array) for layer in networks[part] for array in layer]
        if [array.shape for array in arrays] != [(a, b), (b,), (b, c), (c,)]:
            return f"the shapes of the {part} are {[array.shape for array in arrays]}"
        if not all(np.isfinite(array).all() for array in arrays):
            return f"the {part} has numbers that are not finite: the training has diverged"
    return found


def costs(networks, x, rng, log_var_factor=1.0):
    """−log p(x|z) with z ~ q and at the mean of q, and the KL: means over the images, in nats."""
    mean, log_var = np.split(network(networks["encoder"], x), 2, axis=1)
    log_var = log_var_factor * log_var

    def cost(z):
        logits = network(networks["decoder"], z)
        return np.mean(np.sum(np.logaddexp(0, logits) - x * logits, axis=1))

    noise = np.exp(log_var / 2) * rng.normal(size=(10, *mean.shape))
    noisy = np.mean([cost(mean + each) for each in noise])
    return noisy, cost(mean), np.mean(kl_terms((mean, log_var), (0, 0)).sum(axis=1))


def network(layers, x):
    """Two layers with ReLU between them."""
    w1, b1, w2, b2 = layers
    return np.maximum(x @ w1 + b1, 0) @ w2 + b2


# The prior that fits


def prior_by_hand(best_prior):
    """two codes on a line"""
    mean, log_var = np.array([[0.0], [2.0]]), np.log([[1.0], [3.0]])
    centre, cov, gain = best_prior(mean, log_var)
    if np.shape(centre) != (1,) or np.shape(cov) != (1, 1):
        return f"the shapes are {np.shape(centre)} and {np.shape(cov)}, not (1,) and (1, 1)"
    if not (np.allclose(centre, 1, atol=1e-4) and np.allclose(cov, 3, atol=1e-4)):
        return f"the best prior is N(1, 3), yours is N({np.ravel(centre)}, {np.ravel(cov)})"
    if np.ndim(gain) or not abs(gain - (1.5 - np.log(3) / 2)) < 1e-4:
        return f"it saves 1.5 - ½ log 3 = 0.9507 nats per image, you say {gain}"


def prior_moments(best_prior, rng):
    """its mean and covariance"""
    mean, log_var = random_codes(rng)
    centre, cov = moments(mean, log_var)
    spread, inner, n = np.cov(mean.T, bias=True), np.diag(np.exp(log_var).mean(axis=0)), len(mean)
    got_mean, got_cov, _ = best_prior(mean, log_var)
    if complaint := compare(got_mean, centre, what="prior_mean"):
        return complaint
    mistakes = {
        "each q has a width of its own: the covariance of the means is not enough": spread,
        "the means of the codes vary too: the mean variance of q is not enough": inner,
        "that is diagonal: the means of the codes are correlated": np.diag(np.diag(cov)),
        "divide by n: these n images are all there are": spread * n / (n - 1) + inner,
        "subtract the mean of the codes before you square": cov + np.outer(centre, centre),
        "log_var is log σ²; yours takes it for log σ":
            spread + np.diag(np.exp(2 * log_var).mean(axis=0)),
        "average the variances, not their logarithms":
            spread + np.diag(np.exp(log_var.mean(axis=0))),
        "a product of Gaussians has this covariance, a mixture has another":
            np.diag(1 / np.exp(-log_var).mean(axis=0)),
    }  # fmt: skip
    return compare(got_cov, cov, what="prior_cov", mistakes=mistakes)


def prior_gain(best_prior, rng):
    """what it saves"""
    mean, log_var = random_codes(rng)
    centre, cov = moments(mean, log_var)
    right = kl_to_normal(centre, cov)
    inverse = np.linalg.inv(cov)
    rate = kl_terms((mean, log_var), (0, 0)).sum(axis=1).mean()
    swapped = (np.trace(inverse) + centre @ inverse @ centre - len(cov)
               + np.linalg.slogdet(cov)[1]) / 2  # fmt: skip
    mistakes = {
        "the ½ is missing": 2 * right,
        "that is KL(N(0, I) ‖ best prior): it is the other way round": swapped,
        "that is the mean KL to N(0, I), not what is saved of it": rate,
        "that is the mean KL to the best prior, not what is saved": rate - right,
        "the sign is wrong: the best prior saves nats": -right,
        "that is the sum over the images, not their mean": len(mean) * right,
    }
    *_, got = best_prior(mean, log_var)
    return compare(got, right, what="gain", mistakes=mistakes)


def prior_best(best_prior, rng):
    """no other Gaussian is better, and the gain is the difference"""
    mean, log_var = random_codes(rng)
    centre, cov, gain = best_prior(mean, log_var)
    centre, cov = np.asarray(centre, float), np.asarray(cov, float)
    if not (np.isfinite(cov).all() and np.min(np.linalg.eigvalsh(cov)) > 0):
        return "prior_cov is no covariance matrix"
    rate = mean_rate(mean, log_var, centre, cov)
    for _ in range(20):
        step = 0.05 * rng.normal(size=cov.shape)
        other = (np.eye(len(cov)) + step) @ cov @ (np.eye(len(cov)) + step).T
        moved = centre + 0.05 * rng.normal(size=len(cov))
        if not mean_rate(mean, log_var, moved, other) >= rate - 1e-6:
            return "a Gaussian next to yours has a smaller mean KL"
    saved = mean_rate(mean, log_var, np.zeros(len(cov)), np.eye(len(cov))) - rate
    return compare(gain, saved, rtol=1e-3, atol=1e-3, what="gain, compared with the two mean KLs,")


def prior_codes(best_prior, rng):
    """the codes of an autoencoder, which have no width"""
    mean, log_var = random_codes(rng)
    centre, cov = moments(mean, np.full_like(log_var, -np.inf))
    found = best_prior(mean, np.full_like(log_var, -np.inf))
    for got, right, name in zip(found, (centre, cov), ("prior_mean", "prior_cov"), strict=False):
        if complaint := compare(got, right, what=name):
            return complaint
    if np.ndim(found[2]) == 0 and np.isnan(found[2]):
        return "gain is ∞ − ∞: simplify the difference of the two KLs before you compute it"
    return compare(found[2], kl_to_normal(centre, cov), what="gain")


def moments(mean, log_var):
    """The mean and covariance of the mixture of all q."""
    return mean.mean(axis=0), np.cov(mean.T, bias=True) + np.diag(np.exp(log_var).mean(axis=0))


def kl_to_normal(mean, cov):
    """KL(N(mean, cov) ‖ N(0, I))."""
    return (np.trace(cov) + mean @ mean - len(cov) - np.linalg.slogdet(cov)[1]) / 2


def mean_rate(mean, log_var, centre, cov):
    """The mean over the images of KL(q ‖ N(centre, cov))."""
    inverse, difference = np.linalg.inv(cov), mean - centre
    squares = np.einsum("ni,ij,nj->n", difference, inverse, difference)
    spread = np.exp(log_var) @ np.diag(inverse)
    log_dets = np.linalg.slogdet(cov)[1] - log_var.sum(axis=1)
    return np.mean(spread + squares - len(cov) + log_dets) / 2


def random_codes(rng, n=12, d=3):
    """Correlated means away from 0, and log variances."""
    mean = rng.normal(size=(n, d)) @ (np.eye(d) + rng.uniform(0.3, 1, size=(d, d)))
    return mean + rng.uniform(0.5, 1.5, size=d), rng.uniform(-2, 0.5, size=(n, d))


# Averages


def log_mean_exp(values):
    """The logarithm of the mean of exp(values) over the last axis."""
    largest = values.max(axis=-1, keepdims=True)
    return np.log(np.mean(np.exp(values - largest), axis=-1)) + largest[..., 0]


def normal_quadrature(points):
    """Nodes and weights for E[f(ε)] with ε ~ N(0, 1), exact for polynomials below 2·points."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(points)
    return nodes, weights / weights.sum()


CHECKS = [
    Check("kl_diagonal", 1, kl_by_hand, public=True),
    Check("kl_diagonal", 2, kl_values),
    Check("kl_diagonal", 1, kl_zero, needs="kl_units"),
    Check("kl_diagonal", 1, kl_units),
    Check("gradients", 1, gradients_by_hand, public=True),
    Check("gradients", 1, gradients_slope),
    Check("gradients", 2, gradients_score),
    Check("gradients", 1, gradients_baseline),
    Check("gradients", 1, gradients_unbiased),
    Check("bernoulli", 1, bernoulli_by_hand, public=True),
    Check("bernoulli", 1, bernoulli_values),
    Check("bernoulli", 1, bernoulli_extreme),
    Check("bernoulli", 1, bernoulli_gradient),
    Check("sgvb", 1, sgvb_by_hand, public=True),
    Check("sgvb", 2, sgvb_a),
    Check("sgvb", 2, sgvb_b),
    Check("sgvb", 1, sgvb_bound),
    Check("evidence", 1, evidence_by_hand, public=True),
    Check("evidence", 2, evidence_log_p),
    Check("evidence", 2, evidence_posterior),
    Check("evidence", 1, evidence_gap),
    Check("evidence", 1, evidence_bayes),
    Check("iwae_bound", 1, iwae_by_hand, public=True),
    Check("iwae_bound", 1, iwae_values),
    Check("iwae_bound", 1, iwae_extreme),
    Check("iwae_bound", 1, iwae_order),
    Check("train", 2, train_stripes, public=True),
    Check("train", 3, train_bound),
    Check("train", 1, train_rate),
    Check("train", 1, train_copies),
    Check("train", 1, train_half),
    Check("best_prior", 1, prior_by_hand, public=True),
    Check("best_prior", 2, prior_moments),
    Check("best_prior", 1, prior_gain),
    Check("best_prior", 1, prior_best),
    Check("best_prior", 1, prior_codes),
]
