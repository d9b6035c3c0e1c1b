"""The graded checks of homework 3. What is right is computed here, in NumPy.

The tests compare it with `lib.divergences`, `lib.kl_fit` and `lib.mode_coverage`, and with SciPy. A
public check takes the answer alone and is copied into the student notebook, so it uses NumPy only.
A hidden one takes (answer, rng) and draws new distributions. The table at the end has the points.
"""

import math

import numpy as np

from grading.check import Check, compare, parts

SECONDS = 30.0

WISHES = "abcdef"
# Even nodes ε and their shares for averages over N(0, 1). The sum is accurate to rounding if
# log p(μ + σε) is smooth on the scale of a step: so it is for the mixtures that are drawn, and for
# those of question 8 with the finer nodes (log p bends on a scale of 0.1, and σ < 7).
NODES, FINE = np.linspace(-9, 9, 721), np.linspace(-9, 9, 2161)
CLOSE = 5e-3  # how far from an optimum an answer of three digits may be


# Two Gaussians


def gaussian_by_hand(kl_gaussian):
    """N(0, 1) and N(1, 4), done by hand"""
    mean, cov = np.array([0.0]), np.array([[1.0]])
    value = kl_gaussian(mean, cov, mean + 1, 4 * cov)
    if np.shape(value) != ():
        return f"one number is asked for, but the shape is {np.shape(value)}"
    if abs(value - (2 - np.log(2))) < 1e-6:
        return "that is KL(q‖p): the average is taken under the first distribution, p"
    if not abs(value - (np.log(2) - 0.25)) < 1e-6:
        return f"KL should be log 2 - 1/4, about 0.443, but is {value}"


def gaussian_values(kl_gaussian, rng):
    """random full covariances"""
    mean_p, cov_p, mean_q, cov_q = two_gaussians(rng, 3)
    got = kl_gaussian(mean_p, cov_p, mean_q, cov_q)
    trace, square, log_ratio = gaussian_terms(mean_p, cov_p, mean_q, cov_q)
    _, square_p, _ = gaussian_terms(mean_q, cov_q, mean_p, cov_p)
    delta, diagonal = mean_q - mean_p, [np.diag(np.diag(cov)) for cov in (cov_p, cov_q)]
    right = (trace + square - 3 + log_ratio) / 2
    mistakes = {
        "that is KL(q‖p): the average is taken under the first distribution, p":
            kl(mean_q, cov_q, mean_p, cov_p),
        "the ½ is missing": 2 * right,
        "that is Jeffreys' divergence, the sum of both KLs":
            right + kl(mean_q, cov_q, mean_p, cov_p),
        "that is the mean of both KLs": (right + kl(mean_q, cov_q, mean_p, cov_p)) / 2,
        "the dimension is missing: for p = q the result must be 0": right + 1.5,
        "the ratio of the determinants is upside down": right - log_ratio,
        "the logarithm of the determinants' ratio is halved twice": right - log_ratio / 4,
        "Σ_q must be inverted: a covariance is given, not a precision":
            (np.trace(cov_q @ cov_p) + delta @ cov_q @ delta - 3 + log_ratio) / 2,
        "you take covariances for precisions":
            kl(mean_p, np.linalg.inv(cov_p), mean_q, np.linalg.inv(cov_q)),
        "the difference of the means is measured by Σ_q, not by Σ_p": right + (square_p - square)/2,
        "the means are left out": right - square / 2,
        "the covariances are full; you use their diagonals only":
            kl(mean_p, diagonal[0], mean_q, diagonal[1]),
    }  # fmt: skip
    return compare(got, right, what="KL", mistakes=mistakes)


def gaussian_many_dimensions(kl_gaussian, rng):
    """200 dimensions"""
    mean_p, cov_p, mean_q, cov_q = two_gaussians(rng, 200)
    scale = 0.01  # a determinant is about 1e-700 then
    arguments = mean_p * scale, cov_p * scale**2, mean_q * scale, cov_q * scale**2
    got = kl_gaussian(*arguments)
    complaint = compare(got, kl(*arguments), what="KL")
    if complaint and not np.isfinite(np.asarray(got, float)).all():
        return "a determinant leaves the range of floating-point numbers; its logarithm does not"
    return complaint


def gaussian_properties(kl_gaussian, rng):
    """positive, zero for p = q, and the same in other coordinates"""
    mean_p, cov_p, mean_q, cov_q = two_gaussians(rng, 4)
    p, q = (mean_p, cov_p), (mean_q, cov_q)
    if complaint := compare(kl_gaussian(*p, *p), 0, what="KL(p‖p)"):
        return complaint
    factor = rng.uniform(2, 4)
    for each in (q, (mean_p, factor * cov_p), (mean_p, cov_p / factor)):
        if not 0 < kl_gaussian(*p, *each) < math.inf:
            return "KL(p‖q) should be positive and finite"
    first, shift = kl_gaussian(*p, *q), rng.normal(size=4)
    turn = np.linalg.qr(rng.normal(size=(4, 4)))[0] * rng.uniform(0.5, 2, 4)
    moved = [(turn @ mean + shift, turn @ cov @ turn.T) for mean, cov in (p, q)]
    what = "KL must not depend on the coordinates: after x → Ax + b it"
    return compare(kl_gaussian(*moved[0], *moved[1]), first, rtol=1e-3, what=what)


def two_gaussians(rng, dimensions):
    """μ_p, Σ_p, μ_q, Σ_q; the eigenvalues lie between ½ and 4."""
    found = []
    for _ in range(2):
        turn, _ = np.linalg.qr(rng.normal(size=(dimensions, dimensions)))
        found += [rng.normal(size=dimensions), (turn * rng.uniform(0.5, 4, dimensions)) @ turn.T]
    return found


def gaussian_terms(mean_p, cov_p, mean_q, cov_q):
    """tr Σ_q⁻¹Σ_p, δᵀΣ_q⁻¹δ and log(det Σ_q/det Σ_p)."""
    delta = mean_q - mean_p
    log_ratio = np.linalg.slogdet(cov_q)[1] - np.linalg.slogdet(cov_p)[1]
    square = delta @ np.linalg.solve(cov_q, delta)
    return np.trace(np.linalg.solve(cov_q, cov_p)), square, log_ratio


def kl(mean_p, cov_p, mean_q, cov_q):
    """KL(N(μ_p, Σ_p)‖N(μ_q, Σ_q))."""
    return (sum(gaussian_terms(mean_p, cov_p, mean_q, cov_q)) - len(mean_p)) / 2


# Two estimators


def draws_by_hand(monte_carlo):
    """three draws, done by hand"""
    log_p = np.log([0.2, 0.4, 0.4])
    log_q = np.log([0.2, 0.2, 0.1])
    found = [float(value) for value in monte_carlo(log_p, log_q)]
    log_2 = np.log(2)
    first = np.array([0, log_2, 2 * log_2])
    second = np.array([0, log_2 - 1 / 2, 2 * log_2 - 3 / 4])
    means = [log_2, log_2 - 5 / 12]
    squares = [np.sum((first - means[0]) ** 2), np.sum((second - means[1]) ** 2)]
    right = [means[0], np.sqrt(squares[0] / 6), means[1], np.sqrt(squares[1] / 6)]
    names = ["first mean", "first standard error", "second mean", "second standard error"]
    if len(found) != 4:
        return f"four numbers are asked for, but there are {len(found)}"
    for name, value, wanted in zip(names, found, right, strict=True):
        if not abs(value - wanted) < 1e-5:
            return f"the {name} should be {wanted:.6f}, but is {value:.6f}"


def draws_first(monte_carlo, rng):
    """the plain estimator and its standard error"""
    log_p, log_q = random_draws(rng)
    got = parts(monte_carlo(log_p, log_q), 4)[:2]
    complaint = means_complaint(got, log_p - log_q, "the first mean and its standard error", {
        "the sign is wrong: p comes first, in the name and in the difference": log_q - log_p,
        "the draws are from p already: they need no weights":
            np.exp(log_q - log_p) * (log_p - log_q),
    })  # fmt: skip
    if complaint:
        return complaint
    above = log_q > log_p
    got = parts(monte_carlo(log_p[above], log_q[above]), 4)[0]
    mistakes = {"a KL is not negative, but this estimate of it may be: do not cut it off": 0}
    right = np.mean((log_p - log_q)[above])
    return compare(got, right, what="the first mean where q > p", mistakes=mistakes)


def draws_second(monte_carlo, rng):
    """the estimator without negative terms and its standard error"""
    log_p, log_q = random_draws(rng)
    got = parts(monte_carlo(log_p, log_q), 4)[2:]
    log_r = log_q - log_p
    return means_complaint(got, second_terms(log_p, log_q), "the second mean and its error", {
        "r is q/p; yours is p/q, and its mean under p is not 1": second_terms(log_q, log_p),
        "the mean of r is 1, not 0: a −1 is missing": np.exp(log_r) - log_r,
        "the sign of log r is wrong": np.exp(log_r) - 1 + log_r,
        "that is the square ½ (log r)², which is not unbiased": log_r**2 / 2,
    })  # fmt: skip


def draws_far(monte_carlo, rng):
    """log densities of -2000"""
    log_p, log_q = random_draws(rng)
    got = parts(monte_carlo(log_p - 2000, log_q - 2000), 4)
    terms = log_p - log_q, second_terms(log_p, log_q)
    right = np.concatenate([mean_and_error(each) for each in terms])
    complaint = compare(got, right, rtol=1e-3, what="the result")
    if complaint and not np.isfinite(np.asarray(got, float)).all():
        return "e^(−2000) is 0 in floating-point numbers: take differences before you exponentiate"
    return complaint


def means_complaint(got, terms, what, wrong_terms):
    """None for the mean of some terms and its standard error."""
    right, n = mean_and_error(terms), len(terms)
    mistakes = {complaint: mean_and_error(each) for complaint, each in wrong_terms.items()}
    mistakes |= {
        "the standard error of a mean is s/√n; yours is s itself": right * [1, math.sqrt(n)],
        "s² is the sum of squares over n − 1, not over n": right * [1, math.sqrt((n - 1) / n)],
        "n − 1 belongs into s²; the error is s/√n, and yours s/√(n − 1)":
            right * [1, math.sqrt(n / (n - 1))],
        "yours is the variance of the mean, not its root": right ** [1, 2],
    }  # fmt: skip
    return compare(got, right, rtol=1e-5, what=what, mistakes=mistakes)


def random_draws(rng):
    """log p and log q at 40 draws of p, for two Gaussians with other constants."""
    x, shift = rng.normal(size=40), rng.uniform(0.4, 0.8)
    log_p, log_q = -(x**2) / 2, -((x - shift) ** 2) / 2 / 1.3 - math.log(1.3) / 2
    return log_p - 0.9, log_q - 0.9


def second_terms(log_p, log_q):
    """r − 1 − log r with r = q/p."""
    return np.expm1(log_q - log_p) - (log_q - log_p)


def mean_and_error(terms):
    """The mean and s/√n, s² over n − 1."""
    return np.array([np.mean(terms), np.std(terms, ddof=1) / math.sqrt(len(terms))])


# Which estimator


def variances_by_hand(term_variances):
    """two Gaussians of the same spread, one apart"""
    first, second = term_variances(1.0, 1.0)
    if not abs(first - 1) < 1e-6:
        return f"the log ratio is x - 1/2 up to its sign: its variance is 1, you say {first}"
    if not abs(second - (np.e - 2)) < 1e-6:
        return f"the second variance should be e - 2, about 0.718, you say {second}"


def variances_first(term_variances, rng):
    """the variance of the log ratio"""
    mean, std = random_shift(rng)
    got, _ = parts(term_variances(mean, std), 2)
    right, wide = log_ratio_variance(mean, std), (1 / std**2 - 1) ** 2
    mistakes = {
        "x² has the variance 2 under N(0, 1), not 1": right - wide / 4,
        "x² has the variance 2 under N(0, 1), not 3": right + wide / 4,
        "the quadratic part of the log ratio is left out": mean**2 / std**4,
        "that is the second moment: subtract the square of the mean":
            right + kl_line(0, 1, mean, std) ** 2,
        "x is drawn from p, not from q": log_ratio_variance(-mean / std, 1 / std),
    }  # fmt: skip
    return compare(got, right, what="the first variance", mistakes=mistakes)


def variances_second(term_variances, rng):
    """the variance of r - 1 - log r, where it is finite"""
    mean, std = random_shift(rng)
    _, got = parts(term_variances(mean, std), 2)
    first, chi, jeffreys = log_ratio_variance(mean, std), chi_square(mean, std), both(mean, std)
    mistakes = {
        "r and log r are not independent: their covariance is missing": first + chi,
        "the covariance enters twice: Var(a − b) = Var a + Var b − 2 Cov(a, b)":
            first + chi - jeffreys,
        "r − 1 and −log r vary against each other: the covariance has the other sign":
            first + chi + 2 * jeffreys,
        "the covariance is the sum of both KLs; you take KL(p‖q) only":
            first + chi - 2 * kl_line(0, 1, mean, std),
        "the covariance is the sum of both KLs; you take KL(q‖p) only":
            first + chi - 2 * kl_line(mean, std, 0, 1),
        "E[r²] − 1 is the variance of r: the −1 is missing": first + chi + 1 - 2 * jeffreys,
        "the mean of r² under p is the integral of q²/p, not of p²/q":
            first + chi_square(-mean / std, 1 / std) - 2 * jeffreys,
    }  # fmt: skip
    return compare(got, first + chi - 2 * jeffreys, what="the second variance", mistakes=mistakes)


def variances_infinite(term_variances, rng):
    """where the second variance is infinite"""
    mean = float(rng.normal())
    for std in (math.sqrt(float(rng.uniform(2.05, 2.9))), 1.9, 3.0):
        _, got = parts(term_variances(mean, std), 2)
        mistakes = {"q is so wide that q²/p grows far out: the integral is infinite": math.nan}
        complaint = compare(got, math.inf, what="a second variance", mistakes=mistakes)
        if complaint:
            return complaint if "so wide" in complaint else "a variance is infinite; yours is not"
    _, got = parts(term_variances(0.1, 1.4), 2)  # 1.4² < 2
    return None if 0 < got < math.inf else "for s = 1.4 the second variance is positive and finite"


def random_shift(rng):
    """μ and s of q, clearly other than 0 and 1, with s² < 2 and 1/s² < 2."""
    mean = float(rng.choice([-1, 1]) * rng.uniform(0.4, 0.9))
    return mean, float(rng.choice([rng.uniform(0.75, 0.9), rng.uniform(1.1, 1.3)]))


def log_ratio_variance(mean, std):
    """Var log(p/q) under p = N(0, 1), for q = N(μ, s²)."""
    return (1 / std**2 - 1) ** 2 / 2 + mean**2 / std**4


def chi_square(mean, std):
    """∫ q²/p − 1 for p = N(0, 1), q = N(μ, s²), s² < 2."""
    return math.exp(mean**2 / (2 - std**2)) / (std * math.sqrt(2 - std**2)) - 1


def kl_line(mean_p, std_p, mean_q, std_q):
    """KL(N(μ_p, σ_p²)‖N(μ_q, σ_q²)) in one dimension."""
    ratio = (std_p / std_q) ** 2
    return (ratio - 1 - math.log(ratio) + ((mean_p - mean_q) / std_q) ** 2) / 2


def both(mean, std):
    """KL(p‖q) + KL(q‖p) for p = N(0, 1), q = N(μ, s²)."""
    return kl_line(0, 1, mean, std) + kl_line(mean, std, 0, 1)


# Moments


def moments_by_hand(match_moments):
    """two modes on the line, and two far apart in the plane"""
    mean, cov, var = match_moments(
        np.array([0.5, 0.5]), np.array([[-3.0], [3.0]]), np.array([[[1.0]], [[1.0]]])
    )
    if np.shape(mean) != (1,) or np.shape(cov) != (1, 1) or np.shape(var) != ():
        shapes = f"{np.shape(mean)}, {np.shape(cov)} and {np.shape(var)}"
        return f"the shapes should be (1,), (1, 1) and (), but are {shapes}"
    if not (abs(mean[0]) < 1e-9 and abs(cov[0][0] - 10) < 1e-6 and abs(var - 10) < 1e-6):
        return "the pair at -3 and 3 has the mean 0 and the variance 1 + 9"
    means = np.array([[0.0, 0.0], [4.0, 0.0]])
    _, cov, _ = match_moments(np.array([0.5, 0.5]), means, np.array([np.eye(2), np.eye(2)]))
    if not np.allclose(cov, [[5, 0], [0, 1]]):
        return "two modes 4 apart along the first axis: the covariance is diag(5, 1)"


def moments_mean(match_moments, rng):
    """the mean"""
    weights, means, covs = random_mixture(rng)
    got, _, _ = parts(match_moments(weights, means, covs), 3)
    mistakes = {
        "the components must be weighted": means.mean(axis=0),
        "that is the mean of the heaviest component": means[weights.argmax()],
    }
    return compare(got, weights @ means, what="the mean", mistakes=mistakes)


def moments_cov(match_moments, rng):
    """the best full covariance"""
    weights, means, covs = random_mixture(rng)
    _, got, _ = parts(match_moments(weights, means, covs), 3)
    within, between = mixture_parts(weights, means, covs)
    mean = weights @ means
    evenly = np.full(len(weights), 1 / len(weights))
    mistakes = {
        "the spread of the means is missing (the law of total variance has two terms)": within,
        "the components' own covariances are missing": between,
        "that is E[xxᵀ]: the mean's own square must be subtracted":
            within + between + np.outer(mean, mean),
        "the components must be weighted": sum(mixture_parts(evenly, means, covs)),
        "variances mix, precisions do not: yours is the inverse of the mean precision":
            np.linalg.inv(np.einsum("k,kij->ij", weights, np.linalg.inv(covs))),
        "the components are no sample: there is no n − 1":
            within + between * len(weights) / (len(weights) - 1),
        "the covariance is full: its other entries are not 0": np.diag(np.diag(within + between)),
    }  # fmt: skip
    return compare(got, within + between, what="the covariance", mistakes=mistakes)


def moments_round(match_moments, rng):
    """the best round Gaussian"""
    weights, means, covs = random_mixture(rng)
    *_, got = parts(match_moments(weights, means, covs), 3)
    cov = sum(mixture_parts(weights, means, covs))
    d = len(cov)
    mistakes = {
        "the trace must be divided by the dimension": np.trace(cov),
        "that is the geometric mean of the variances, det Σ to the power of 1/d":
            np.linalg.det(cov) ** (1 / d),
        "that is the reverse KL's answer, from the trace of the precision":
            d / np.trace(np.linalg.inv(cov)),
        "a variance is asked for, not a standard deviation": math.sqrt(np.trace(cov) / d),
        "the means spread too": np.trace(mixture_parts(weights, means, covs)[0]) / d,
    }  # fmt: skip
    return compare(got, np.trace(cov) / d, what="the round variance", mistakes=mistakes)


def random_mixture(rng):
    """weights (3,), means (3, 4) and covs (3, 4, 4)."""
    weights, factors = rng.dirichlet([4.0, 2.0, 1.0]), rng.normal(size=(3, 4, 6))
    return weights, rng.normal(size=(3, 4)) * 2 + 1, factors @ factors.transpose(0, 2, 1) / 6


def mixture_parts(weights, means, covs):
    """The mean of the covariances, and the covariance of the means."""
    apart = means - weights @ means
    return np.einsum("k,kij->ij", weights, covs), (weights[:, None] * apart).T @ apart


# Factorised fits


def factorised_by_hand(factorised):
    """two variables with correlation 0.8"""
    forward, reverse, kl_forward, kl_reverse = factorised(np.array([[1.0, 0.8], [0.8, 1.0]]))
    if not np.allclose(forward, [1, 1]):
        return f"the forward KL's variances should be [1, 1], but are {forward}"
    if not np.allclose(reverse, [0.36, 0.36]):
        return f"the reverse KL's variances should be [0.36, 0.36], but are {reverse}"
    if not abs(kl_forward + np.log(0.6)) < 1e-6 or not abs(kl_reverse + np.log(0.6)) < 1e-6:
        return "both divergences should be -log 0.6, about 0.511 (in two dimensions they agree)"


def factorised_forward(factorised, rng):
    """the variances of the forward KL's fit"""
    cov, marginal, conditional, _ = random_correlated(rng)
    got, *_ = parts(factorised(cov), 4)
    mistakes = {
        "those are the reverse KL's variances": conditional,
        "variances are asked for, not standard deviations": np.sqrt(marginal),
        "the axes are fixed: a rotation to the eigenvectors is not allowed":
            np.linalg.eigvalsh(cov),
    }  # fmt: skip
    return compare(got, marginal, what="the forward KL's variances", mistakes=mistakes)


def factorised_reverse(factorised, rng):
    """the variances of the reverse KL's fit"""
    cov, marginal, conditional, _ = random_correlated(rng)
    _, got, *_ = parts(factorised(cov), 4)
    off = np.abs(cov).sum(axis=1) - np.diag(cov)
    mistakes = {
        "those are the marginal variances, the forward KL's": marginal,
        "that is the diagonal of the precision: its entries must be inverted": 1 / conditional,
        "first invert the whole covariance, then take the diagonal; yours takes it first":
            1 / marginal,
        "variances are asked for, not standard deviations": np.sqrt(conditional),
        "the axes are fixed: a rotation to the eigenvectors is not allowed":
            np.linalg.eigvalsh(cov),
        "what the others tell is not the sum of the covariances": marginal - off,
    }  # fmt: skip
    return compare(got, conditional, what="the reverse KL's variances", mistakes=mistakes)


def factorised_values(factorised, rng):
    """the divergences that remain"""
    cov, _, _, right = random_correlated(rng)
    got = parts(factorised(cov), 4)[2:]
    mistakes = {
        "the two divergences are exchanged": right[::-1],
        "a divergence is not negative: the sign is wrong": -right,
        "the ½ is missing": 2 * right,
        "in more than two dimensions the two differ; yours are both the forward KL": right[[0, 0]],
        "in more than two dimensions the two differ; yours are both the reverse KL": right[[1, 1]],
        "nats are asked for, not bits": right / math.log(2),
    }
    return compare(got, right, what="the pair of divergences", mistakes=mistakes)


def factorised_best(factorised, rng):
    """no factorised Gaussian nearby is closer"""
    cov, *_ = random_correlated(rng)
    forward, reverse, *_ = parts(factorised(cov), 4)
    zero = np.zeros(len(cov))
    for name, found, divergence in (
        ("forward", forward, lambda var: kl(zero, cov, zero, np.diag(var))),
        ("reverse", reverse, lambda var: kl(zero, np.diag(var), zero, cov)),
    ):
        found = np.asarray(found, float)
        if found.shape != zero.shape or not np.all((found > 0) & (found < 1e6)):
            return f"the {name} KL's fit should have {len(zero)} positive variances"
        here = divergence(found)
        for _ in range(20):
            there = divergence(found * np.exp(0.03 * rng.normal(size=len(found))))
            if not here <= there + 1e-9:
                return f"the {name} KL is smaller for other variances, close to yours"
    return None


def random_correlated(rng):
    """A covariance (4, 4), its marginal and conditional variances, and the two divergences."""
    factors = rng.normal(size=(4, 6))
    cov = factors @ factors.T / 3
    marginal, conditional = np.diag(cov), 1 / np.diag(np.linalg.inv(cov))
    log_det = np.linalg.slogdet(cov)[1]
    pair_of = np.sum(np.log(marginal)) - log_det, log_det - np.sum(np.log(conditional))
    return cov, marginal, conditional, np.array(pair_of) / 2


# All optima of the reverse KL


def optima_one_component(reverse_optima):
    """p is itself a Gaussian"""
    found = np.asarray(reverse_optima(np.array([1.0]), np.array([1.5]), np.array([0.7])), float)
    if found.shape != (1, 3):
        return f"there is one optimum, of shape (1, 3), but your array has shape {found.shape}"
    if not np.allclose(found, [[1.5, 0.7, 0.0]], atol=1e-3):
        return f"the fit is p itself, with mean 1.5, spread 0.7 and KL 0, but yours is {found[0]}"


def optima_real(reverse_optima, rng):
    """each of yours is a local minimum"""
    mixture, right = random_landscape(rng)
    found = rows(reverse_optima(*mixture))
    for mean, std, _ in found:
        if not std > 0:
            return "a spread should be positive"
        if np.any(distances(right, mean, std) < CLOSE):
            continue
        _, slope, hessian = derivatives(mixture, np.array([mean]), np.log([std]))
        if np.linalg.norm(slope) < 1e-3 and np.linalg.eigvalsh(hessian[0])[0] > 0:
            continue  # a minimum, and we know no better
        for count in (10, 16, 20, 24, 32):
            by_hermite = minima(mixture, *hermite(count))
            if np.any(distances(by_hermite, mean, std) < CLOSE):
                return (
                    f"of yours one is a minimum of a Gauss–Hermite sum with {count} nodes, and "
                    "not of the integral: a few nodes see the bends of log p one at a time"
                )
        if np.linalg.norm(slope) < 1e-2 and np.linalg.eigvalsh(hessian[0])[0] < 0:
            return "one of yours is stationary but no minimum: a saddle. Look at the curvature"
        return (
            f"at one of yours KL(q‖p) is not even stationary: its slope in (μ/σ, log σ) is "
            f"{np.linalg.norm(slope):.2g}. Is your quadrature fine enough, and did you go on long?"
        )
    return None


def optima_all(reverse_optima, rng):
    """none is missing, none twice, in rising order"""
    mixture, right = random_landscape(rng)
    found = rows(reverse_optima(*mixture))
    missing = [row for row in right if not np.any(distances(found, *row[:2]) < CLOSE)]
    if missing:
        broad = any(row[1] > 1.5 * mixture[2].max() for row in missing)
        kinds = ["a narrow one, on a component", "the broad one, between the components"]
        return (
            f"{len(missing)} of {len(right)} local optima are missing, or not accurate, "
            f"for example {kinds[broad]}: what a descent finds depends on where it starts"
        )
    for row in right:
        if np.sum(distances(found, *row[:2]) < CLOSE) > 1:
            return "an optimum is listed twice: descents from several starts end at the same one"
    return None if np.all(np.diff(found[:, 0]) > 0) else "the rows should be in the order of μ"


def optima_values(reverse_optima, rng):
    """the divergence at each of yours"""
    mixture, _ = random_landscape(rng)
    found = rows(reverse_optima(*mixture))
    if not np.all((found[:, 1] > 0.05) & (found[:, 1] < 50)):
        return "a spread is far out of the range of the mixture's"
    mean, log_std = found[:, 0], np.log(found[:, 1])
    right, _, _ = derivatives(mixture, mean, log_std)
    constant = math.log(2 * math.pi * math.e) / 2
    forward = [forward_kl(mixture, m, s) for m, s, _ in found]
    mistakes = {
        "that is the forward KL at your fits": forward,
        "the constant −½ log 2πe is left out: it moves no optimum, but it counts in the value":
            right + constant,
        "a part of the entropy's constant is left out: −½ log 2π": right + constant - 0.5,
        "that is the cross-entropy: the entropy of q is missing": right + log_std + constant,
        "the sign is wrong: a divergence is not negative": -right,
    }  # fmt: skip
    return compare(found[:, 2], right, rtol=1e-3, atol=1e-3, what="KL(q‖p)", mistakes=mistakes)


def rows(answer):
    """The rows (μ, σ, value) of an answer."""
    found = np.asarray(answer, float)
    if found.ndim != 2 or found.shape[1] != 3 or not 0 < len(found) <= 1000:
        raise ValueError(f"an array (k, 3) is asked for, yours has shape {found.shape}")
    if not np.isfinite(found).all():
        raise ValueError("a number is nan or infinite (p may round to 0; work with log p)")
    return found


def distances(optima, mean, std):
    """How far some optima are from (μ, σ)."""
    return np.max(np.abs(optima[:, :2] - [mean, std]), axis=1)


def random_landscape(rng):
    """A mixture of two, and its local minima: three, none of them shallow.

    Until 20 nodes of Gauss and Hermite invent some, so that this shows.
    """
    while True:
        w, half, middle = rng.uniform(0.4, 0.6), rng.uniform(2.8, 3.4), rng.uniform(-1, 1)
        std = rng.uniform(0.85, 1.15, size=2)
        mixture = np.array([w, 1 - w]), middle + np.array([-half, half]), std
        if len(minima(mixture, *hermite(20))) > 3:
            right = minima(mixture)
            _, _, hessian = derivatives(mixture, right[:, 0], np.log(right[:, 1]))
            if len(right) == 3 and np.linalg.eigvalsh(hessian)[:, 0].min() > 0.3:
                return mixture, right


def even(nodes=NODES):
    """Even nodes and their shares."""
    share = np.exp(-(nodes**2) / 2)
    return nodes, share / share.sum()


def hermite(count):
    """The nodes of Gauss and Hermite and their shares."""
    nodes, share = np.polynomial.hermite_e.hermegauss(count)
    return nodes, share / share.sum()


def derivatives(mixture, mean, log_std, nodes=None, share=None):
    """KL(q‖p) at some (μ, log σ), its slope and its Hessian in (μ/σ, log σ), by a sum over nodes.

    With h = −log p and x = μ + σε: F = E[h] − log σ − ½ log 2πe, F_μ = E[h'], F_μμ = E[h''], …
    """
    if nodes is None:
        nodes, share = even()
    weights, means, stds = (part[:, None, None] for part in mixture)
    std = np.exp(log_std)[:, None]
    z = (mean[:, None] + std * nodes - means) / stds  # (component, start, node)
    part = np.log(weights / stds) - z**2 / 2
    top = np.max(part, axis=0)
    part = np.exp(part - top)
    total = part.sum(axis=0)
    h = -top - np.log(total)  # + ½ log 2π, which the entropy's constant takes away
    h1 = np.sum(part * z / stds, axis=0) / total
    h2 = h1**2 + np.sum(part * (1 - z**2) / stds**2, axis=0) / total
    h1, h2 = std * h1, std**2 * h2
    value = h @ share - log_std - 0.5
    slope = np.stack([h1 @ share, (h1 * nodes) @ share - 1], axis=-1)
    mixed, spread = (h2 * nodes) @ share, (h1 * nodes + h2 * nodes**2) @ share
    hessian = np.stack([h2 @ share, mixed, mixed, spread], axis=-1).reshape(-1, 2, 2)
    return value, slope, hessian


def minima(mixture, nodes=None, share=None):
    """The local minima of KL(q‖p) as rows (μ, σ, value) in the order of μ, by Newton's method."""
    weights, means, stds = mixture
    overall = math.sqrt(weights @ (stds**2 + (means - weights @ means) ** 2))
    between = means.min() + np.ptp(means) * np.linspace(0.1, 0.9, 5)
    mean = np.concatenate([between, between, means])
    log_std = np.log([*[overall] * 5, *[stds.min()] * 5, *stds])
    for _ in range(30):
        _, slope, hessian = derivatives(mixture, mean, log_std, nodes, share)
        if np.linalg.norm(slope, axis=1).max() < 1e-9:
            break
        size, turn = np.linalg.eigh(hessian)
        along = np.einsum("nji,nj->ni", turn, slope) / np.maximum(np.abs(size), 0.05)
        step = -np.einsum("nij,nj->ni", turn, along)
        step /= np.maximum(1, 2 * np.linalg.norm(step, axis=1, keepdims=True))
        mean, log_std = mean + np.exp(log_std) * step[:, 0], log_std + step[:, 1]
    value, slope, hessian = derivatives(mixture, mean, log_std, nodes, share)
    ended = (np.linalg.norm(slope, axis=1) < 1e-7) & (np.linalg.eigvalsh(hessian)[:, 0] > 1e-6)
    found = np.stack([mean, np.exp(log_std), value], axis=-1)[ended]
    kept = []
    for row in found[np.argsort(found[:, 0])]:
        if not kept or distances(np.array(kept), *row[:2]).min() > 1e-4:
            kept.append(row)
    return np.array(kept).reshape(-1, 3)


def log_density(mixture, x):
    """log p(x) of a mixture on the line."""
    weights, means, stds = mixture
    z = (x[:, None] - means) / stds
    log_parts = np.log(weights / stds) - z**2 / 2 - math.log(2 * math.pi) / 2
    top = log_parts.max(axis=1)
    return top + np.log(np.sum(np.exp(log_parts - top[:, None]), axis=1))


def forward_kl(mixture, mean, std):
    """KL(p‖N(μ, σ²)) by a sum over an even grid that reaches ten spreads beyond the means."""
    _, means, stds = mixture
    x = np.linspace(means.min() - 10 * stds.max(), means.max() + 10 * stds.max(), 2001)
    log_p = log_density(mixture, x)
    log_q = -(((x - mean) / std) ** 2) / 2 - math.log(std) - math.log(2 * math.pi) / 2
    return float(np.sum(np.exp(log_p) * (log_p - log_q)) * (x[1] - x[0]))


# Quality and coverage


def coverage_by_hand(coverage):
    """four modes and ten draws"""
    means = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    x = np.repeat(means, [4, 4, 0, 0], axis=0) + 0.1
    x = np.concatenate([x, [[0.5, 0.5], [0.0, 0.4]]])
    quality, ceiling, served, imbalance = coverage(x, means, 0.1)
    if not abs(quality - 0.8) < 1e-9:
        return f"8 of the 10 draws are within 3 standard deviations, but the quality is {quality}"
    if not abs(ceiling - (1 - np.exp(-9 / 2))) < 1e-6:
        return f"in the plane the ceiling should be 1 - exp(-9/2), but is {ceiling}"
    if served != 2:
        return f"two modes are served, you say {served}"
    if not abs(imbalance - np.log(2)) < 1e-9:
        return f"half of the modes get everything: the imbalance is log 2, you say {imbalance}"


def coverage_quality(coverage, rng):
    """the share of high quality"""
    x, means, std, distance, _ = random_scatter(rng)
    got, *_ = parts(coverage(x, means, std), 4)
    apart = np.abs(x[:, None] - means).max(axis=2).min(axis=1)
    right = np.mean(distance <= 3 * std)
    mistakes = {
        "the distance counts, over all coordinates: yours takes a box for the ball":
            np.mean(apart <= 3 * std),
        "three standard deviations are 3·std, not 3": np.mean(distance <= 3),
        "three standard deviations, not one": np.mean(distance <= std),
        "a squared distance must be compared with (3·std)²": np.mean(distance**2 <= 3 * std),
        "the share of the draws, not their number": right * len(x),
    }  # fmt: skip
    return compare(got, right, rtol=0.0, atol=1e-6, what="the quality", mistakes=mistakes)


def coverage_ceiling(coverage, rng):
    """the ceiling of the quality, in several dimensions"""
    for d in (10, 4, 2 * int(rng.integers(6, 12))):
        means, std = rng.normal(size=(3, d)), float(rng.uniform(0.1, 2))
        got = parts(coverage(means + 0.1 * std, means, std), 4)[1]
        mistakes = {
            "that is the ceiling in the plane; here the dimension is another": 1 - math.exp(-4.5),
            "that is the share on the line": math.erf(3 / math.sqrt(2)),
            "that is the share in a box of three standard deviations in each coordinate; "
            "what counts is a ball": math.erf(3 / math.sqrt(2)) ** d,
            "that is the share outside of the ball": 1 - ball(d),
            "the sum has d/2 terms, from k = 0; yours has one more": ball(d + 2),
            "the sum has d/2 terms, from k = 0; yours has one less": ball(d - 2),
        }  # fmt: skip
        if complaint := compare(got, ball(d), what="the ceiling", mistakes=mistakes):
            return complaint
    return None


def coverage_served(coverage, rng):
    """the modes that get a fifth of their fair share"""
    x, means, std, counts = uneven_draws(rng)
    got = parts(coverage(x, means, std), 4)[2]
    fair = counts.mean()
    mistakes = {
        "the fair share is that of the draws of high quality, not of all draws":
            np.sum(counts >= len(x) / len(counts) / 5),
        "the fair share is the mean over all modes, also over those without draws":
            np.sum(counts >= counts[counts > 0].mean() / 5),
        "served means a fifth of the fair share, not one draw": np.sum(counts > 0),
        "a fifth of the fair share is enough": np.sum(counts >= fair),
    }  # fmt: skip
    right = np.sum(counts >= fair / 5)
    return compare(got, right, rtol=0.0, what="the number of modes served", mistakes=mistakes)


def coverage_imbalance(coverage, rng):
    """KL of the histogram of modes from the uniform one"""
    scattered, uneven = random_scatter(rng), uneven_draws(rng)  # with modes of few draws, of one
    for x, means, std, counts in ((*scattered[:3], scattered[4]), uneven):
        got = parts(coverage(x, means, std), 4)[3]
        nearest = np.linalg.norm(x[:, None] - means, axis=2).argmin(axis=1)
        everything = np.bincount(nearest, minlength=len(means))
        right, k = imbalance(counts), len(means)
        mistakes = {
            "that is the entropy of the histogram": math.log(k) - right,
            "an empty mode adds 0·log 0 = 0, not nan": math.nan,
            "that is KL(uniform‖histogram), which is infinite for an empty mode": math.inf,
            "only draws of high quality count in the histogram": imbalance(everything),
            "nats are asked for, not bits": right / math.log(2),
            "the sign is wrong": -right,
            "uniform over all modes, also over those without draws":
                imbalance(counts[counts > 0]),
        }  # fmt: skip
        if complaint := compare(got, right, what="the imbalance", mistakes=mistakes):
            return complaint
    return None


def random_scatter(rng):
    """Draws around five modes of six in four dimensions, and their std.

    Also each draw's distance to the nearest mode, and the modes' counts of high quality.
    """
    means, std = some_modes(rng, 6)
    mode = rng.choice(5, size=400, p=rng.permutation([0.5, 0.35, 0.08, 0.035, 0.035]))
    x = means[mode] + std * rng.normal(size=(400, 4)) * rng.choice([1, 2], size=(400, 1))
    far = np.linalg.norm(x[:, None] - means, axis=2)
    distance, nearest = far.min(axis=1), far.argmin(axis=1)
    return x, means, std, distance, np.bincount(nearest[distance <= 3 * std], minlength=6)


def uneven_draws(rng):
    """Draws, eight modes, their std, and counts of high quality in which each mistake shows.

    A fifth of the fair share is 7.5. It would be 8.6 without the empty mode, and 12 with the draws
    of low quality; these lie on an axis, where a box and a ball agree.
    """
    means, std = some_modes(rng, 8)
    counts = np.append(rng.permutation([1, 7, 8, 10, 25, 100, 149]), 0)
    high = rng.normal(size=(300, 4))
    high *= rng.uniform(0, 2.9, size=(300, 1)) / np.linalg.norm(high, axis=1, keepdims=True)
    low = 4 * np.eye(4)[rng.integers(4, size=180)]
    mode = np.concatenate([np.repeat(np.arange(8), counts), rng.integers(8, size=180)])
    return means[mode] + std * np.concatenate([high, low]), means, std, counts


def some_modes(rng, count):
    """Some of the corners of a cube of side 4 in four dimensions, and a std of at most 0.3."""
    corners = np.stack(np.meshgrid(*[[-2.0, 2.0]] * 4), axis=-1).reshape(-1, 4)
    return rng.permutation(corners)[:count], float(rng.uniform(0.1, 0.3))


def imbalance(counts):
    """KL(h‖u) in nats."""
    share = counts[counts > 0] / counts.sum()
    return math.log(len(counts)) + float(np.sum(share * np.log(share)))


def ball(d):
    """P(‖ε‖ ≤ 3) for ε ~ N(0, I) in an even dimension."""
    return 1 - math.exp(-4.5) * sum(4.5**k / math.factorial(k) for k in range(d // 2))


# Make it so


def design_form(design):
    """the form of the six answers"""
    if not isinstance(design, dict) or set(design) != set("abcdef"):
        return 'design should be a dictionary with the keys "a" to "f"'
    for wish, answer in design.items():
        if isinstance(answer, str) and answer == "impossible":
            continue
        if isinstance(answer, str) or len(answer) != 3:
            return f'{wish} should be (w, d, s) or "impossible"'
        w, d, s = answer
        if not (0.05 <= w <= 0.95 and 0 <= d <= 6 and 0.5 <= s <= 2):
            return f"{wish}: a number is out of its range"


def design_gap(design, rng):
    """a: the forward KL's fit has its peak where there are hardly any data"""
    mixture, complaint = world(design, "a")
    if complaint:
        return complaint
    peak = np.exp(log_density(mixture, np.linspace(-14, 14, 5601)).max())
    here = float(np.exp(log_density(mixture, np.array([mixture[0] @ mixture[1]]))[0]) / peak)
    return None if here < 0.01 else f"a: at the fit's mean p is {here:.2g} of its largest value"


def design_broad_is_best(design, rng):
    """b: several local minima of the reverse KL, and a broad one is the best"""
    mixture, complaint = world(design, "b")
    if complaint:
        return complaint
    found = minima(mixture, *even(FINE))
    if len(found) < 2:
        return "b: with your mixture the reverse KL has one local minimum"
    best = found[found[:, 2].argmin(), 1]
    if best >= 1.5 * mixture[2].max():
        return None
    return f"b: of {len(found)} local minima the best has the spread {best:.3g} only"


def design_bad_reverse(design, rng):
    """c: even the best fit has a reverse KL of at least 0.7 nats"""
    if isinstance(design["c"], str) and design["c"] == "impossible":
        return None
    mixture, complaint = world(design, "c")
    if complaint:
        return complaint
    best = minima(mixture, *even(FINE))[:, 2].min()
    return f"c: the smallest reverse KL is {best:.3g}. How large is it for q = a component of p?"


def design_reverse_is_larger(design, rng):
    """d: the smallest reverse KL is larger than the smallest forward KL"""
    mixture, complaint = world(design, "d")
    if complaint:
        return complaint
    w, m, s = mixture
    reverse = minima(mixture, *even(FINE))[:, 2].min()
    forward = forward_kl(mixture, w @ m, math.sqrt(w @ (s**2 + (m - w @ m) ** 2)))
    if reverse >= forward + 0.01:
        return None
    return f"d: the smallest reverse KL is {reverse:.3g}, the smallest forward KL {forward:.3g}"


def design_narrow(design, rng):
    """e: a local minimum of the reverse KL that is narrower than both components"""
    if isinstance(design["e"], str) and design["e"] == "impossible":
        return None
    mixture, complaint = world(design, "e")
    if complaint:
        return complaint
    narrowest = minima(mixture, *even(FINE))[:, 1].min()
    return (
        f"e: the narrowest local minimum has the spread {narrowest:.3g}, the narrower component "
        f"{mixture[2].min():.3g}. What does 1/σ² = E[−(log p)''] say?"
    )


def design_narrower_than_the_heavier(design, rng):
    """f: the best reverse fit is narrower than the heavier component"""
    mixture, complaint = world(design, "f")
    if complaint:
        return complaint
    if mixture[0][0] == mixture[0][1]:
        return "f: neither component is heavier"
    found = minima(mixture, *even(FINE))
    best, heavier = found[found[:, 2].argmin(), 1], mixture[2][mixture[0].argmax()]
    if best <= 0.9 * heavier:
        return None
    return f"f: the best reverse fit has the spread {best:.3g}, the heavier component {heavier:.3g}"


def world(design, wish):
    """The mixture of an answer, or a complaint."""
    answer = design[wish]
    if isinstance(answer, str) and answer == "impossible":
        return None, f"{wish} is possible"
    if complaint := design_form(dict.fromkeys(WISHES, "impossible") | {wish: answer}):
        return None, complaint
    w, d, s = map(float, answer)
    return (np.array([w, 1 - w]), np.array([-d, d]), np.array([1.0, s])), None


CHECKS = [
    Check("kl_gaussian", 1, gaussian_by_hand, public=True),
    Check("kl_gaussian", 2, gaussian_values),
    Check("kl_gaussian", 1, gaussian_many_dimensions),
    Check("kl_gaussian", 1, gaussian_properties),
    Check("monte_carlo", 1, draws_by_hand, public=True),
    Check("monte_carlo", 1, draws_first),
    Check("monte_carlo", 2, draws_second),
    Check("monte_carlo", 1, draws_far),
    Check("term_variances", 1, variances_by_hand, public=True),
    Check("term_variances", 1, variances_first),
    Check("term_variances", 1, variances_second),
    Check("term_variances", 1, variances_infinite),
    Check("match_moments", 1, moments_by_hand, public=True),
    Check("match_moments", 1, moments_mean),
    Check("match_moments", 1, moments_cov),
    Check("match_moments", 1, moments_round),
    Check("factorised", 1, factorised_by_hand, public=True),
    Check("factorised", 1, factorised_forward),
    Check("factorised", 1, factorised_reverse),
    Check("factorised", 1, factorised_values),
    Check("factorised", 1, factorised_best),
    Check("reverse_optima", 1, optima_one_component, public=True),
    Check("reverse_optima", 2, optima_real),
    Check("reverse_optima", 2, optima_all),
    Check("reverse_optima", 1, optima_values),
    Check("coverage", 1, coverage_by_hand, public=True),
    Check("coverage", 1, coverage_quality),
    Check("coverage", 1, coverage_ceiling),
    Check("coverage", 1, coverage_served),
    Check("coverage", 1, coverage_imbalance),
    Check("design", 0, design_form, public=True),
    Check("design", 1, design_gap),
    Check("design", 1, design_broad_is_best),
    Check("design", 1, design_bad_reverse, needs="design_reverse_is_larger"),
    Check("design", 1, design_reverse_is_larger),
    Check("design", 1, design_narrow, needs="design_reverse_is_larger"),
    Check("design", 1, design_narrower_than_the_heavier),
]
