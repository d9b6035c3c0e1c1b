"""The divergences that a browser computes, and where descending them ends, are those of `lib`."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from book_ext.explorable_core import Core
from lib import kl_fit
from lib.distributions import Mixture
from lib.double_precision import double_precision
from lib.kl_fit import Divergence, grid

CASES = 200
WEIGHTS = {
    "forward KL": kl_fit.FORWARD_KL,
    "reverse KL": kl_fit.REVERSE_KL,
    "JSD": kl_fit.JENSEN_SHANNON,
    "non-saturating": kl_fit.NON_SATURATING,
}


@pytest.fixture(scope="module")
def core():
    core = Core("kl")
    yield core
    core.close()


@pytest.fixture(scope="module")
def cases():
    """Separations, means, widths."""
    rng = np.random.default_rng(0)
    return np.stack([rng.uniform(*ends, CASES) for ends in ((0, 4), (-5, 5), (0.4, 4))], axis=1)


def log_modes(d, points):
    means = jnp.stack([-d, d])[:, None]
    return Mixture(jnp.full(2, 0.5), means, jnp.ones((2, 1, 1))).log_prob(points)


def compared(f, cases):
    """f(weights, log p, grid, θ) for each objective and its cases, (4, cases, …)."""
    with double_precision():
        line = grid(20.0, 0.2)
        each = jnp.array(list(WEIGHTS.values()))

        def one(weights, case):
            theta = jnp.stack([case[1], jnp.log(case[2])])
            return f(Divergence(*weights), log_modes(case[0], line.points), line, theta)

        cases = jnp.asarray(np.broadcast_to(cases, (len(each), *cases.shape[-2:])))
        return np.asarray(jax.jit(jax.vmap(jax.vmap(one, (None, 0))))(each, cases))


def test_the_divergences_are_those_of_lib(core, cases):
    expected = compared(
        lambda weights, log_p, line, theta: kl_fit.objective(theta, weights, log_p, line), cases
    )
    found = np.array([list(core("divergences", *case).values()) for case in cases]).T
    assert list(core("divergences", *cases[0])) == list(WEIGHTS)
    assert (np.abs(found - expected) / (1 + np.abs(expected))).max() < 1e-12


def test_the_gradients_are_those_of_lib(core, cases):
    def gradient(weights, log_p, line, theta):
        return jax.grad(kl_fit.objective)(theta, weights, log_p, line)

    expected = compared(gradient, cases[:50])
    objectives = [list(weights) for weights in WEIGHTS.values()]
    line = 0.2 * np.arange(-100, 101)
    for i, (d, mean, std) in enumerate(cases[:50]):
        log_p = [core("logModes", x, d) for x in line.tolist()]
        for j, weights in enumerate(objectives):
            found = core("objective", weights, log_p, [mean, np.log(std)])["gradient"]
            assert found == pytest.approx(expected[j, i], rel=1e-9, abs=1e-10)


def test_the_descent_ends_at_a_minimum_of_lib_and_never_climbs(core, cases):
    some = cases[:60]
    found = [[core("descend", name, *case) for case in some] for name in WEIGHTS]
    ends = np.array(
        [
            [[d, end["mean"], end["std"]] for (d, *_), end in zip(some, row, strict=True)]
            for row in found
        ]
    )

    def at(weights, log_p, line, theta):
        args = (theta, weights, log_p, line)
        slope = jnp.linalg.norm(jax.grad(kl_fit.objective)(*args))
        bend = jnp.linalg.eigvalsh(jax.hessian(kl_fit.objective)(*args))[0]
        return jnp.stack([kl_fit.objective(*args), slope, bend])

    start, end = compared(at, some), compared(at, ends)
    assert (end[..., 0] <= start[..., 0] + 1e-12).all()
    level = end[..., 1] < 1e-5
    assert (level.mean(axis=1) > 0.9).all()  # others are on their way, near a fold, or at the bound
    assert end[level][:, 2].min() > -1e-3
