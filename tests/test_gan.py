"""The losses by hand and in the limits, the two players, and one round of the game step by step."""

import functools

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.gan import (
    GAN,
    discriminator_loss,
    gan_step,
    init,
    non_saturating_loss,
    optimal_discriminator,
    saturating_loss,
    value_function,
)
from lib.networks import MLP
from lib.train import TrainState, train

F32 = 16 * float(np.finfo(np.float32).eps)
examples = settings(max_examples=25, derandomize=True, deadline=None, database=None)
LATENTS, DIMENSION = 3, 2
SLOPE = optax.sgd(0.1)


@functools.cache
def gan(seed=0):
    """A small GAN whose biases are not zero."""
    key_g, key_d = jax.random.split(jax.random.key(seed))
    generator = MLP(key_g, (LATENTS, 5, DIMENSION), activation=jnp.tanh)
    discriminator = MLP(key_d, (DIMENSION, 6, 1), activation=jnp.tanh)
    return jax.tree.map(lambda p: p + 0.1, GAN(generator, discriminator))


def real(n=12):
    return jnp.asarray(np.random.default_rng(3).normal(size=(n, DIMENSION)), jnp.float32)


def logits(n, seed=0, scale=3.0):
    return jnp.asarray(scale * np.random.default_rng(seed).normal(size=n), jnp.float32)


# The value function and the losses


def test_value_function_by_hand():
    real_logits, fake_logits = logits(7), logits(5, seed=1)
    d_real, d_fake = (1 / (1 + np.exp(-np.asarray(a, float))) for a in (real_logits, fake_logits))
    expected = np.log(d_real).mean() + np.log(1 - d_fake).mean()
    assert value_function(real_logits, fake_logits) == pytest.approx(expected, rel=F32)
    assert discriminator_loss(real_logits, fake_logits) == pytest.approx(-expected, rel=F32)
    assert saturating_loss(fake_logits) == pytest.approx(np.log(1 - d_fake).mean(), rel=F32)
    assert non_saturating_loss(fake_logits) == pytest.approx(-np.log(d_fake).mean(), rel=F32)


def test_value_function_is_minus_twice_the_cross_entropy_of_the_balanced_problem():
    real_logits, fake_logits = logits(50), logits(50, seed=1)
    together = jnp.concatenate([real_logits, fake_logits])
    labels = jnp.concatenate([jnp.ones(50), jnp.zeros(50)])
    bce = optax.sigmoid_binary_cross_entropy(together, labels).mean()
    assert value_function(real_logits, fake_logits) == pytest.approx(-2 * bce.item(), rel=F32)


def test_a_discriminator_that_guesses_has_minus_log_four():
    assert value_function(jnp.zeros(3), jnp.zeros(8)) == pytest.approx(-np.log(4), rel=F32)
    assert discriminator_loss(np.zeros(3), np.zeros(8)) == pytest.approx(np.log(4), rel=F32)


def test_means_are_over_everything_so_the_shape_does_not_matter():
    real_logits, fake_logits = logits(6), logits(4, seed=1)
    column = value_function(real_logits[:, None], fake_logits.reshape(2, 2))
    assert column.shape == ()
    assert column == pytest.approx(value_function(real_logits, fake_logits).item(), rel=F32)


@pytest.mark.parametrize(
    "loss, at_plus, at_minus", [(saturating_loss, -1e4, 0.0), (non_saturating_loss, 0.0, 1e4)]
)
def test_losses_and_slopes_are_exact_at_extreme_logits(loss, at_plus, at_minus):
    for logit, expected in ((1e4, at_plus), (-1e4, at_minus)):
        assert loss(jnp.array([logit])) == expected
        slope = jax.grad(loss)(logit)
        # −D of the saturating loss and −(1 − D) of the other.
        d = float(logit > 0)
        assert slope == (-d if loss is saturating_loss else d - 1)


@pytest.mark.parametrize("sign, value", [(1, 0.0), (-1, -2e4)])
def test_value_function_is_exact_at_extreme_logits(sign, value):
    extreme = sign * jnp.array([1e4])
    assert value_function(extreme, -extreme) == value
    assert discriminator_loss(extreme, -extreme) == -value
    slopes = jax.grad(value_function, (0, 1))(extreme, -extreme)
    assert [slope.item() for slope in slopes] == ([0, 0] if sign > 0 else [1, -1])


@examples
@given(st.floats(-80, 80, width=32))
def test_slopes_of_the_generator_s_losses(logit):
    d = 1 / (1 + np.exp(-logit))
    saturating, non_saturating = (
        jax.grad(loss)(jnp.float32(logit)).item() for loss in (saturating_loss, non_saturating_loss)
    )
    assert saturating == pytest.approx(-d, rel=1e-5, abs=1e-30)
    assert non_saturating == pytest.approx(-1 / (1 + np.exp(logit)), rel=1e-5, abs=1e-30)


def test_losses_are_the_same_under_jit():
    a, b = logits(5), logits(6, seed=1)
    for f in (value_function, discriminator_loss):
        assert jax.jit(f)(a, b) == pytest.approx(f(a, b).item(), rel=F32)
    for f in (saturating_loss, non_saturating_loss):
        assert jax.jit(f)(a) == pytest.approx(f(a).item(), rel=F32)


# The optimal discriminator


def test_optimal_discriminator_by_hand():
    p_data, p_g = jnp.array([0.2, 1.0, 3.0, 0.0, 2.0]), jnp.array([0.6, 1.0, 1.0, 2.0, 0.0])
    d = optimal_discriminator(p_data, p_g)
    np.testing.assert_allclose(d, [0.25, 0.5, 0.75, 0, 1], rtol=F32)
    np.testing.assert_array_equal(optimal_discriminator(p_g, p_data) + d, np.ones(5))


def test_optimal_discriminator_maximises_the_value_of_every_x():
    # p log D + q log(1 − D) on a fine grid of D: nothing beats D*.
    p, q = jnp.array([0.2, 1.0, 3.0, 0.0, 2.0]), jnp.array([0.6, 1.0, 1.0, 2.0, 0.0])
    best = np.asarray(optimal_discriminator(p, q), float)

    def value(d):
        with np.errstate(divide="ignore", invalid="ignore"):
            real, fake = p * np.log(d), q * np.log1p(-d)
        return np.where(p > 0, real, 0) + np.where(q > 0, fake, 0)

    for d in np.linspace(0.01, 0.99, 99):
        assert (value(np.full(5, d)) <= value(best) + 1e-6).all()


def test_optimal_discriminator_says_half_where_neither_has_mass():
    assert optimal_discriminator(0.0, 0.0) == 0.5
    slopes = jax.grad(lambda p, q: optimal_discriminator(p, q), (0, 1))(0.0, 0.0)
    assert all(np.isfinite(slopes))


def test_optimal_discriminator_survives_large_and_small_densities():
    for scale in (3e38, 1e-37):
        d = optimal_discriminator(jnp.array([scale, scale]), jnp.array([scale, scale / 3]))
        np.testing.assert_allclose(d, [0.5, 0.75], rtol=F32)


@examples
@given(st.floats(1e-6, 1e6), st.floats(1e-6, 1e6))
def test_optimal_discriminator_is_the_share_and_so_is_its_slope(p, q):
    p, q = np.float32(p), np.float32(q)
    total = float(p) + float(q)
    assert optimal_discriminator(p, q) == pytest.approx(p / total, rel=1e-5)
    slopes = jax.grad(optimal_discriminator, (0, 1))(p, q)
    expected = q / total**2, -p / total**2
    np.testing.assert_allclose(slopes, expected, rtol=1e-3, atol=1e-6 / total)


# The two players


def test_logits_and_samples_by_hand():
    model, key = gan(), jax.random.key(1)
    x = real()
    assert model.logits(x).shape == (12,)
    expected = model.discriminator(x)[:, 0]
    np.testing.assert_allclose(model.logits(x), expected, rtol=F32, atol=1e-6)
    assert model.logits(x[0]).shape == ()
    assert model.logits(x.reshape(3, 4, 2)).shape == (3, 4)
    expected = model.generator(jax.random.normal(key, (9, LATENTS)))
    np.testing.assert_allclose(model.sample(key, 9), expected, rtol=F32, atol=1e-6)


def test_samples_have_the_law_of_g_of_a_standard_normal():
    # A linear G: mean b and covariance WᵀW exactly. 20 000 draws; 5 checks within 5 standard
    # errors: a false alarm once in 350 000 keys.
    generator = MLP(jax.random.key(2), (LATENTS, DIMENSION))
    x = np.asarray(GAN(generator, None).sample(jax.random.key(3), 20_000), float)
    kernel = np.asarray(generator.layers[0].kernel[...], float)
    products = np.stack(
        [x[:, 0], x[:, 1], *(x[:, i] * x[:, j] for i, j in [(0, 0), (0, 1), (1, 1)])]
    )
    cov = kernel.T @ kernel
    expected = np.array([0, 0, cov[0, 0], cov[0, 1], cov[1, 1]])
    errors = products.std(axis=1) / np.sqrt(20_000)
    assert (abs(products.mean(axis=1) - expected) <= 5 * errors).all()


# One round of the game


def by_hand(model, generator_loss, key, x, k):
    """Algorithm 1 with plain gradient steps, written out; the losses too."""
    key_d, key_g = jax.random.split(key)
    m = len(x) // k
    generator, discriminator = model
    losses = []
    for i, step_key in enumerate(jax.random.split(key_d, k)):
        z = jax.random.normal(step_key, (m, LATENTS))
        fake = generator(z)

        def loss_d(d, minibatch=x[i * m : (i + 1) * m], fake=fake):
            real_logits, fake_logits = d(minibatch)[:, 0], d(fake)[:, 0]
            return jnp.mean(jax.nn.softplus(-real_logits)) + jnp.mean(jax.nn.softplus(fake_logits))

        value, slope = jax.value_and_grad(loss_d)(discriminator)
        losses.append(value)
        discriminator = jax.tree.map(lambda p, g: p - 0.1 * g, discriminator, slope)
    z = jax.random.normal(key_g, (m, LATENTS))
    loss_g, slope = jax.value_and_grad(lambda g: generator_loss(discriminator(g(z))))(generator)
    generator = jax.tree.map(lambda p, g: p - 0.1 * g, generator, slope)
    return GAN(generator, discriminator), jnp.stack(losses), loss_g


@pytest.mark.parametrize("k", [1, 3])
@pytest.mark.parametrize("generator_loss", [saturating_loss, non_saturating_loss])
def test_one_round_is_the_algorithm_written_out(generator_loss, k):
    step = gan_step(generator_loss, SLOPE, SLOPE, discriminator_steps=k)
    state = init(gan(), SLOPE, SLOPE)
    found, (losses_d, loss_g) = jax.jit(step)(state, jax.random.key(4), real())
    expected, expected_d, expected_g = jax.jit(by_hand, static_argnums=(1, 4))(
        gan(), generator_loss, jax.random.key(4), real(), k
    )
    close = functools.partial(np.testing.assert_allclose, rtol=1e-5, atol=1e-6)
    jax.tree.map(close, found.model, expected)
    close(losses_d, expected_d)
    close(loss_g, expected_g)
    assert losses_d.shape == (k,)


def test_both_players_meet_the_draws_that_are_asked_for():
    def moved_draws(model, key, n):
        return 3 + model.sample(key, n)

    state = init(gan(), SLOPE, SLOPE)
    moved = gan_step(non_saturating_loss, SLOPE, SLOPE, sample=moved_draws)
    plain = gan_step(non_saturating_loss, SLOPE, SLOPE)
    # Draws moved by 3 are those of a generator whose last bias is 3 more; the gradients agree.
    last = state.model.generator.layers[-1]
    found, losses = moved(state, jax.random.key(4), real())
    last.bias[...] = last.bias[...] + 3
    expected, same_losses = plain(init(state.model, SLOPE, SLOPE), jax.random.key(4), real())
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-5), losses, same_losses)
    kernels = (s.model.generator.layers[0].kernel[...] for s in (found, expected))
    np.testing.assert_allclose(*kernels, rtol=1e-5, atol=1e-6)


def test_the_discriminator_descends_the_loss_and_the_penalty_that_are_given():
    def apart(real_logits, fake_logits):
        return jnp.mean(fake_logits) - 2 * jnp.mean(real_logits)

    def penalty(model, key, x, fake):
        assert isinstance(model, GAN)
        at = jax.random.uniform(key) * x - 3 * fake
        return jnp.mean(model.logits(at) ** 2)

    step = gan_step(non_saturating_loss, SLOPE, SLOPE, discriminator_loss=apart, penalty=penalty)
    state, (losses, _) = step(init(gan(), SLOPE, SLOPE), jax.random.key(4), real())
    key = jax.random.split(jax.random.split(jax.random.key(4))[0], 1)[0]
    fake = gan().sample(key, 12)

    def loss(d):
        at = jax.random.uniform(jax.random.fold_in(key, 1)) * real() - 3 * fake
        return apart(d(real()), d(fake)) + jnp.mean(d(at) ** 2)

    value, slope = jax.value_and_grad(loss)(gan().discriminator)
    assert losses[0] == pytest.approx(value.item(), rel=1e-5)
    expected = jax.tree.map(lambda p, g: p - 0.1 * g, gan().discriminator, slope)
    close = functools.partial(np.testing.assert_allclose, rtol=1e-4, atol=1e-5)
    jax.tree.map(close, state.model.discriminator, expected)


def test_a_penalty_of_zero_changes_nothing():
    plain, zero = (
        gan_step(non_saturating_loss, SLOPE, SLOPE, penalty=penalty)
        for penalty in (None, lambda model, key, x, fake: jnp.zeros(()))
    )
    start = init(gan(), SLOPE, SLOPE)
    one, other = (step(start, jax.random.key(4), real())[0].model for step in (plain, zero))
    jax.tree.map(functools.partial(np.testing.assert_allclose, rtol=1e-6, atol=1e-7), one, other)


def test_each_player_has_its_own_optimizer():
    still = optax.sgd(0.0)
    for k, optimizers in enumerate([(SLOPE, still), (still, SLOPE)]):
        step = gan_step(non_saturating_loss, *optimizers)
        state, _ = step(init(gan(), *optimizers), jax.random.key(0), real())
        moved = [
            any(jax.tree.leaves(jax.tree.map(lambda a, b: bool((a != b).any()), new, old)))
            for new, old in zip(state.model, gan(), strict=True)
        ]
        assert moved == [k == 0, k == 1]


def test_the_first_state_is_that_of_each_optimizer():
    plain, momentum = optax.sgd(0.1), optax.sgd(0.1, momentum=0.9)
    state = init(gan(), plain, momentum)
    assert state.model is gan()
    of_g, of_d = state.optimizer_state
    assert jax.tree.leaves(of_g) == []
    assert jax.tree.structure(of_d) == jax.tree.structure(momentum.init(gan().discriminator))


def test_the_optimizers_keep_their_moments_and_count_their_own_steps():
    adam = optax.adam(1e-3)
    step = gan_step(non_saturating_loss, adam, adam, discriminator_steps=2)
    state = init(gan(), adam, adam)
    for _ in range(3):
        state, _ = step(state, jax.random.key(0), real())
    assert isinstance(state, TrainState)
    counts = [moments[0].count.item() for moments in state.optimizer_state]
    assert counts == [3, 6]


def test_the_game_is_played_in_one_compiled_scan_and_learns_a_shift():
    # Data N(3, 1/4 I) and a linear G: at the equilibrium b = 3 and the samples follow.
    key_g, key_d = jax.random.split(jax.random.key(5))
    model = GAN(MLP(key_g, (2, 2)), MLP(key_d, (2, 16, 1)))
    x = 3 + jax.random.normal(jax.random.key(6), (2000, 2)) / 2
    adam = optax.adam(1e-2, b1=0.5)
    step = gan_step(non_saturating_loss, adam, adam)
    run = {"steps": 1500, "batch_size": 64}
    state, (losses_d, losses_g) = train(step, init(model, adam, adam), jax.random.key(7), x, **run)
    assert losses_d.shape == (1500, 1) and losses_g.shape == (1500,)
    fake = state.model.sample(jax.random.key(8), 2000)
    before = model.sample(jax.random.key(8), 2000)
    assert (abs(before.mean(axis=0) - 3) > 2).all()
    assert (abs(fake.mean(axis=0) - 3) < 0.5).all()
    again, _ = train(step, init(model, adam, adam), jax.random.key(7), x, **run)
    jax.tree.map(np.testing.assert_array_equal, again.model, state.model)


def test_a_discriminator_learns_to_tell_two_clouds_apart():
    # G stands still: V rises towards 0 from −log 4.
    still, adam = optax.sgd(0.0), optax.adam(1e-2)
    step = gan_step(saturating_loss, still, adam)
    x = 6 + real(400)
    state, (losses_d, _) = train(
        step, init(gan(), still, adam), jax.random.key(9), x, steps=300, batch_size=50
    )
    assert losses_d[-20:].mean() < 0.1 < np.log(4) < losses_d[0].item() + 0.7
    assert (state.model.logits(x) > 0).mean() > 0.95
