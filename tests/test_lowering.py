"""Every public function on arrays compiles for CPU, GPU and TPU; none can be forgotten."""

import importlib
import inspect
import pkgutil

import jax
import jax.export
import jax.numpy as jnp
import optax
import pytest

import lib
from lib import (
    absorption,
    autoencoder,
    bifurcation,
    data,
    distances,
    distributions,
    divergences,
    evaluation,
    experience,
    flow,
    gan,
    gan_theory,
    grid_solver,
    gridworld,
    k_means,
    kl_fit,
    linear_gaussian,
    maximum_likelihood,
    mdp,
    mnist_gan,
    modes,
    monte_carlo,
    networks,
    newton,
    noisy_gan,
    parzen,
    q_learning,
    train,
    vae,
)

PLATFORMS = ("cpu", "cuda", "tpu")

HOST_MODULES = {
    "animation": "writes HTML",
    "breakpoints": "computes in fractions",
    "gymnasium_env": "steps one agent on the host",
    "transition_table": "reads nested dictionaries",
    "arguments": "looks at values in Python, before anything is traced",
    "claims": "takes one number and writes text",
    "plotting": "draws on the host",
}
HOST_FUNCTIONS = {
    "double_precision.double_precision": "opens a block; no computation of its own",
    "gridworld.read_map": "reads strings",
    "gridworld.successors": "numbers squares on the host",
    "data.mnist": "reads a file",
    "linear_gaussian.latents": "returns a Python int, read off a shape",
    "train.init": "builds a state from a model; no computation of its own",
    "train.gradient_step": "returns a function, lowered with train.train",
    "flow.Bijection.forward": "a protocol",
    "flow.Bijection.inverse": "a protocol",
    "flow.Bijection.log_det": "a protocol",
    "gan.gan_init": "builds a state from a model; no computation of its own",
    "mnist_gan.split": "reads a file",
    "mnist_gan.long_run": "trains in chunks, and prints",
    "mnist_gan.save": "writes files",
    "mnist_gan.load": "reads files",
    "mnist_gan.main": "a command",
    "vae.LatentVariableModel.encode": "a protocol",
    "vae.LatentVariableModel.log_likelihood": "a protocol",
}

KEY = jax.random.key(0)
P = jnp.full((4, 5), 0.2)
VECTOR = jnp.zeros(3)
ROWS = jnp.zeros((4, 3))
LATENT = jnp.zeros((4, 2))
COV = jnp.eye(3)
LOG_VAR = jnp.zeros((4, 3))
GRID = jnp.linspace(-5, 5, 11)
GAUSSIAN = distributions.Gaussian(VECTOR, COV)
MIXTURE = distributions.Mixture(jnp.full(2, 0.5), ROWS[:2], jnp.stack([COV, COV]))
LINEAR = linear_gaussian.LinearGaussian(jnp.ones((3, 2)), VECTOR, jnp.zeros(()))
LINEAR_VAE = linear_gaussian.LinearVAE(LINEAR, jnp.ones((2, 3)), jnp.zeros(2), jnp.zeros(2))
NETWORK = networks.MLP(KEY, (3, 4, 2))
MODEL = vae.VAE(KEY, pixels=3, hidden=4, latents=2)
GAUSSIAN_VAE = vae.GaussianVAE(NETWORK, networks.MLP(KEY, (1, 4, 3)), jnp.zeros(()))
COUPLING = flow.AffineCoupling(networks.MLP(KEY, (1, 4, 2)), networks.MLP(KEY, (1, 4, 2)))
BEND = flow.SinhArcsinh(VECTOR, jnp.ones(3))
MIX = flow.Linear(COV, VECTOR)
FLOW = flow.Flow((BEND, COUPLING, MIX))
PLAYERS = gan.GAN(networks.MLP(KEY, (2, 4, 3)), networks.MLP(KEY, (3, 4, 1)))
IMAGES = jnp.zeros((4, 3), jnp.uint8)
GENERATOR = noisy_gan.Generator(KEY, VECTOR, latents=2, hidden=4, noise=1.0)
AUTOENCODER = autoencoder.Autoencoder(KEY, pixels=3, hidden=4, latents=2)
POST_HOC = autoencoder.PostHocVAE(AUTOENCODER, jnp.zeros(2), jnp.eye(2), jnp.zeros(()))
PROBE = evaluation.LinearProbe(jnp.zeros((3, 2)), jnp.zeros(2))
LABELS = jnp.array([0, 1, 1, 0])
OPTIMIZER = optax.adam(1e-3)
STEP = train.gradient_step(lambda model, key, x: -vae.elbo(model, key, x).mean(), OPTIMIZER)

ROOM = ["..+", ".#-"]
WORLD = gridworld.gridworld(ROOM, step_reward=-0.5, slip=0.2)
EDGES = jnp.eye(5, dtype=bool)
END = jnp.arange(5) == 2
START = jnp.zeros(5, int)
VALUES = jnp.zeros(5)


def log_density(x):
    return -(x**2) / 2


LINE = kl_fit.grid(5.0, 1.0)


def tilted(x, t):
    return jnp.sum(x**4 / 4 - x**2 / 2 - t * x)


def play(state, key, x):
    """Two rounds of the game, each with two steps of D."""
    step = gan.gan_step(gan.non_saturating_loss, OPTIMIZER, OPTIMIZER, discriminator_steps=2)
    return train.train(step, state, key, x, steps=2, batch_size=4)


def play_through_noise(run, key, images):
    """Two rounds of the game of images."""
    step = noisy_gan.noisy_step(OPTIMIZER, decay=0.9)
    return train.train(step, run, key, images, steps=2, batch_size=4)


# A function, and the arguments to trace it with.
LOWERED = {
    "absorption.ancestors": (absorption.ancestors, EDGES, END),
    "absorption.terminal_states": (absorption.terminal_states, *WORLD.mdp[:3]),
    "absorption.proper_policy": (absorption.proper_policy, *WORLD.mdp[:2], END),
    "absorption.totals": (absorption.totals, jnp.eye(5), jnp.ones((5, 2)), WORLD.mdp.gamma, END),
    "mdp.from_dense": (mdp.from_dense, jnp.ones((1, 1, 1)), jnp.ones((1, 1)), 0.5),
    "mdp.check": (mdp.check, WORLD.mdp),
    "mdp.action_values": (mdp.action_values, WORLD.mdp, VALUES),
    "mdp.bellman_optimality_operator": (mdp.bellman_optimality_operator, WORLD.mdp, VALUES),
    "mdp.bellman_expectation_operator": (
        mdp.bellman_expectation_operator,
        WORLD.mdp,
        START,
        VALUES,
    ),
    "mdp.greedy_policy": (mdp.greedy_policy, WORLD.mdp, VALUES),
    "mdp.optimal_actions": (
        lambda *args: mdp.optimal_actions(*args, atol=0.1),
        WORLD.mdp,
        VALUES,
    ),
    "mdp.policy_evaluation": (mdp.policy_evaluation, WORLD.mdp, START),
    "mdp.value_iteration": (
        lambda model: mdp.value_iteration(model, tolerance=0.1, max_iterations=9),
        WORLD.mdp,
    ),
    "mdp.policy_iteration": (mdp.policy_iteration, WORLD.mdp),
    "mdp.distribution": (mdp.distribution, WORLD.mdp, START),
    "gridworld.gridworld": (
        lambda r, slip: gridworld.gridworld(ROOM, step_reward=r, slip=slip).mdp,
        -0.5,
        0.2,
    ),
    "gridworld.numbers": (lambda r: gridworld.numbers(r, 0.2, 1.0, {"+": 1.0}), -0.5),
    "grid_solver.solve_grid": (
        lambda r: grid_solver.solve_grid(ROOM, step_reward=r, tolerance=0.1, max_iterations=9),
        -0.5,
    ),
    "experience.terminal_states": (experience.terminal_states, WORLD.mdp),
    "experience.step": (experience.step, WORLD.mdp, KEY, START, START),
    "experience.rollout": (
        lambda *args: experience.rollout(*args, steps=3),
        WORLD.mdp,
        KEY,
        START,
        START,
    ),
    "experience.outcome": (
        experience.outcome,
        WORLD.mdp,
        VALUES,
        START,
        START,
        WORLD.outcome_reward,
    ),
    "experience.with_rewards": (experience.with_rewards, WORLD.mdp, WORLD.outcome_reward),
    "q_learning.q_learning": (
        lambda *args: q_learning.q_learning(*args, steps=3),
        WORLD.mdp,
        KEY,
    ),
    "divergences.entropy": (divergences.entropy, P),
    "divergences.cross_entropy": (divergences.cross_entropy, P, P),
    "divergences.kl_divergence": (divergences.kl_divergence, P, P),
    "divergences.js_divergence": (divergences.js_divergence, P, P),
    "divergences.total_variation": (divergences.total_variation, P, P),
    "divergences.kl_gaussian": (divergences.kl_gaussian, VECTOR, COV, VECTOR, COV),
    "divergences.kl_bernoulli": (divergences.kl_bernoulli, ROWS, ROWS),
    "divergences.kl_standard_normal": (divergences.kl_standard_normal, ROWS, LOG_VAR),
    "monte_carlo.estimate": (monte_carlo.estimate, ROWS),
    "monte_carlo.log_mean_exp": (monte_carlo.log_mean_exp, ROWS),
    "distances.distances": (distances.distances, VECTOR, ROWS),
    "distances.map_squared_distances": (
        lambda *args: distances.map_squared_distances(jnp.sum, *args),
        ROWS,
        ROWS,
    ),
    "distances.nearest": (distances.nearest, ROWS, ROWS),
    "divergences.kl_monte_carlo": (
        lambda x: divergences.kl_monte_carlo(log_density, log_density, x),
        GRID,
    ),
    "divergences.kl_quadrature": (
        lambda x: divergences.kl_quadrature(log_density, log_density, x),
        GRID,
    ),
    "divergences.js_quadrature": (
        lambda x: divergences.js_quadrature(log_density, log_density, x),
        GRID,
    ),
    "distributions.normal_log_prob": (distributions.normal_log_prob, ROWS, ROWS, LOG_VAR),
    "distributions.bernoulli_log_prob": (distributions.bernoulli_log_prob, ROWS, ROWS),
    "distributions.Gaussian.log_prob": (distributions.Gaussian.log_prob, GAUSSIAN, ROWS),
    "distributions.Gaussian.sample": (lambda g, key: g.sample(key, 4), GAUSSIAN, KEY),
    "distributions.Mixture.log_prob": (distributions.Mixture.log_prob, MIXTURE, ROWS),
    "distributions.Mixture.sample": (lambda m, key: m.sample(key, 4), MIXTURE, KEY),
    "distributions.ring": (distributions.ring,),
    "distributions.grid": (distributions.grid,),
    "distributions.two_moons": (lambda key: distributions.two_moons(key, 4), KEY),
    "data.binarize": (data.binarize, KEY, jnp.zeros((4, 3), jnp.uint8)),
    "networks.MLP": (lambda key: networks.MLP(key, (3, 4, 2)), KEY),
    "networks.MLP.__call__": (networks.MLP.__call__, NETWORK, ROWS),
    "train.train": (
        lambda state, key, x: train.train(STEP, state, key, x, steps=3, batch_size=2),
        train.init(MODEL, OPTIMIZER),
        KEY,
        ROWS,
    ),
    "vae.VAE": (lambda key: vae.VAE(key, pixels=3, hidden=4, latents=2), KEY),
    "vae.VAE.encode": (vae.VAE.encode, MODEL, ROWS),
    "vae.VAE.decode": (vae.VAE.decode, MODEL, LATENT),
    "vae.VAE.log_likelihood": (vae.VAE.log_likelihood, MODEL, ROWS, LATENT),
    "vae.reparameterize": (vae.reparameterize, KEY, ROWS, LOG_VAR),
    "vae.elbo": (
        lambda *args: [vae.elbo(*args, estimator=e, samples=2) for e in ("A", "B")],
        MODEL,
        KEY,
        ROWS,
    ),
    "vae.elbo_at": (
        lambda *args: [vae.elbo_at(*args, estimator=e, samples=2) for e in ("A", "B")],
        MODEL,
        KEY,
        ROWS,
        LATENT,
        LATENT,
    ),
    "vae.log_weights": (lambda *args: vae.log_weights(*args, samples=2), MODEL, KEY, ROWS),
    "vae.log_weights_at": (
        lambda model, key, x: vae.log_weights_at(model, key, x, *model.encode(x), samples=2),
        MODEL,
        KEY,
        ROWS,
    ),
    "vae.iwae_bound": (lambda *args: vae.iwae_bound(*args, samples=2), MODEL, KEY, ROWS),
    "vae.refine": (lambda *args: vae.refine(*args, steps=3), MODEL, KEY, ROWS),
    "vae.GaussianVAE.encode": (vae.GaussianVAE.encode, GAUSSIAN_VAE, ROWS),
    "vae.GaussianVAE.decode": (vae.GaussianVAE.decode, GAUSSIAN_VAE, LATENT[:, :1]),
    "vae.GaussianVAE.log_likelihood": (
        vae.GaussianVAE.log_likelihood,
        GAUSSIAN_VAE,
        ROWS,
        LATENT[:, :1],
    ),
    "gan.value_function": (gan.value_function, VECTOR, VECTOR),
    "gan.discriminator_loss": (gan.discriminator_loss, VECTOR, VECTOR),
    "gan.saturating_loss": (gan.saturating_loss, VECTOR),
    "gan.non_saturating_loss": (gan.non_saturating_loss, VECTOR),
    "gan.optimal_discriminator": (gan.optimal_discriminator, P, P),
    "gan.GAN.logits": (gan.GAN.logits, PLAYERS, ROWS),
    "gan.GAN.sample": (lambda g, key: g.sample(key, 4), PLAYERS, KEY),
    "gan_theory.value": (gan_theory.value, P, P, P),
    "gan_theory.criterion": (gan_theory.criterion, P, P),
    "gan_theory.exponentiated_gradient": (
        lambda p, q, rate: gan_theory.exponentiated_gradient(p, q, rate=rate),
        *(P, P, 0.5),
    ),
    "gan.gan_step": (play, gan.gan_init(PLAYERS, OPTIMIZER, OPTIMIZER), KEY, ROWS),
    "noisy_gan.Generator": (
        lambda key, mean: noisy_gan.Generator(key, mean, latents=2, hidden=4, noise=1.0),
        KEY,
        VECTOR,
    ),
    "noisy_gan.Generator.__call__": (noisy_gan.Generator.__call__, GENERATOR, jnp.zeros((4, 5))),
    "noisy_gan.Generator.images": (noisy_gan.Generator.images, GENERATOR, LATENT),
    "noisy_gan.Generator.sample": (lambda g, key: g.sample(key, 4), GENERATOR, KEY),
    "noisy_gan.start": (
        lambda *args: noisy_gan.start(*args, OPTIMIZER, latents=2, hidden=4, noise=1.0),
        KEY,
        IMAGES,
    ),
    "noisy_gan.noisy_step": (
        play_through_noise,
        noisy_gan.start(KEY, IMAGES, OPTIMIZER, latents=2, hidden=4, noise=1.0),
        KEY,
        IMAGES,
    ),
    "noisy_gan.scaled": (noisy_gan.scaled, IMAGES),
    "mnist_gan.score": (mnist_gan.score, ROWS, mnist_gan.Split(IMAGES, IMAGES, IMAGES)),
    "mnist_gan.intensities": (mnist_gan.intensities, IMAGES),
    "mnist_gan.sample": (
        lambda g: mnist_gan.sample(g, {"sample_seed": 1, "draws": 4}),
        GENERATOR,
    ),
    "parzen.parzen_log_likelihood": (
        lambda *args: parzen.parzen_log_likelihood(*args, std=0.5),
        ROWS,
        ROWS,
    ),
    "parzen.choose_std": (lambda *args: parzen.choose_std(*args, stds=VECTOR), ROWS, ROWS),
    "k_means.lloyd_step": (k_means.lloyd_step, ROWS, ROWS),
    **{
        f"flow.{type(layer).__name__}.{name}": (getattr(type(layer), name), layer, ROWS)
        for layer in (BEND, MIX, COUPLING, FLOW)
        for name in ("forward", "inverse", "log_det")
    },
    "flow.Flow.log_prob": (flow.Flow.log_prob, FLOW, ROWS),
    "flow.Flow.sample": (lambda f, key: f.sample(key, (4, 3)), FLOW, KEY),
    "autoencoder.Autoencoder": (
        lambda key: autoencoder.Autoencoder(key, pixels=3, hidden=4, latents=2),
        KEY,
    ),
    "autoencoder.Autoencoder.encode": (autoencoder.Autoencoder.encode, AUTOENCODER, ROWS),
    "autoencoder.Autoencoder.decode": (autoencoder.Autoencoder.decode, AUTOENCODER, LATENT),
    "autoencoder.Autoencoder.log_likelihood": (
        autoencoder.Autoencoder.log_likelihood,
        AUTOENCODER,
        ROWS,
        LATENT,
    ),
    "autoencoder.log_reconstruction": (autoencoder.log_reconstruction, AUTOENCODER, ROWS),
    "autoencoder.PostHocVAE.encode": (autoencoder.PostHocVAE.encode, POST_HOC, ROWS),
    "autoencoder.PostHocVAE.code": (autoencoder.PostHocVAE.code, POST_HOC, LATENT),
    "autoencoder.PostHocVAE.log_likelihood": (
        autoencoder.PostHocVAE.log_likelihood,
        POST_HOC,
        ROWS,
        LATENT,
    ),
    "autoencoder.beta_elbo": (
        lambda *args: autoencoder.beta_elbo(*args, beta=2.0),
        MODEL,
        KEY,
        ROWS,
    ),
    "maximum_likelihood.fit_gaussian": (maximum_likelihood.fit_gaussian, ROWS),
    "maximum_likelihood.fit_mixture": (
        lambda *args: maximum_likelihood.fit_mixture(*args, components=2, steps=3),
        KEY,
        ROWS,
    ),
    "maximum_likelihood.em_step": (maximum_likelihood.em_step, MIXTURE, ROWS),
    "evaluation.frechet_distance": (evaluation.frechet_distance, ROWS, ROWS),
    "evaluation.coverage": (lambda *args: evaluation.coverage(*args, neighbours=2), ROWS, ROWS),
    "evaluation.energy_distance": (evaluation.energy_distance, ROWS, ROWS),
    "evaluation.precision_recall": (evaluation.precision_recall, P, P),
    "evaluation.sharpness": (evaluation.sharpness, ROWS[None]),
    "newton.minimize": (lambda x: newton.minimize(tilted, x, 0.1, steps=3), VECTOR),
    "newton.root": (lambda x: newton.root(jnp.sin, x, steps=3), VECTOR),
    "bifurcation.fold": (
        lambda x, t: bifurcation.fold(tilted, x, t, steps=3),
        VECTOR,
        jnp.zeros(()),
    ),
    "bifurcation.crossing": (
        lambda x, t: bifurcation.crossing(tilted, x, x + 1, t, steps=3),
        VECTOR,
        jnp.zeros(()),
    ),
    "kl_fit.grid": (lambda: kl_fit.grid(5.0, 1.0, dimensions=2),),
    "kl_fit.divergence": (kl_fit.divergence, kl_fit.JEFFREYS, GRID, GRID, 0.1),
    "kl_fit.gaussian": (kl_fit.gaussian, jnp.zeros(5)),
    "kl_fit.log_normal": (kl_fit.log_normal, jnp.zeros(2), GRID[:, None]),
    "kl_fit.objective": (kl_fit.objective, jnp.zeros(2), kl_fit.JEFFREYS, GRID, LINE),
    "kl_fit.fit": (
        lambda theta, log_p: kl_fit.fit(theta, kl_fit.JEFFREYS, log_p, LINE, steps=3),
        jnp.zeros(2),
        GRID,
    ),
    "evaluation.nearest_distance": (evaluation.nearest_distance, ROWS, ROWS),
    "evaluation.whiten": (evaluation.whiten, ROWS),
    "evaluation.LinearProbe.logits": (evaluation.LinearProbe.logits, PROBE, ROWS),
    "evaluation.LinearProbe.accuracy": (evaluation.LinearProbe.accuracy, PROBE, ROWS, LABELS),
    "evaluation.linear_probe": (
        lambda *args: evaluation.linear_probe(*args, classes=2, steps=3),
        ROWS,
        LABELS,
    ),
    "modes.mode_report": (lambda *args: modes.mode_report(*args, std=0.1), ROWS, ROWS),
    "modes.imbalance": (modes.imbalance, LABELS),
    "linear_gaussian.LinearGaussian.covariance": (
        linear_gaussian.LinearGaussian.covariance,
        LINEAR,
    ),
    "linear_gaussian.LinearGaussian.log_prob": (
        linear_gaussian.LinearGaussian.log_prob,
        LINEAR,
        ROWS,
    ),
    "linear_gaussian.LinearGaussian.posterior": (
        linear_gaussian.LinearGaussian.posterior,
        LINEAR,
        ROWS,
    ),
    "linear_gaussian.LinearGaussian.sample": (lambda m, key: m.sample(key, 4), LINEAR, KEY),
    "linear_gaussian.LinearVAE.encode": (linear_gaussian.LinearVAE.encode, LINEAR_VAE, ROWS),
    "linear_gaussian.LinearVAE.log_likelihood": (
        linear_gaussian.LinearVAE.log_likelihood,
        LINEAR_VAE,
        ROWS,
        LATENT,
    ),
    "linear_gaussian.LinearVAE.exact_elbo": (
        linear_gaussian.LinearVAE.exact_elbo,
        LINEAR_VAE,
        ROWS,
    ),
    "linear_gaussian.exact_elbo": (
        linear_gaussian.exact_elbo,
        LINEAR,
        ROWS,
        LATENT,
        jnp.eye(2),
    ),
    "linear_gaussian.kl_to_prior": (linear_gaussian.kl_to_prior, LATENT, jnp.eye(2)),
    "linear_gaussian.em_step": (linear_gaussian.em_step, LINEAR, ROWS),
    "linear_gaussian.em": (lambda *args: linear_gaussian.em(*args, steps=3), LINEAR, ROWS),
    "linear_gaussian.ppca": (lambda x: linear_gaussian.ppca(x, 1), ROWS),
}


@pytest.mark.parametrize("name", LOWERED)
def test_lowers_for_every_platform(name):
    f, *args = LOWERED[name]

    def arrays(*args):
        # Models are pytrees; the exported function returns their arrays.
        return jax.tree.leaves(f(*args))

    exported = jax.export.export(jax.jit(arrays), platforms=PLATFORMS)(*args)
    assert exported.platforms == PLATFORMS
    assert exported.out_avals


def public_functions():
    """module.function, module.Class and module.Class.method, for what each module defines."""
    for module in pkgutil.iter_modules(lib.__path__):
        if module.name in HOST_MODULES:
            continue
        members = vars(importlib.import_module(f"lib.{module.name}"))
        for name, member in members.items():
            here = getattr(member, "__module__", None) == f"lib.{module.name}"
            if name.startswith("_") or not here or not callable(member):
                continue
            if inspect.isclass(member):
                yield from (f"{module.name}.{method}" for method in public_methods(name, member))
            else:
                yield f"{module.name}.{name}"


def public_methods(name, member):
    """Its own methods; a class with its own __init__ counts as a function too."""
    for method, f in vars(member).items():
        if method == "__init__" and "_fields" not in vars(member):
            if not getattr(member, "_is_protocol", False):
                yield name
        elif callable(f) and (method == "__call__" or not method.startswith("_")):
            yield f"{name}.{method}"


def test_no_public_function_is_forgotten():
    found = set(public_functions())
    assert len(found) > 40
    assert found - set(LOWERED) - set(HOST_FUNCTIONS) == set()  # to be added to one of the two
    assert set(LOWERED) - found == set()  # names that no longer exist
    assert set(HOST_FUNCTIONS) - found == set()
    assert not set(LOWERED) & set(HOST_FUNCTIONS)


def test_host_modules_return_no_arrays():
    """An exception cannot hide a new jitted function."""
    for name in HOST_MODULES:
        if importlib.util.find_spec(f"lib.{name}") is None:
            continue
        members = vars(importlib.import_module(f"lib.{name}")).values()
        assert not any(hasattr(member, "lower") and hasattr(member, "trace") for member in members)
