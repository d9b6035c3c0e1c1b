"""The graded checks of homework 2. What is right is computed here, in NumPy.

The tests compare it with `lib.gan`, `lib.gan_theory` and `lib.divergences`, and with gradients that
JAX takes; a grader that does not start JAX is ready at once. A public check takes the answer alone
and is copied into the student notebook, so it uses NumPy only. A hidden one takes (answer, rng) and
draws new inputs. The table at the end has the points.
"""

import json
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from grading.check import Check, compare, fits, kind, parts

SECONDS = 30.0

LOG_2, LOG_4 = np.log(2), np.log(4)
SINGLE = {"rtol": 1e-3, "atol": 1e-4}  # answers in single precision count where these are used


# The best discriminator


def logit_by_hand(optimal_logit):
    """four points, an even share and hard labels"""
    log_p_data = np.array([0.0, -1.0, -np.inf, -np.inf])
    log_p_g = np.array([0.0, -2.0, -1.0, -np.inf])
    found = optimal_logit(log_p_data, log_p_g, 0.5, 0.0)
    if np.shape(found) != (4,):
        return f"the shape should be (4,), but is {np.shape(found)}"
    if not np.allclose(found, [0.0, 1.0, -np.inf, 0.0]):
        return f"the logits should be [0, 1, -inf, 0], but are {found}"


def logit_in_far_tails(optimal_logit, rng):
    """where both densities are 0 in floating point, and where they are 0"""
    x = rng.uniform(-1, 1, size=8) * 55 + np.array([-5.0, 5.0] * 4)
    x[:2] = -900.0, 900.0
    mean, std = rng.uniform(0.5, 2), rng.uniform(1.1, 1.5)
    log_p, log_q = log_normal(x, 0, 1), log_normal(x, mean, std)
    log_p, log_q = np.concatenate([[log_p, log_q], [log_q, log_p]], axis=1)  # logits of both signs
    right = log_p - log_q
    with np.errstate(all="ignore"):
        from_densities = np.log(np.exp(log_p)) - np.log(np.exp(log_q))
    got = optimal_logit(log_p, log_q, 0.5, 0.0)
    mistakes = {
        "densities round to 0 out here, and yours has 0/0: subtract log densities": from_densities,
        "densities round to 0 out here, and yours takes them for 0: subtract log densities":
            np.nan_to_num(from_densities, nan=0.0, posinf=np.inf, neginf=-np.inf),
        "that is D itself; its logit is asked for": sigmoid(right),
        "data and generator are exchanged: D is the probability that x is real": -right,
        "that is log D*, not the logit log D* − log(1 − D*)": -np.logaddexp(0, -right),
        **{f"D was clipped to [{c:g}, 1 − {c:g}]: work with logarithms instead":
           np.clip(right, -logit(1 - c), logit(1 - c)) for c in (1e-6, 1e-7, 1e-8, 1e-12)},
        **{f"the logit was cut at ±{cut:g}: it has no bounds": np.clip(right, -cut, cut)
           for cut in (10, 20, 30, 50, 80, 88, 100, 500, 700, 709, 1e3, 1e4, 1e5)},
    }  # fmt: skip
    if found := compare(got, right, what="the logit", mistakes=mistakes, **SINGLE):
        return found
    where = rng.permutation(4)
    log_p, log_q = np.array([-2.0, -3.0, -np.inf, -np.inf])[where], np.full(4, -np.inf)
    log_q[where == 0], log_q[where == 2] = -1.0, -4.0
    right = np.array([-1.0, np.inf, -np.inf, 0.0])[where]
    got = np.asarray(optimal_logit(log_p, log_q, 0.5, 0.0), float)
    if not fits(got, right, **SINGLE):
        return "it is ±inf where one of the densities is 0, and 0 where both are; yours is not"
    log_p, log_q = rng.normal(size=(2, 9))
    near, far = (optimal_logit(log_p - by, log_q - by, 0.5, 0.2) for by in (0, 900))
    return compare(far, near, what="with ε > 0, where densities round to 0, the logit", **SINGLE)


def logit_with_share_and_labels(optimal_logit, rng):
    """any share of real examples, and soft labels"""
    log_p, log_q = rng.normal(size=(2, 9)) * 3 - 2
    share, smooth = rng.uniform(0.1, 0.35), rng.uniform(0.05, 0.3)
    got = optimal_logit(log_p, log_q, share, 0.0)
    plain, odds = log_p - log_q, logit(share)
    mistakes = {
        "the share is left out": plain,
        "the share has the wrong sign: where more is real, the logit is larger": plain - odds,
        "the logit shifts by log π − log(1 − π), not by log π": plain + np.log(share),
    }
    right = plain + odds
    if found := compare(got, right, what="with ε = 0 the logit", mistakes=mistakes, **SINGLE):
        return found
    p, q = share * np.exp(log_p), (1 - share) * np.exp(log_q)
    right = np.log((1 - smooth) * p) - np.log(smooth * p + q)
    mistakes = {
        "the labels are left out": np.log(p / q),
        "real examples that are called fake count in log(1 − D) too: ε π p_data is missing":
            np.log((1 - smooth) * p / q),
        "ε and 1 − ε are exchanged": np.log(smooth * p) - np.log((1 - smooth) * p + q),
        "only the labels of real examples are soft; yours softens both":
            np.log((1 - smooth) * p + smooth * q) - np.log(smooth * p + (1 - smooth) * q),
        "the share is left out": np.log((1 - smooth) * p / share)
            - np.log(smooth * p / share + q / (1 - share)),
    }  # fmt: skip
    got = optimal_logit(log_p, log_q, share, smooth)
    return compare(got, right, what="the logit", mistakes=mistakes, **SINGLE)


# What the best discriminator earns


def criterion_by_hand(criterion):
    """two equal densities, and two of disjoint supports"""
    x = np.array([0.0, 1.0, 3.0, 4.0])
    even = np.log(np.full(4, 0.25))
    found = criterion(x, even, even)
    if not abs(found + np.log(4)) < 1e-6:
        return f"for equal densities C should be -log 4 = -1.3863, you say {found}"
    with np.errstate(divide="ignore"):
        left, right = np.log([0.5, 0.5, 0.0, 0.0]), np.log([0.0, 0.0, 0.5, 0.5])
    found = criterion(x, left, right)
    if not abs(found) < 1e-6:
        return f"for disjoint supports C should be 0, you say {found}"


def criterion_value(criterion, rng):
    """random densities on grids that are not even"""
    x, log_p, log_q = random_densities(rng)
    right, weight = jensen_shannon(x, log_p, log_q), trapezoid_weights(x)
    p, q = np.exp(log_p), np.exp(log_q)
    d = p / (p + q)
    spacing = (x[-1] - x[0]) / (len(x) - 1)
    terms = p * np.log(d) + q * np.log(1 - d)
    mistakes = {
        "C is −log 4 + 2 JSD; yours has one JSD": right - LOG_4,
        "that is 2 JSD: the −log 4 is missing": 2 * right,
        "that is the JSD: C = −log 4 + 2 JSD": right,
        "logarithms are natural, in nats; yours are to base 2": (2 * right - LOG_4) / LOG_2,
        "for generated points it is log(1 − D); yours has log D in both terms":
            weight @ ((p + q) * np.log(d)),
        "data and generator are exchanged in one place":
            weight @ (p * np.log(1 - d) + q * np.log(d)),
        "the grid is not even: each step has its own length": np.sum(terms) * spacing,
        "the step x₁ − x₀ is not that of the whole grid": np.sum(terms) * (x[1] - x[0]),
        "the sum has no steps: multiply by dx": np.sum(terms),
        "both terms are halved: that is −BCE, half of C": right - LOG_2,
        "the sign is wrong: C is at most 0": LOG_4 - 2 * right,
        "only the term of the data is there": weight @ (p * np.log(d)),
        "only the term of the generator is there": weight @ (q * np.log(1 - d)),
    }  # fmt: skip
    got = criterion(x, log_p, log_q)
    return compare(got, 2 * right - LOG_4, atol=1e-4, what="C", mistakes=mistakes)


def criterion_where_densities_vanish(criterion, rng):
    """densities far apart, and densities of which each is 0 somewhere"""
    x = np.sort(rng.uniform(-60, 160, 4000))
    log_p, log_q = (normalised(x, log_normal(x, mean, 1)) for mean in (0, rng.uniform(90, 110)))
    if found := compare(criterion(x, log_p, log_q), 0.0, atol=1e-4, what="C of far densities"):
        return found
    x = np.cumsum(rng.uniform(0.5, 1.5, 30))
    log_p, log_q = rng.normal(size=(2, 30))
    log_p[:10], log_q[[0, *range(-8, 0)]] = -np.inf, -np.inf  # at x[0] both are 0
    log_p, log_q = normalised(x, log_p), normalised(x, log_q)
    right = 2 * jensen_shannon(x, log_p, log_q) - LOG_4
    got = criterion(x, log_p, log_q)
    return compare(got, right, atol=1e-4, what="C, where densities are 0 in part,")


def criterion_is_bounded_and_convex(criterion, rng):
    """C is between −log 4 and 0, the same with both exchanged, and convex in the generator"""
    for _ in range(3):
        x, log_p, log_q = random_densities(rng)
        log_r = normalised(x, log_normal(x, rng.uniform(-2, 2), rng.uniform(1.5, 2.5)))
        middle = np.logaddexp(log_q, log_r) - LOG_2
        one, other, mean, back = (
            float(criterion(x, *pair))
            for pair in ((log_p, log_q), (log_p, log_r), (log_p, middle), (log_q, log_p))
        )
        if not -LOG_4 - 1e-4 < one < 1e-4:
            return "C should lie between −log 4 and 0"
        if not abs(one - back) < 1e-4:
            return "C should not change when data and generator are exchanged"
        if not mean < (one + other) / 2 + 1e-4:
            return "C of a mixture of two generators should be at most the mean of their C"
    return None


# What another discriminator misses


def gap_at_the_best(value_and_gap):
    """a discriminator that is optimal"""
    logits = np.array([-np.log(2), 1000.0])
    value, gap, slope = value_and_gap(np.array([0.5, 0.5]), np.array([1.0, 0.0]), logits)
    if not abs(value - (0.5 * np.log(1 / 3) + np.log(2 / 3))) < 1e-6:
        return f"V should be log(1/3)/2 + log(2/3) = -0.9548, you say {value}"
    if not abs(gap) < 1e-6:
        return f"the gap of an optimal discriminator is 0, you say {gap}"
    if np.shape(slope) != (2,) or not np.allclose(slope, [0.0, 0.0], atol=1e-6):
        return f"at the optimum both slopes should be 0, but you say {slope}"


def gap_value(value_and_gap, rng):
    """the value of a random discriminator"""
    p, q, logits = random_discriminator(rng)
    got, _, _ = parts(value_and_gap(p, q, logits), 3)
    d = sigmoid(logits)
    mistakes = {
        "for generated points it is log(1 − D); yours has log D in both terms":
            np.sum((p + q) * np.log(d)),
        "the probabilities are left out": np.sum(np.log(d) + np.log(1 - d)),
        "the sum over the points is weighted already: do not take their mean":
            np.mean(p * np.log(d) + q * np.log(1 - d)),
        "both terms are halved: that is −BCE": np.sum(p * np.log(d) + q * np.log(1 - d)) / 2,
        "the sign is wrong: V is at most 0": -np.sum(p * np.log(d) + q * np.log(1 - d)),
        "that is C, the value of the best discriminator; the logits are given":
            np.sum(p * np.log(p / (p + q)) + q * np.log(q / (p + q))),
    }  # fmt: skip
    return compare(got, np.sum(p * np.log(d) + q * np.log(1 - d)), what="V", mistakes=mistakes)


def gap_size(value_and_gap, rng):
    """the gap, and that V and the gap add up to C"""
    p, q, logits = random_discriminator(rng)
    value, got, _ = parts(value_and_gap(p, q, logits), 3)
    d, best, m = sigmoid(logits), p / (p + q), (p + q) / 2
    coins = kl_coins(best, d)
    mistakes = {
        "the factor 2 is missing": m @ coins,
        "the mean over x is that under m; yours is under the data": 2 * p @ coins,
        "the mean over x is that under m; yours is under the generator": 2 * q @ coins,
        "the mean over x is weighted by m; yours is a plain one": 2 * np.mean(coins),
        "the mean over x is weighted by m; yours is a plain sum": 2 * np.sum(coins),
        "that is four times the mean: p_data + p_g is 2m": 4 * m @ coins,
        "the KL is the wrong way round: D* comes first": 2 * m @ kl_coins(d, best),
        "the KL of two coins has two terms; the one of the other side is missing":
            2 * m @ (best * np.log(best / d)),
        "the sign is wrong: V is at most C": -2 * m @ coins,
    }  # fmt: skip
    if found := compare(got, 2 * m @ coins, what="the gap", mistakes=mistakes):
        return found
    right = np.sum(p * np.log(best) + q * np.log(1 - best))
    return compare(value + got, right, what="V and the gap together, which should be C,")


def gap_slope(value_and_gap, rng):
    """the slope of V in each logit"""
    p, q, logits = random_discriminator(rng)
    _, _, got = parts(value_and_gap(p, q, logits), 3)
    d, best = sigmoid(logits), p / (p + q)
    right = p * (1 - d) - q * d
    mistakes = {
        "that is the slope in D; one in the logit is asked for": p / d - q / (1 - d),
        "D* − D has the right sign; a factor depends on x": best - d,
        "the factor 2 is missing": right / 2,
        "the sign is wrong: V grows towards D*": -right,
        "in the slope of log D in the logit, D and 1 − D are exchanged": p * d - q * (1 - d),
        "both terms have the same sign: log(1 − D) falls in the logit": p * (1 - d) + q * d,
        "a factor D(1 − D) too much: (p_data + p_g)(D* − D) is in the logit already":
            right * d * (1 - d),
    }  # fmt: skip
    return compare(got, right, what="the slope", mistakes=mistakes)


def gap_of_a_sure_discriminator(value_and_gap, rng):
    """logits up to 10⁴, right ones and wrong ones, and probabilities that are 0"""
    p, q = rng.dirichlet(np.ones(6), size=2)
    p[0] = q[1] = 0.0
    p, q = p / p.sum(), q / q.sum()
    size = rng.uniform(5e3, 1e4, size=6)
    logits = size * np.array([1, -1, -1, 1, -1, 1])  # wrong where a probability is 0
    value, gap, slope = parts(value_and_gap(p, q, logits), 3)
    d = logits > 0
    right = -np.sum(np.where(d, q, p) * size)  # log D is 0 on the right side, −|l| on the other
    if found := compare(value, right, what="V of a discriminator that is sure"):
        return found
    with np.errstate(all="ignore"):
        best = np.nansum(p * np.log(p / (p + q))) + np.nansum(q * np.log(q / (p + q)))
    if found := compare(gap, best - right, what="the gap of a discriminator that is sure"):
        return found
    right = np.where(d, -q, p)
    return compare(slope, right, what="the slope of a discriminator that is sure")


# Three losses and their slopes


def losses_at_zero(losses):
    """logits that are all zero"""
    loss, slope = losses(np.zeros(2), np.zeros(4))
    for name, right in {"discriminator": 4, "saturating": 1 / 2, "non_saturating": 2}.items():
        if not abs(loss[name] - np.log(right)) < 1e-6:
            return f"the {name} loss should be log {right:g}, you say {loss[name]}"
    right = {"real": -1 / 4, "fake": 1 / 8, "saturating": -1 / 8, "non_saturating": -1 / 8}
    for name, each in right.items():
        shape = (2,) if name == "real" else (4,)
        if np.shape(slope[name]) != shape or not np.allclose(slope[name], each):
            return f"the slopes {name} should be {each:g} in each of {shape[0]} logits"


def losses_values(losses, rng):
    """the losses of random logits"""
    real, fake = rng.normal(size=5) * 2 + 1, rng.normal(size=8) * 2 - 1
    loss, _ = parts(losses(real, fake), 2)
    d_real, d_fake = sigmoid(real), sigmoid(fake)
    right = {
        "discriminator": -np.mean(np.log(d_real)) - np.mean(np.log(1 - d_fake)),
        "saturating": np.mean(np.log(1 - d_fake)),
        "non_saturating": -np.mean(np.log(d_fake)),
    }
    every = np.concatenate([np.log(d_real), np.log(1 - d_fake)])
    hinge = np.mean(np.maximum(0, 1 - real)) + np.mean(np.maximum(0, 1 + fake))
    mistakes = {
        "discriminator": {
            "that is the hinge loss: this game has logarithms": hinge,
            "the discriminator's loss is −V, the sum of two means; yours is half of it":
                right["discriminator"] / 2,
            "each batch has its own mean; yours is one mean over all points": -np.mean(every),
            "the discriminator's loss is −V: the sign is wrong": -right["discriminator"],
            "for generated points it is log(1 − D)":
                -np.mean(np.log(d_real)) - np.mean(np.log(d_fake)),
            "means over the batches are asked for; yours are sums": -np.sum(every),
        },
        "saturating": {
            "the saturating loss is log(1 − D), which is negative: the sign is wrong":
                -right["saturating"],
            "the saturating loss has log(1 − D), the other one log D": right["non_saturating"],
            "that is log D: the saturating loss is log(1 − D)": -right["non_saturating"],
            "means over the batches are asked for; yours are sums": 8 * right["saturating"],
        },
        "non_saturating": {
            "the non-saturating loss is −log D: the sign is wrong": -right["non_saturating"],
            "the saturating loss has log(1 − D), the other one log D": right["saturating"],
            "−log(1 − D) falls where D is sure: the non-saturating loss is −log D":
                -right["saturating"],
            "means over the batches are asked for; yours are sums": 8 * right["non_saturating"],
        },
    }  # fmt: skip
    return compare_each(loss, right, mistakes, what="the {} loss")


def losses_slopes(losses, rng):
    """the slopes at random logits"""
    real, fake = rng.normal(size=5) * 2 + 1, rng.normal(size=8) * 2 - 1
    _, slope = parts(losses(real, fake), 2)
    d_real, d_fake = sigmoid(real), sigmoid(fake)
    right = {
        "real": -(1 - d_real) / 5,
        "fake": d_fake / 8,
        "saturating": -d_fake / 8,
        "non_saturating": -(1 - d_fake) / 8,
    }
    size = {name: len(each) for name, each in right.items()}
    mistakes = {
        name: {
            "the sign is wrong": -right[name],
            "the loss is a mean: divide by the number of its points": right[name] * size[name],
            "each batch has its own mean; yours is one mean over all points":
                right[name] * size[name] / 13,
            "the slope of a sum of two means has no factor ½": right[name] / 2,
        }
        for name in right
    }  # fmt: skip
    mistakes["real"]["D and 1 − D are exchanged"] = -d_real / 5
    mistakes["fake"]["D and 1 − D are exchanged"] = (1 - d_fake) / 8
    mistakes["saturating"]["that is the slope of the non-saturating loss"] = right["non_saturating"]
    mistakes["non_saturating"]["that is the slope of the saturating loss"] = right["saturating"]
    in_d = {
        "real": -1 / d_real / 5,
        "fake": 1 / (1 - d_fake) / 8,
        "saturating": -1 / (1 - d_fake) / 8,
        "non_saturating": -1 / d_fake / 8,
    }
    for name, each in in_d.items():
        mistakes[name]["that is the slope in D; one in the logit is asked for"] = each
    return compare_each(slope, right, mistakes, what="the slope {}")


def losses_of_a_sure_discriminator(losses, rng):
    """logits up to 10⁴, right ones and wrong ones"""
    size = rng.uniform(5e3, 1e4, size=4)
    sign = rng.permutation([-1.0, 1.0, 1.0, -1.0])
    real, fake = size * sign, (size - 7) * sign
    loss, slope = parts(losses(real, fake), 2)
    below, above = np.minimum(real, 0), np.maximum(fake, 0)
    right = {
        "discriminator": -np.mean(below) + np.mean(above),
        "saturating": -np.mean(above),
        "non_saturating": -np.mean(np.minimum(fake, 0)),
    }
    if found := compare_each(loss, right, {}, what="the {} loss at logits of ±10⁴"):
        return found
    right = {
        "real": -np.where(real < 0, 1, 0) / 4,
        "fake": np.where(fake > 0, 1, 0) / 4,
        "saturating": -np.where(fake > 0, 1, 0) / 4,
        "non_saturating": -np.where(fake < 0, 1, 0) / 4,
    }
    return compare_each(slope, right, {}, what="the slope {} at logits of ±10⁴")


def losses_that_are_tiny(losses, rng):
    """tiny losses and slopes, to a small relative error"""
    size = rng.uniform(40, 80, size=3)  # exp(−80) is still a number in single precision
    small = np.exp(-size)
    loss, slope = parts(losses(size, -size), 2)
    right = {"discriminator": 2 * np.mean(small), "saturating": -np.mean(small)}
    exact = {"rtol": 1e-3, "atol": 0.0}
    words = "log(1 + y) for a tiny y is about y, but 1 + y rounds to 1: use log1p or logaddexp"
    if losses_values(losses, np.random.default_rng(1)):
        words = "ordinary losses are wrong, and a loss is positive however tiny; yours is 0"
    tiny = {name: {words: 0.0} for name in (*right, "non_saturating")}
    if found := compare_each(loss, right, tiny, what="the {} loss, tiny,", **exact):
        return found
    words = "1 − D is computed as a difference, and rounds to 0 where D is close to 1"
    mistakes = {name: {words: np.zeros(3)} for name in ("real", "fake")}
    right = {"real": -small / 3, "fake": small / 3, "saturating": -small / 3}
    if found := compare_each(slope, right, mistakes, what="the slope {}, tiny,", **exact):
        return found
    loss, slope = parts(losses(size, size), 2)
    right = {"non_saturating": np.mean(small)}
    if found := compare_each(loss, right, tiny, what="the {} loss, tiny,", **exact):
        return found
    mistakes = {"non_saturating": {words: np.zeros(3)}}
    right = {"non_saturating": -small / 3}
    return compare_each(slope, right, mistakes, what="the slope {}, tiny,", **exact)


# Which way the generator moves


def directions_on_two_points(directions):
    """two points, with a generator that is right"""
    half = np.array([0.5, 0.5])
    gradients, bends = directions(half, half, np.array([[1.0], [-1.0]]))
    for name in ("game", "non_saturating", "reverse", "likelihood"):
        if np.shape(gradients[name]) != (1,) or not abs(gradients[name][0]) < 1e-6:
            return f"the gradient {name} should be [0] where p_theta = p_data"
    for name, right in {"mixture": 1.0, "criterion": 0.5}.items():
        if np.shape(bends[name]) != (1, 1) or not abs(bends[name][0][0] - right) < 1e-6:
            return f"the matrix {name} should be [[{right}]]"


def directions_of_the_game(directions, rng):
    """the gradient that a, b and c share"""
    p, q, score = random_family(rng)
    gradients, _ = parts(directions(p, q, score), 2)
    d = p / (p + q)
    right = (q * np.log(1 - d)) @ score
    mistakes = {
        "that is the gradient of the non-saturating loss": -(q * np.log(d)) @ score,
        "the sign is wrong: the generator descends log(1 − D*)": -right,
        "the mean is that under p_theta; yours is a plain one": np.log(1 - d) @ score / len(p),
        "the mean is that under p_theta; yours is a plain sum": np.log(1 - d) @ score,
        "the mean is that under p_theta; yours is under p_data": (p * np.log(1 - d)) @ score,
        "that is half of it: C is −log 4 plus two JSD": right / 2,
        "D* is that of the data: 1 − D* belongs to the generator": (q * np.log(d)) @ score,
        "D* is frozen: only p_theta depends on the weights":
            right + (q * d) @ score,
    }  # fmt: skip
    return compare(gradients["game"], right, what="the gradient game", mistakes=mistakes)


def directions_of_other_losses(directions, rng):
    """the non-saturating loss, the reverse KL and maximum likelihood"""
    p, q, score = random_family(rng)
    gradients, _ = parts(directions(p, q, score), 2)
    d = p / (p + q)
    right = {
        "non_saturating": -(q * np.log(d)) @ score,
        "reverse": (q * np.log(q / p)) @ score,
        "likelihood": -p @ score,
    }
    mistakes = {
        "non_saturating": {
            "that is the gradient of the saturating loss": (q * np.log(1 - d)) @ score,
            "the non-saturating gradient is not minus the saturating one":
                -(q * np.log(1 - d)) @ score,
            "the sign is wrong": -right["non_saturating"],
            "the mean is that under p_theta; yours is under p_data": -(p * np.log(d)) @ score,
        },
        "reverse": {
            "that is the other KL: p_theta comes first": right["likelihood"],
            "the sign is wrong": -right["reverse"],
            "the mean is that under p_theta; yours is under p_data": (p * np.log(q / p)) @ score,
            "the mean is that under p_theta; yours is a plain sum": np.log(q / p) @ score,
        },
        "likelihood": {
            "the KL is descended, so the sign of the mean score is minus": p @ score,
            "the mean is that of the score alone, under p_data": (p * np.log(p / q)) @ score,
            "that is the other KL: p_data comes first": right["reverse"],
            "the mean is that under p_data; under p_theta the mean score is 0": -q @ score,
        },
    }  # fmt: skip
    return compare_each(gradients, right, mistakes, what="the gradient {}")


def directions_of_the_bends(directions, rng):
    """the differences of second derivatives"""
    p, q, score = random_family(rng)
    _, bends = parts(directions(p, q, score), 2)
    d = p / (p + q)

    def mean(weight):
        return np.einsum("x,xi,xj->ij", weight, score, score)

    right = {"mixture": mean(q), "criterion": mean(q * d)}
    wrong = {
        "that is half the Fisher information; so it is at p_theta = p_data only": mean(q) / 2,
        "the weight is D*, not 1 − D*": mean(q * (1 - d)),
        "the weight D* is missing": mean(q),
        "the weight is D*; yours is its square": mean(q * d**2),
        "the weight is D*; yours is D*(1 − D*)": mean(q * d * (1 - d)),
        "the mean is that under p_theta; yours is under p_data": mean(p * d),
    }
    mistakes = {
        "mixture": {
            "the mean is that under p_theta; yours is under p_data": mean(p),
            "the mean is that under p_theta; yours is a plain one": score.T @ score / len(p),
            "the mean is that under p_theta; yours is a plain sum": score.T @ score,
            "the weight is 1 here: D* belongs into the other one": mean(q * d),
            "the mean of an outer product is not that of the means":
                np.outer(q @ score, q @ score),
        },
        "criterion": wrong,
    }  # fmt: skip
    return compare_each(bends, right, mistakes, what="the matrix {}")


# A loss for every divergence


def frozen_losses_fall(frozen_losses):
    """five losses, each of which falls where a point looks more real"""
    logits = np.linspace(-2, 2, 9)
    found = frozen_losses(logits)
    for name in ("likelihood", "reverse", "pearson", "neyman", "hellinger"):
        if name not in found:
            return f"there is no {name}"
        if np.shape(found[name]) != (9,):
            return f"{name} should have shape (9,), but has {np.shape(found[name])}"
        if not np.all(np.diff(found[name]) < 0):
            return f"{name} should fall in the logit: what looks more real should cost less"


def frozen_losses_of_both_kls(frozen_losses, rng):
    """the two KL divergences"""
    return frozen_complaint(frozen_losses, rng, ("reverse", "likelihood"))


def frozen_losses_of_the_others(frozen_losses, rng):
    """Pearson, Neyman and Hellinger"""
    return frozen_complaint(frozen_losses, rng, ("pearson", "neyman", "hellinger"))


F = {  # f(u), and its derivative
    "likelihood": (lambda u: u * np.log(u), lambda u: np.log(u) + 1),
    "reverse": (lambda u: -np.log(u), lambda u: -1 / u),
    "pearson": (lambda u: (u - 1) ** 2, lambda u: 2 * (u - 1)),
    "neyman": (lambda u: (u - 1) ** 2 / u, lambda u: 1 - 1 / u**2),
    "hellinger": (lambda u: (np.sqrt(u) - 1) ** 2, lambda u: 1 - 1 / np.sqrt(u)),
}


def frozen_complaint(frozen_losses, rng, names):
    """None if the losses of these names are right up to a constant each."""
    logits = np.concatenate([[0.0], rng.uniform(-2.5, 2.5, size=10)])
    found = frozen_losses(logits)
    got, right, mistakes = {}, {}, {}
    for name in names:
        f, slope = (function(np.exp(logits)) for function in F[name])
        u = np.exp(logits)
        got[name] = from_zero(found[name], len(logits))
        right[name] = from_zero(f - u * slope)
        twin = {"likelihood": "reverse", "reverse": "likelihood", "pearson": "neyman",
                "neyman": "pearson", "hellinger": "hellinger"}[name]  # fmt: skip
        other, its_slope = (function(u) for function in F[twin])
        mistakes[name] = {
            "that is f(u) itself: u changes with the weights too, so f'(u) counts": from_zero(f),
            "that is −f'(u): how does p_theta f(p_data/p_theta) change with p_theta?":
                from_zero(-slope),
            "that is f'(u): how does p_theta f(p_data/p_theta) change with p_theta?":
                from_zero(slope),
            "the sign is wrong: it is f − u f'": from_zero(u * slope - f),
            "only −u f' is there: p_theta in front of f changes too": from_zero(-u * slope),
            "a factor 2 is missing": right[name] / 2,
            "a factor 2 is too much": right[name] * 2,
            "that belongs to the divergence with both exchanged": from_zero(other - u * its_slope),
        }  # fmt: skip
    return compare_each(got, right, mistakes, what="the loss {}, less its value at 0,")


def from_zero(values, length=None):
    """Values less the first one."""
    values = np.asarray(values, float)
    if length is not None and values.shape != (length,):
        raise ValueError(f"its shape is {values.shape}, not {(length,)}")
    return values - values[0]


# The ideal game


def game_by_hand(ideal_game):
    """two points, rate 1"""
    half = np.array([0.5, 0.5])
    start = np.array([0.9, 0.1])
    played = ideal_game(half, start, 1.0, 2, "saturating")
    if np.shape(played) != (3, 2):
        return f"the shape should be (steps + 1, k) = (3, 2), but is {np.shape(played)}"
    if not np.allclose(np.sum(played, axis=1), 1):
        return "after each step the probabilities should add up to 1"
    if not np.allclose(played, [[0.9, 0.1], [0.7, 0.3], [0.6, 0.4]]):
        return "with the saturating loss and η = 1 each step goes half of the way to the data"


def game_with_the_saturating_loss(ideal_game, rng):
    """the saturating loss, on random distributions"""
    return game_complaint(ideal_game, rng, "saturating")


def game_with_the_non_saturating_loss(ideal_game, rng):
    """the non-saturating loss, on random distributions"""
    return game_complaint(ideal_game, rng, "non_saturating")


def game_complaint(ideal_game, rng, loss):
    """None if the game is played right, with a mode that is nearly dead."""
    p, q = rng.dirichlet(np.full(5, 3.0), size=2)
    q[0] *= 1e-5
    q = q / q.sum()
    rate, steps = float(rng.uniform(0.3, 0.7)), 5
    other = "non_saturating" if loss == "saturating" else "saturating"
    right = play(p, q, rate, steps, loss)
    share = (1 - (1 - rate / 2) ** np.arange(steps + 1))[:, None]
    mistakes = {
        "the two losses are exchanged": play(p, q, rate, steps, other),
        "the step goes the wrong way: the generator descends": play(p, q, -rate, steps, loss),
        "D* and 1 − D* are exchanged": play(p, q, -rate, steps, other),
        "Z is missing: the probabilities do not add up to 1":
            play(p, q, rate, steps, loss, normalise=False),
        "D* is optimal for the current p_g in every step; yours stays that of the start":
            play(p, q, rate, steps, loss, frozen=True),
        "the rate is an exponent, not a share of the way": q + share * (p - q),
        "the rate is left out": play(p, q, 1.0, steps, loss),
    }  # fmt: skip
    got = ideal_game(p, q, rate, steps, loss)
    return compare(got, right, what="the game", mistakes=mistakes)


def game_where_there_are_no_data(ideal_game, rng):
    """points at which p_data is 0, in both games"""
    p, q = rng.dirichlet(np.full(5, 3.0), size=2)
    p[rng.permutation(5)[:2]] = 0.0
    p, rate = p / p.sum(), float(rng.uniform(0.1, 0.25))  # a clipped D leaves mass behind
    for loss in ("saturating", "non_saturating"):
        right = play(p, q, rate, 4, loss)
        mistakes = {"without data and mass any D is optimal, and q stays 0: yours became 0/0":
                    np.where(np.arange(5)[:, None] < 2, right, np.nan)}  # fmt: skip
        got = ideal_game(p, q, rate, 4, loss)
        if found := compare(got, right, what=f"the {loss} game", mistakes=mistakes):
            return found
    return None


def play(p, q, rate, steps, loss, *, normalise=True, frozen=False):
    """p_g before and after each step of the ideal game; or with a mistake."""
    history, start = [q], q
    for _ in range(steps):
        q = history[-1]
        now = start if frozen else q
        with np.errstate(all="ignore"):
            d = np.where(p + now > 0, p / (p + now), 0.5)
            share = np.where(p + now > 0, now / (p + now), 0.5)  # 1 − D*
            charge = np.log(share) if loss == "saturating" else -np.log(d)
            q = np.where(q > 0, q * np.exp(-rate * charge), 0.0)
        history.append(q / q.sum() if normalise else q)
    return np.stack(history)


# Algorithm 1


def round_that_is_easy(algorithm_1):
    """a discriminator that says ¾ everywhere, and a generator that stands still"""
    generator = [np.ones((1, 2)), np.zeros(2), np.ones((2, 1)), np.zeros(1)]
    discriminator = [np.ones((1, 3)), np.zeros(3), np.zeros((3, 1)), np.log([3.0])]
    x, z_d, z_g = np.ones((1, 1, 2, 1)), np.zeros((1, 1, 2, 1)), np.zeros((1, 2, 1))
    found = algorithm_1(generator, discriminator, x, z_d, z_g, 0.0, 0.5, 0.9)
    for name, before, after in zip(("G", "D"), (generator, discriminator), found, strict=True):
        if list(map(np.shape, after)) != list(map(np.shape, before)):
            return f"{name} should be four arrays of the shapes that it had"
    if not all(np.allclose(a, b) for a, b in zip(found[0], generator, strict=True)):
        return "with rate_g = 0 the generator should not move"
    if not np.allclose(found[1][3], np.log(3) - 0.25):
        return f"the last bias of D should be log 3 - 0.25 = 0.8486, you say {found[1][3]}"


def round_of_d(algorithm_1, rng):
    """one step of D, on points of a ring"""
    players, x, z_d, z_g = random_round(rng, rounds=1, steps=1)
    rates = 0.0, 0.5, 0.0
    g, d = (flat(net) for net in parts(algorithm_1(*players, x, z_d, z_g, *rates), 2))
    if found := compare(g, flat(players[0]), what="G, with rate_g = 0,", **SINGLE):
        return found
    before, after = (flat(nets[1]) for nets in (players, train(*players, x, z_d, z_g, *rates)))
    move = after - before
    mistakes = {
        "D does not move": before,
        "D climbs V; yours descends it": before - move,
        "both terms are halved: V is the sum of two means": before + move / 2,
        "means over the minibatch are asked for; yours are sums": before + 4 * move,
        "D's step is on z_d; yours is on the codes of G":
            flat(train(*players, x, z_g[:, None], z_g, *rates)[1]),
        "the minibatch of data is left out":
            flat(train(*players, x, z_d, z_g, *rates, terms=(0, 1))[1]),
        "the generated points are left out":
            flat(train(*players, x, z_d, z_g, *rates, terms=(1, 0))[1]),
    }  # fmt: skip
    return compare(d, after, what="D", mistakes=mistakes, **SINGLE)


def round_of_g(algorithm_1, rng):
    """one round with k = 2: the step of G"""
    players, x, z_d, z_g = random_round(rng, rounds=1, steps=2)
    rates = 0.5, 0.5, 0.0
    before, after = (flat(nets[0]) for nets in (players, train(*players, x, z_d, z_g, *rates)))
    move = after - before
    mistakes = {
        "G does not move": before,
        "G descends its loss; yours climbs it": before - move,
        "means over the minibatch are asked for; yours are sums": before + 4 * move,
        "G meets the D of this round; yours meets the one before it":
            flat(train(*players, x, z_d, z_g, *rates, old=True)[0]),
        "G's step is on its own codes, z_g; yours reuses those of D":
            flat(train(*players, x, z_d, z_d[:, -1], *rates)[0]),
        "that is the saturating loss; the non-saturating one is asked for":
            flat(train(*players, x, z_d, z_g, *rates, saturating=True)[0]),
        "D takes k steps in a round; yours takes one":
            flat(train(*players, x[:, :1], z_d[:, :1], z_g, *rates)[0]),
        "each step of D has its own minibatch; yours takes the first one each time":
            flat(train(*players, x[:, [0, 0]], z_d[:, [0, 0]], z_g, *rates)[0]),
    }  # fmt: skip
    g, _ = parts(algorithm_1(*players, x, z_d, z_g, *rates), 2)
    return compare(flat(g), after, what="G", mistakes=mistakes, **SINGLE)


def rounds_with_momentum(algorithm_1, rng):
    """three rounds with k = 2 and momentum"""
    players, x, z_d, z_g = random_round(rng, rounds=3, steps=2)
    rates = 0.2, 0.3, float(rng.uniform(0.5, 0.8))
    run = players, (x, z_d, z_g), rates
    right = both(*run)
    mistakes = {
        "momentum is left out": both(*run[:2], (*rates[:2], 0.0)),
        "the velocity is kept across rounds; yours starts anew in each": both(*run, forgets=True),
        "v grows by the whole gradient, not by 1 − μ of it": both(*run, damped=True),
        "that is Nesterov's momentum": both(*run, nesterov=True),
        "each round has its own minibatches; yours takes the first ones again":
            both(players, tuple(a[[0, 0, 0]] for a in (x, z_d, z_g)), rates),
        "each step of D has its own minibatch; yours takes the first one of the round each time":
            both(players, (x[:, [0, 0]], z_d[:, [0, 0]], z_g), rates),
        "the rates of G and D are exchanged": both(*run[:2], (rates[1], rates[0], rates[2])),
        "G meets the D of this round; yours meets the one before it": both(*run, old=True),
        "G's step is on its own codes, z_g; yours reuses those of D":
            both(players, (x, z_d, z_d[:, -1]), rates),
        "that is the saturating loss; the non-saturating one is asked for":
            both(*run, saturating=True),
    }  # fmt: skip
    got = np.concatenate(
        [flat(net) for net in parts(algorithm_1(*players, x, z_d, z_g, *rates), 2)]
    )
    return compare(got, right, what="the vector of all weights", mistakes=mistakes, **SINGLE)


def both(players, batches, rates, **wrong):
    """All weights after training, in one row."""
    return np.concatenate([flat(net) for net in train(*players, *batches, *rates, **wrong)])


def train(
    generator, discriminator, x, z_d, z_g, rate_g, rate_d, momentum,
    *, terms=(1, 1), old=False, saturating=False, forgets=False, damped=False, nesterov=False,
):  # fmt: skip
    """Algorithm 1 with slopes by differences; or with a mistake."""
    g, d = generator, discriminator
    v_g, v_d = ([np.zeros_like(w) for w in net] for net in (g, d))
    new = 1 - momentum if damped else 1.0

    def step(net, v, gradient, rate):
        v = [momentum * a + new * b for a, b in zip(v, gradient, strict=True)]
        move = [momentum * a + b for a, b in zip(v, gradient, strict=True)] if nesterov else v
        return [w + rate * a for w, a in zip(net, move, strict=True)], v

    for minibatches, codes, own_codes in zip(x, z_d, z_g, strict=True):
        before = d
        if forgets:
            v_g, v_d = ([np.zeros_like(w) for w in net] for net in (g, d))
        for real, z in zip(minibatches, codes, strict=True):
            fake = network(g, z)

            def value(d, real=real, fake=fake):
                of_real = np.mean(-np.logaddexp(0, -network(d, real)))
                of_fake = np.mean(-np.logaddexp(0, network(d, fake)))
                return terms[0] * of_real + terms[1] * of_fake

            d, v_d = step(d, v_d, slopes(value, d), rate_d)

        def loss(g, d=before if old else d, z=own_codes):
            logits = network(d, network(g, z))
            if saturating:
                return np.mean(-np.logaddexp(0, logits))
            return np.mean(np.logaddexp(0, -logits))

        g, v_g = step(g, v_g, slopes(loss, g), -rate_g)
    return g, d


def network(net, x):
    """One hidden layer of tanh."""
    w_1, b_1, w_2, b_2 = net
    return np.tanh(x @ w_1 + b_1) @ w_2 + b_2


def slopes(f, net, h=1e-5):
    """The gradient of f(net), a list like the net; central differences err by order h² = 1e-10."""
    found = [np.zeros_like(w) for w in net]
    for number, w in enumerate(net):
        for index in np.ndindex(w.shape):
            ends = []
            for sign in (1, -1):
                moved = [w.copy() for w in net]
                moved[number][index] += sign * h
                ends.append(f(moved))
            found[number][index] = (ends[0] - ends[1]) / (2 * h)
    return found


def flat(net):
    """The weights of a network in one row. Raises ValueError unless it has four arrays."""
    if not isinstance(net, list | tuple) or len(net) != 4:
        raise ValueError("a network is a list of four arrays")
    return np.concatenate([np.ravel(np.asarray(w, float)) for w in net])


def random_round(rng, rounds, steps):
    """Both players with random weights, minibatches from a ring, and codes; m = 4, h = 3."""

    def net(inputs, outputs):
        w_1, b_1 = rng.normal(size=(inputs, 3)), rng.normal(size=3) / 2
        return [w_1, b_1, rng.normal(size=(3, outputs)), rng.normal(size=outputs) / 2]

    angle = np.pi / 4 * rng.integers(0, 8, size=(rounds, steps, 4))
    x = 2 * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    x = x + 0.2 * rng.normal(size=x.shape)
    z_d, z_g = rng.normal(size=(rounds, steps, 4, 2)), rng.normal(size=(rounds, 4, 2))
    return (net(2, 2), net(2, 1)), x, z_d, z_g


# Four losses through the same networks


def losses_of_one_code(compare_losses):
    """one code, and players with one hidden unit"""
    generator = [np.ones((1, 1)), np.zeros(1), np.full((1, 1), 2.0), np.zeros(1)]
    discriminator = [np.ones((1, 1)), np.zeros(1), np.full((1, 1), 3.0), np.zeros(1)]
    lower = np.array([0.0, np.log(3.0)])
    gradients, lengths = compare_losses(generator, discriminator, np.zeros((1, 1)), lower)
    right = {"saturating": [1 / 2, 1 / 4], "non_saturating": [1 / 2, 3 / 4],
             "least_squares": [1, 1 + np.log(3)], "wasserstein": [1, 1]}  # fmt: skip
    for name, slope in right.items():
        if [np.shape(part) for part in gradients[name]] != [(1, 1), (1,), (1, 1), (1,)]:
            return f"the gradient {name} should be four arrays of the shapes of G's weights"
        if not np.allclose([np.sum(part) for part in gradients[name]],
                           [0, -6 * slope[0], 0, -3 * slope[0]]):  # fmt: skip
            return f"the gradient {name} should be 0, {-6 * slope[0]}, 0 and {-3 * slope[0]}"
        if not np.allclose(lengths[name], np.sqrt(45) * np.array(slope)):
            return f"the lengths {name} should be √45 times {np.round(slope, 4)}"


def gradients_of_the_game(compare_losses, rng):
    """the gradients of the saturating and the non-saturating loss"""
    return gradients_complaint(compare_losses, rng, ("saturating", "non_saturating"))


def gradients_of_other_games(compare_losses, rng):
    """the gradients of least squares and of the Wasserstein loss"""
    return gradients_complaint(compare_losses, rng, ("least_squares", "wasserstein"))


SLOPES = {  # of the four losses, in the logit
    "saturating": lambda logits: -sigmoid(logits),
    "non_saturating": lambda logits: -sigmoid(-logits),
    "least_squares": lambda logits: logits - 1,
    "wasserstein": lambda logits: -np.ones_like(logits),
}


def gradients_complaint(compare_losses, rng, names):
    """None if the gradients of these losses are right for networks with random weights."""
    players, _, _, z = random_round(rng, rounds=1, steps=1)
    gradients, _ = parts(compare_losses(*players, z[0], np.zeros(1)), 2)
    logits, ways = network(players[1], network(players[0], z[0]))[:, 0], ways_to(*players, z[0])
    d, of = sigmoid(logits), {name: f(logits) for name, f in SLOPES.items()}
    straight = ways_to(*players, z[0], straight=True)
    wrong = {
        "saturating": {
            "that is the gradient of the non-saturating loss": of["non_saturating"],
            "the sign is wrong: G descends log(1 − D)": d,
            "that is the slope in D; the weights are reached through the logit": -1 / (1 - d),
        },
        "non_saturating": {
            "that is the gradient of the saturating loss": of["saturating"],
            "the non-saturating gradient is not minus the saturating one": d,
            "the sign is wrong: G descends −log D": 1 - d,
            "that is the slope in D; the weights are reached through the logit": -1 / d,
        },
        "least_squares": {
            "least squares takes D's output as it is: no sigmoid": (d - 1) * d * (1 - d),
            "least squares takes D's output as it is: yours is D − 1": d - 1,
            "the loss is half of a square": 2 * (logits - 1),
            "G wants the output 1, that of data; yours wants 0": logits,
            "the sign is wrong: G descends the square": 1 - logits,
        },
        "wasserstein": {
            "G wants a large output: the loss is −l": np.ones(4),
            "Wasserstein's loss takes D's output as it is: no sigmoid": -d * (1 - d),
        },
    }
    got, right, mistakes = {}, {}, {}
    for name in names:
        got[name] = flat(gradients[name]) if name in gradients else None
        right[name] = of[name] @ ways / 4
        mistakes[name] = {complaint: slope @ ways / 4 for complaint, slope in wrong[name].items()}
        mistakes[name] |= {
            "means over the codes are asked for; yours are sums": of[name] @ ways,
            "on the way back through D's hidden layer tanh' is missing": of[name] @ straight / 4,
        }
    return compare_each(got, right, mistakes, what="the gradient {}", **SINGLE)


def lengths_when_d_grows_surer(compare_losses, rng):
    """the lengths of the gradients, with a bias that is lowered or raised a little"""
    return lengths_complaint(compare_losses, rng, rng.uniform(-3, 5, size=5), "the lengths {}")


def lengths_when_d_is_sure(compare_losses, rng):
    """the lengths where D is sure, and right, or wrong"""
    lower = np.concatenate([rng.uniform(-60, -40, size=2), rng.uniform(100, 300, size=2)])
    return lengths_complaint(compare_losses, rng, lower, "the lengths {} for a sure D")


def lengths_complaint(compare_losses, rng, lower, what):
    """None if the lengths of the four gradients are right for networks with random weights."""
    players, _, _, z = random_round(rng, rounds=1, steps=1)
    _, lengths = parts(compare_losses(*players, z[0], lower), 2)
    logits, ways = network(players[1], network(players[0], z[0]))[:, 0], ways_to(*players, z[0])
    right, mistakes = {}, {}
    for name, f in SLOPES.items():
        slopes_of = [f(logits - c) for c in lower]
        means = [slope @ ways / 4 for slope in slopes_of]
        right[name] = lengths_of(means)
        alone = np.linalg.norm(ways, axis=1)
        mistakes[name] = {
            "the bias is lowered by c; yours is raised":
                lengths_of([f(logits + c) @ ways / 4 for c in lower]),
            "the length of the mean is asked for; yours is the mean of the draws' lengths":
                [np.abs(slope) @ alone / 4 for slope in slopes_of],
            "the length is the root of the sum of squares; yours is its square": right[name] ** 2,
            "the length is the root of the sum of squares; yours sums absolute values":
                np.sum(np.abs(means), axis=1),
            "that is the largest entry; the length of the vector is asked for":
                np.max(np.abs(means), axis=1),
            "the lengths are asked for, not their ratios to that with c = 0":
                right[name] / lengths_of([f(logits) @ ways / 4]),
            "1 − D is computed as a difference, and rounds to 0 where D is close to 1":
                np.where(lower < -30, 0.0, right[name]),
        }  # fmt: skip
    exact = {"rtol": 1e-3, "atol": 0.0}
    return compare_each(lengths, right, mistakes, what=what, **exact)


def lengths_of(vectors):
    """The length of each vector."""
    return np.linalg.norm(vectors, axis=1)


def ways_to(generator, discriminator, z, *, straight=False):
    """The gradient of each code's logit in G's weights, (m, all weights), by differences.

    straight: as if D's hidden layer had no tanh.
    """
    w_1, _, w_2, _ = discriminator

    def logit_of(g, code):
        x = network(g, code)
        return (x @ w_1 @ w_2 if straight else network(discriminator, x))[0]

    each = [slopes(lambda g, code=code: logit_of(g, code), generator) for code in z]
    return np.stack([flat(slope) for slope in each])


# What is wrong with a run


def run_by_hand(judge):
    """the numbers of a short record with two modes"""
    draws = [[4.0, 4.0, 4.1, 0.0]] * 2 + [[0.0, 0.1, 4.0, 9.0], [0.0, 0.1, 4.0, 4.1]]
    draws = np.array([*draws, [0.0, 0.2, 0.1, 1.9]])
    run = {"draws": draws, "modes": np.array([0.0, 4.0]), "std": 0.2, "round": 5 * np.arange(5)}
    run |= {name: np.full(5, -1.0) for name in ("value", "d_real", "d_fake")}
    found = judge(run)
    right = {"quality": 3 / 4, "covered": 1, "swing": 1 / 4}
    right["bound"] = np.log(1 / 3) / 2 + np.log(2 / 3)
    for name, value in right.items():
        if np.shape(found[name]) != () or not abs(found[name] - value) < 1e-6:
            return f"{name} should be {value:.4g}, you say {found[name]}"
    if found["failure"] not in ("healthy", "dropped", "saturated", "restless", "blind"):
        return f"failure should be one of the five names, you say {found['failure']}"
    if found["remedy"] not in ("none", "loss", "rate_d", "rate_g", "width"):
        return f"remedy should be 'none' or one of the four settings, you say {found['remedy']}"


def run_in_numbers(judge, rng):
    """the numbers of random records, with other modes"""
    run = random_record(rng)
    far = np.abs(run["draws"][..., None] - run["modes"])
    nearest, good = far.argmin(axis=2), far.min(axis=2) <= 3 * run["std"]
    count = len(run["modes"])
    h = np.stack([np.bincount(row, minlength=count) / len(row) for row in nearest])
    u = np.full(count, 1 / count)
    of_good = np.bincount(nearest[-1][good[-1]], minlength=count)
    right = {"quality": good[-1].mean(), "covered": np.sum(of_good > 0),
             "bound": cells_bound(u, h[-1]), "swing": swing_of(h[4:])}  # fmt: skip
    mistakes = {
        "quality": {
            "the quality is that of the last row; yours is over all rows": good.mean(),
            "good is what is at most three std away; yours is one": np.mean(
                far.min(axis=2)[-1] <= run["std"]),
            "good is what is at most three std away; yours is two": np.mean(
                far.min(axis=2)[-1] <= 2 * run["std"]),
            "that is the share of draws that are not good": 1 - good[-1].mean(),
        },
        "covered": {
            "a mode is covered by good draws only; yours counts all": np.sum(h[-1] > 0),
            "covered is about the last row; yours is about all": len(set(nearest[good])),
            "that counts draws; count modes": of_good.sum(),
        },
        "bound": {
            "the bound has two JSD; yours has one": (cells_bound(u, h[-1]) - LOG_4) / 2,
            "the −log 4 is missing": cells_bound(u, h[-1]) + LOG_4,
            "h is of all draws of the last row; yours is of the good ones":
                cells_bound(u, of_good / max(of_good.sum(), 1)),
            "h is of the last row; yours is of all rows": cells_bound(u, h.mean(axis=0)),
        },
        "swing": {
            "the ½ of the total variation is missing": 2 * swing_of(h[4:]),
            "swing is about the rows from T // 2 on; yours is about all": swing_of(h),
            "the mean over pairs of rows is asked for; yours is their sum": 4 * swing_of(h[4:]),
        },
    }  # fmt: skip
    return compare_each(judge(run), right, mistakes, what="{}")


def runs_that_the_draws_decide(judge, rng):
    """new games: healthy, dropped, restless"""
    names = rng.permutation(["healthy", "dropped", "dropped", "restless", "restless"])
    return failures_complaint(judge, rng, names, ("quality", "covered"))


def runs_that_the_curves_decide(judge, rng):
    """new games: healthy, saturated, blind"""
    names = rng.permutation(["healthy", "saturated", "saturated", "blind", "blind"])
    return failures_complaint(judge, rng, names, ("bound",))


def runs_and_remedies(judge, rng):
    """what to change in new games of each kind"""
    for name in rng.permutation(list(REMEDIES)):
        found, complaint = judged(judge, name, rng, ("swing",))
        if complaint:
            return complaint
        if found.get("remedy") != REMEDIES[name]:
            if name == "healthy":
                return "in a healthy game nothing should be changed"
            return (f"a {name} game stays so with the remedy {found.get('remedy')!r}: "
                    "play it again with that, and with others")  # fmt: skip
    return None


REMEDIES = {"healthy": "none", "dropped": "width", "saturated": "loss", "restless": "rate_g",
            "blind": "rate_d"}  # fmt: skip


def failures_complaint(judge, rng, names, evidence):
    """None if new games of these names are judged right, and by the right numbers."""
    for name in names:
        found, complaint = judged(judge, name, rng, evidence)
        if complaint:
            return complaint
        if found.get("failure") != name:
            return f"a {name} game is taken for {found.get('failure')!r}"
    return None


def judged(judge, name, rng, evidence):
    """The judgement of a new game, and what is wrong with some of its numbers."""
    run = new_game(str(name), int(rng.integers(2**31)))
    found = judge(run)
    far = np.abs(run["draws"][..., None] - run["modes"])
    nearest, good = far.argmin(axis=2), far.min(axis=2) <= 3 * run["std"]
    h = np.mean(nearest[..., None] == np.arange(len(run["modes"])), axis=1)
    right = {"quality": good[-1].mean(), "covered": len(set(nearest[-1][good[-1]])),
             "bound": cells_bound(np.full(h.shape[1], 1 / h.shape[1]), h[-1]),
             "swing": swing_of(h[len(h) // 2:])}  # fmt: skip
    some = {key: right[key] for key in evidence}
    return found, compare_each(found, some, {}, what=f"{{}} of a {name} game")


def cells_bound(u, h):
    """−log 4 + 2 JSD(u‖h), what a D earns that is constant on cells; 0 log 0 is 0."""
    both = u + h
    terms = [np.where(p > 0, p * np.log(np.where(p > 0, p, 1) / both), 0.0) for p in (u, h)]
    return np.sum(terms)


def swing_of(h):
    """The mean total variation between consecutive rows."""
    return np.mean([np.abs(a - b).sum() / 2 for a, b in pairwise(h)])


def random_record(rng):
    """A record of 9 rows that nobody played: modes, good draws and others, each row by chance.

    The last row leaves a mode without good draws, and has others near it.
    """
    count, std = int(rng.integers(5, 8)), float(rng.uniform(0.1, 0.3))
    modes = np.cumsum(rng.uniform(2.5, 4.0, count)) - 10
    draws = []
    for _ in range(9):
        means = rng.choice(modes, 60, p=rng.dirichlet(np.ones(count)))
        draws.append(means + std * rng.normal(size=60) * rng.choice([1.0, 4.0], 60))
    row = draws[-1]
    row[np.abs(row - modes[0]) <= 3 * std] = modes[1]
    row[:3], row[3:6] = modes[0] - 4 * std, modes[2] + 1.5 * std
    run = {"round": 5 * np.arange(9), "draws": np.stack(draws), "modes": modes, "std": std}
    run["value"] = rng.uniform(-1.4, -0.5, size=9)
    return run | {name: rng.uniform(size=9) for name in ("d_real", "d_fake")}


@cache
def handed_out():
    """The names that the notebook's cell with the game defines."""
    source = (Path(__file__).parent / "source.ipynb").read_text(encoding="utf-8")
    cells = ["".join(cell["source"]) for cell in json.loads(source)["cells"]]
    names = {"np": np}
    (game,) = [cell for cell in cells if cell.startswith("HEALTHY = ")]
    exec(game, names)
    return names


@cache
def new_game(name, seed):
    """The record of a game of this name."""
    names, rng = handed_out(), np.random.default_rng(seed)
    settings = names["HEALTHY"] | names["CHANGED"][name]
    return names["play"](settings, *names["start_of"](name, rng), rng)


# Distributions, and what is right about them


def sigmoid(logits):
    """1/(1 + exp(−logits))."""
    return np.exp(-np.logaddexp(0, -np.asarray(logits, float)))


def logit(probability):
    """log p − log(1 − p)."""
    return np.log(probability) - np.log1p(-probability)


def log_normal(x, mean, std):
    """log N(x; mean, std²)."""
    return -(((x - mean) / std) ** 2) / 2 - np.log(std) - np.log(2 * np.pi) / 2


def kl_coins(p, q):
    """KL of two coins that show 1 with probabilities p and q."""
    return p * np.log(p / q) + (1 - p) * np.log((1 - p) / (1 - q))


def trapezoid_weights(x):
    """The weight of each grid point in the trapezoidal rule."""
    step = np.diff(x) / 2
    return np.concatenate([step, [0]]) + np.concatenate([[0], step])


def normalised(x, log_p):
    """A log density on a grid, less what makes its integral 1."""
    return log_p - np.log(trapezoid_weights(x) @ np.exp(log_p))


def jensen_shannon(x, log_p, log_q):
    """JSD of two densities on a grid, from their mixture; 0 log 0 is 0."""
    p, q, weight = np.exp(log_p), np.exp(log_q), trapezoid_weights(x)
    middle = (p + q) / 2
    with np.errstate(all="ignore"):
        each = [np.where(f > 0, f * np.log(f / middle), 0.0) for f in (p, q)]
    return weight @ (each[0] + each[1]) / 2


def random_densities(rng):
    """An uneven grid, and two log densities on it that overlap: C is far from both of its ends.

    The tails are of similar weight, so that here D* and 1 − D* may also be computed from densities.
    """
    while True:
        x = np.cumsum(rng.uniform(0.2, 1.0, 300) * np.linspace(0.5, 1.5, 300))
        x = x / x[-1] * 16 - 8
        bumps = [
            log_normal(x, rng.uniform(*range_of_mean), rng.uniform(0.8, 1.2))
            for range_of_mean in ((-3, -1), (1, 3))
        ]
        log_p = normalised(x, np.logaddexp(*bumps))
        log_q = normalised(x, log_normal(x, rng.uniform(-2, 2), rng.uniform(1.5, 2.5)))
        if 0.06 < jensen_shannon(x, log_p, log_q) < 0.55:
            return x, log_p, log_q


def random_discriminator(rng):
    """Two distributions on seven points and the logits of a D that is not optimal."""
    p, q = rng.dirichlet(np.full(7, 2.0), size=2)
    return p, q, np.log(p / q) + rng.normal(size=7)


def random_family(rng):
    """p_data and p_theta on seven points, and the score of a family with two weights there."""
    p, q = rng.dirichlet(np.full(7, 2.0), size=2)
    features = rng.normal(size=(7, 2))  # p_theta ∝ exp(features @ theta)
    return p, q, features - q @ features


# The form of answers


def compare_each(got, right, mistakes, *, what, **options):
    """`compare` for each entry of a dictionary; what: a text with a place for the name."""
    if not isinstance(got, dict):
        raise ValueError(f"a dictionary is asked for, but this is {kind(got)}")
    for name, value in right.items():
        if name not in got:
            return f"there is no {name}"
        found = compare(got[name], value, what=what.format(name),
                        mistakes=mistakes.get(name), **options)  # fmt: skip
        if found:
            return found
    return None


CHECKS = [
    Check("optimal_logit", 1, logit_by_hand, public=True),
    Check("optimal_logit", 1, logit_in_far_tails),
    Check("optimal_logit", 2, logit_with_share_and_labels),
    Check("criterion", 1, criterion_by_hand, public=True),
    Check("criterion", 2, criterion_value),
    Check("criterion", 1, criterion_where_densities_vanish),
    Check("criterion", 1, criterion_is_bounded_and_convex, needs="criterion_by_hand"),
    Check("value_and_gap", 1, gap_at_the_best, public=True),
    Check("value_and_gap", 1, gap_value),
    Check("value_and_gap", 2, gap_size),
    Check("value_and_gap", 1, gap_slope),
    Check("value_and_gap", 1, gap_of_a_sure_discriminator),
    Check("losses", 1, losses_at_zero, public=True),
    Check("losses", 1, losses_values),
    Check("losses", 2, losses_slopes),
    Check("losses", 1, losses_of_a_sure_discriminator),
    Check("losses", 1, losses_that_are_tiny),
    Check("directions", 1, directions_on_two_points, public=True),
    Check("directions", 1, directions_of_the_game),
    Check("directions", 2, directions_of_other_losses),
    Check("directions", 2, directions_of_the_bends),
    Check("frozen_losses", 1, frozen_losses_fall, public=True),
    Check("frozen_losses", 2, frozen_losses_of_both_kls),
    Check("frozen_losses", 2, frozen_losses_of_the_others),
    Check("ideal_game", 1, game_by_hand, public=True),
    Check("ideal_game", 2, game_with_the_saturating_loss),
    Check("ideal_game", 2, game_with_the_non_saturating_loss),
    Check("ideal_game", 1, game_where_there_are_no_data),
    Check("algorithm_1", 1, round_that_is_easy, public=True),
    Check("algorithm_1", 2, round_of_d),
    Check("algorithm_1", 2, round_of_g),
    Check("algorithm_1", 3, rounds_with_momentum),
    Check("compare_losses", 1, losses_of_one_code, public=True),
    Check("compare_losses", 2, gradients_of_the_game),
    Check("compare_losses", 2, gradients_of_other_games),
    Check("compare_losses", 1, lengths_when_d_grows_surer),
    Check("compare_losses", 1, lengths_when_d_is_sure),
    Check("judge", 1, run_by_hand, public=True),
    Check("judge", 2, run_in_numbers),
    Check("judge", 2, runs_that_the_draws_decide),
    Check("judge", 2, runs_that_the_curves_decide),
    Check("judge", 1, runs_and_remedies),
]
