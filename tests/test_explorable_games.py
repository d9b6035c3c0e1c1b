"""The games that a browser plays follow the gradients of `lib`'s value function."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from book_ext.explorable_core import Core
from lib.double_precision import double_precision
from lib.gan import value_function

CASES = 200
VALUES = {
    "Dirac": lambda theta, phi: value_function(jnp.zeros(1), (theta * phi)[None]),
    "bilinear": lambda theta, phi: theta * phi,
}


@pytest.fixture(scope="module")
def core():
    core = Core("games")
    yield core
    core.close()


@pytest.fixture(scope="module")
def cases():
    """θ, φ, step size, penalty."""
    rng = np.random.default_rng(0)
    ends = ((-2, 2), (-2, 2), (0.01, 1), (0, 2))
    return np.stack([rng.uniform(*each, CASES) for each in ends], axis=1)


def stepped(game, alternating):
    """A step of both players along the gradients of V − ½ penalty φ²."""
    v = VALUES[game]

    def step(point, rate, penalty):
        theta, phi = point
        moved = phi + rate * (jax.grad(v, 1)(theta, phi) - penalty * phi)
        against = moved if alternating else phi
        return jnp.stack([theta - rate * jax.grad(v)(theta, against), moved])

    return step


@pytest.mark.parametrize("alternating", [False, True])
@pytest.mark.parametrize("game", VALUES)
def test_steps_and_their_factor_are_those_of_the_gradients(core, cases, game, alternating):
    step = stepped(game, alternating)
    with double_precision():
        theta, phi, rate, penalty = map(jnp.asarray, cases.T)
        point = jnp.stack([theta, phi], axis=1)
        expected = np.asarray(jax.jit(jax.vmap(step))(point, rate, penalty))
        derivative = jax.jit(jax.vmap(jax.jacfwd(step), (None, 0, 0)))
        jacobians = np.asarray(derivative(jnp.zeros(2), rate, penalty))
    factors = np.abs(np.linalg.eigvals(jacobians)).max(axis=1)
    for i, (theta, phi, rate, penalty) in enumerate(cases):
        options = {"rate": rate, "penalty": penalty, "alternating": alternating}
        found = core("step", game, [theta, phi], options)
        assert found == pytest.approx(expected[i], rel=1e-13, abs=1e-14)
        # Two equal eigenvalues lose half of the digits.
        assert core("factor", game, options) == pytest.approx(factors[i], rel=1e-7)


def test_a_game_goes_on_from_each_point_to_the_next_and_ends_far_away(core):
    options = {"rate": 0.5, "penalty": 0, "alternating": False}
    points = core("play", "bilinear", [1, 0], options, 100)
    assert len(points) < 100
    assert np.hypot(*points[-1]) >= 1000 > np.hypot(*points[-2])
    assert points[2] == core("step", "bilinear", points[1], options)
    assert len(core("play", "Dirac", [1, 1], options, 7)) == 8
