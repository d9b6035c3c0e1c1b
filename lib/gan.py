r"""The generative adversarial network: a generator G, and the discriminator D that trains it.

x = G(z) with z ~ N(0, I), and D(x) is the probability that x is real, not generated. A
discriminator returns the logit l(x) = log [D(x)/(1 − D(x))], so log D = −softplus(−l) and
log(1 − D) = −softplus(l): finite for every finite logit.
Source: Goodfellow et al. (2014), *Generative adversarial nets*.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import optax
from jax.typing import ArrayLike
from jaxtyping import Array, Float, Key

from lib import arguments
from lib.networks import MLP
from lib.train import Step, TrainState, gradient_step


def value_function(
    real_logits: Float[ArrayLike, "*real"], fake_logits: Float[ArrayLike, "*fake"]
) -> Float[Array, ""]:
    r"""V(D, G) = E[log D(x)] + E[log(1 − D(G(z)))] ≤ 0, each mean over all logits given.

    real_logits: l(x) for real x. fake_logits: l(G(z)); the two may differ in number.
    Raises TypeError unless both hold floating-point numbers. In nats.
    Source: Goodfellow et al. (2014), equation 1.
    """
    arguments.floating(real_logits=real_logits, fake_logits=fake_logits)
    return jnp.mean(jax.nn.log_sigmoid(real_logits)) + saturating_loss(fake_logits)


def discriminator_loss(
    real_logits: Float[ArrayLike, "*real"], fake_logits: Float[ArrayLike, "*fake"]
) -> Float[Array, ""]:
    r"""−V(D, G), the *sum* of both mean cross-entropies: log 4 where D = ½ everywhere.

    It is twice the mean cross-entropy over equally many real and generated x. Arguments and
    errors as in `value_function`.
    """
    arguments.floating(real_logits=real_logits, fake_logits=fake_logits)
    return -value_function(real_logits, fake_logits)


def saturating_loss(fake_logits: Float[ArrayLike, "*fake"]) -> Float[Array, ""]:
    r"""E[log(1 − D(G(z)))], what the generator minimises in the game itself.

    Its slope in a logit is −D: it vanishes where D is sure that x is generated.
    Raises TypeError unless fake_logits hold floating-point numbers.
    """
    arguments.floating(fake_logits=fake_logits)
    return jnp.mean(jax.nn.log_sigmoid(jnp.negative(fake_logits)))


def non_saturating_loss(fake_logits: Float[ArrayLike, "*fake"]) -> Float[Array, ""]:
    r"""−E[log D(G(z))], with slope −(1 − D) in a logit: steep where the other one is flat.

    Raises TypeError unless fake_logits hold floating-point numbers.
    Source: Goodfellow et al. (2014), section 3.
    """
    arguments.floating(fake_logits=fake_logits)
    return -jnp.mean(jax.nn.log_sigmoid(fake_logits))


def optimal_discriminator(
    p_data: Float[ArrayLike, "*batch"], p_g: Float[ArrayLike, "*batch"]
) -> Float[Array, "*batch"]:
    r"""D*(x) = p_data(x)/(p_data(x) + p_g(x)), from two densities or probabilities at the same x.

    It is 1 or 0 where only one of them has mass. Where neither has, 0/0, any value is optimal;
    this returns ½. Raises ValueError when the shapes differ, or an entry is negative or not
    finite (outside jit). Source: Goodfellow et al. (2014), proposition 1.
    """
    arguments.floating(p_data=p_data, p_g=p_g)
    arguments.same_shape(p_data=p_data, p_g=p_g)
    arguments.finite(p_data=p_data, p_g=p_g)
    arguments.at_least(0, p_data=p_data, p_g=p_g)
    # Divided by the larger first: the sum of two large densities may overflow.
    larger = jnp.maximum(p_data, p_g)
    scale = jnp.where(larger > 0, larger, 1)
    real, fake = p_data / scale, p_g / scale
    return jnp.where(larger > 0, real / jnp.where(larger > 0, real + fake, 1), 0.5)


class GAN(NamedTuple):
    r"""The two players. generator: G, z (d) → x (D). discriminator: x (D) → one logit, l(x).

    The model is the generator alone; the discriminator trains it and is no part of it.
    """

    generator: MLP
    discriminator: MLP

    @jax.jit
    def logits(self, x: Float[Array, "*batch D"]) -> Float[Array, "*batch"]:
        r"""l(x) = log [D(x)/(1 − D(x))]; D(x) is `jax.nn.sigmoid` of it.

        Raises ValueError unless the discriminator has one output.
        """
        logits = self.discriminator(x)
        if logits.shape[-1] != 1:
            raise ValueError(f"discriminator must return one logit for each x, got {logits.shape}")
        return logits[..., 0]

    @partial(jax.jit, static_argnames="n")
    def sample(self, key: Key[Array, ""], n: int) -> Float[Array, "n D"]:
        """Draw z ~ N(0, I) n times, and return x = G(z)."""
        return self.generator(jax.random.normal(key, (n, self.generator.in_features)))


def init(
    gan: GAN,
    generator_optimizer: optax.GradientTransformation,
    discriminator_optimizer: optax.GradientTransformation,
) -> TrainState:
    """The state before the first `gan_step`; its optimizer_state is a pair in the order of GAN."""
    moments = (
        generator_optimizer.init(gan.generator),
        discriminator_optimizer.init(gan.discriminator),
    )
    return TrainState(gan, moments)


def gan_step(
    generator_loss: Callable[[Array], Array],
    generator_optimizer: optax.GradientTransformation,
    discriminator_optimizer: optax.GradientTransformation,
    *,
    discriminator_steps: int = 1,
    sample: Callable[[GAN, Array, int], Array] = GAN.sample,
    discriminator_loss: Callable[[Array, Array], Array] = discriminator_loss,
    penalty: Callable[[GAN, Array, Array, Array], Array] | None = None,
) -> Step:
    r"""One iteration of Algorithm 1: k = `discriminator_steps` steps of D, then one of G.

    generator_loss: `non_saturating_loss` or `saturating_loss`. sample(gan, key, n): the n draws
    that D is shown. discriminator_loss(real_logits, fake_logits): what D descends, and
    penalty(gan, key, x, G(z)): a scalar added to it, such as a `gradient_penalty`.
    Returns step(state, key, x) → (state, (losses of D (k,), loss of G)) for `train.train`, each
    loss before its update. x holds k minibatches of m rows, one for each step of D. Every step
    draws m fresh z; G's step meets the new D. Raises ValueError unless k ≥ 1 and k divides the
    rows of x. Source: Goodfellow et al. (2014), algorithm 1.
    """
    k = discriminator_steps
    if k < 1:
        raise ValueError(f"discriminator_steps must be at least 1, got {k}")

    def loss_of_d(discriminator, key, batch):
        generator, x = batch
        gan = GAN(generator, discriminator)
        fake = sample(gan, key, len(x))
        loss = discriminator_loss(gan.logits(x), gan.logits(fake))
        if penalty is None:
            return loss
        return loss + penalty(gan, jax.random.fold_in(key, 1), x, fake)

    def loss_of_g(generator, key, batch):
        discriminator, x = batch
        gan = GAN(generator, discriminator)
        return generator_loss(gan.logits(sample(gan, key, len(x))))

    step_d = gradient_step(loss_of_d, discriminator_optimizer)
    step_g = gradient_step(loss_of_g, generator_optimizer)

    def step(state: TrainState, key: Array, x: Array) -> tuple[TrainState, tuple[Array, Array]]:
        if len(x) % k:
            raise ValueError(f"x must have a multiple of {k} rows, one part a step, got {len(x)}")
        minibatches = x.reshape(k, -1, *x.shape[1:])
        (generator, discriminator), (moments_g, moments_d) = state
        key_d, key_g = jax.random.split(key)

        def update_d(d, inputs):
            key, minibatch = inputs
            return step_d(d, key, (generator, minibatch))

        inputs = (jax.random.split(key_d, k), minibatches)
        d, losses_d = jax.lax.scan(update_d, TrainState(discriminator, moments_d), inputs)
        g, loss_g = step_g(TrainState(generator, moments_g), key_g, (d.model, minibatches[0]))
        gan = GAN(g.model, d.model)
        return TrainState(gan, (g.optimizer_state, d.optimizer_state)), (losses_d, loss_g)

    return step
