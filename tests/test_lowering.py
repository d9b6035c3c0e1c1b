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
    autoencoder,
    distributions,
    evaluation,
    flow,
    gan,
    gridworld,
    kl_fit,
    linear_gaussian,
    mnist_gan,
    mnist_remedies,
    networks,
    noisy_gan,
    noisy_generator,
    noisy_vae,
    one_decoder,
    remedies,
    ring_decoders,
    small_games,
    spectral_norm,
    train,
    vae,
)

PLATFORMS = ("cpu", "cuda", "tpu")

HOST_MODULES = {
    "animation": "writes HTML",
    "reward_thresholds": "computes in fractions",
    "gymnasium_env": "steps one agent on the host",
    "transition_table": "reads nested dictionaries",
    "arguments": "looks at values in Python, before anything is traced",
    "plotting": "draws on the host",
}
HOST_FUNCTIONS = {
    "double_precision.double_precision": "opens a block; no computation of its own",
    "gridworld.read_map": "reads strings",
    "gridworld.successors": "numbers squares on the host",
    "data.mnist": "reads a file",
    "devices.shard": "places arrays; test_devices.py reads what is computed from them",
    "devices.data_parallel": "returns a function; test_devices.py reads what it compiles to",
    "linear_gaussian.latents": "returns a Python int, read off a shape",
    "train.init": "builds a state from a model; no computation of its own",
    "train.gradient_step": "returns a function, lowered with train.train",
    "flow.Bijection.forward": "a protocol",
    "flow.Bijection.inverse": "a protocol",
    "flow.Bijection.log_det": "a protocol",
    "gan.init": "builds a state from a model; no computation of its own",
    "long_run.load_run": "reads files",
    "mnist_gan.split": "reads a file",
    "remedies.load": "reads files",
    "small_games.load": "reads files",
    "ring_decoders.load": "reads files",
    "one_decoder.reverse_kl": "returns a function; test_one_decoder.py runs it under jax.grad",
    "remedies.tasks": "builds mixtures from settings; no computation of its own",
    "remedies.game": "returns a function, lowered with remedies.play",
    "mnist_remedies.game": "returns functions, lowered as noisy_gan.init and noisy_gan.averaged",
    "mnist_remedies.load": "reads files",
    "mnist_gan.load": "reads files",
    "vae.LatentVariableModel.encode": "a protocol",
    "vae.LatentVariableModel.log_likelihood": "a protocol",
}

KEY = jax.random.key(0)
HALF = jnp.asarray(0.5)
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
SMALL = remedies.Settings(hidden=4, batch_size=4, draws=3)
TINY = small_games.Settings(rounds=2, moments=1, hidden=4, batch_size=1, points=2, fresh=2, seeds=1)
SPECTRAL = spectral_norm.SpectralMLP(KEY, (3, 4, 1))
IMAGES = jnp.zeros((4, 3), jnp.uint8)
GENERATOR = noisy_gan.Generator(KEY, VECTOR, latents=2, hidden=4)
CURVE = noisy_generator.NoisyGenerator(networks.MLP(KEY, (1, 4, 3)), jnp.ones(()))
ONE = one_decoder.Decoder(networks.MLP(KEY, (2, 4, 3)), jnp.zeros(()))
NOISY_PLAYERS = gan.GAN(GENERATOR, PLAYERS.discriminator)
NOISY_VAE = noisy_vae.NoisyVAE(networks.MLP(KEY, (3, 4, 4)), GENERATOR, HALF)
AUTOENCODER = autoencoder.Autoencoder(KEY, pixels=3, hidden=4, latents=2)
POST_HOC = autoencoder.PostHocVAE(AUTOENCODER, jnp.zeros(2), jnp.eye(2), jnp.zeros(()))
PROBE = evaluation.LinearProbe(jnp.zeros((3, 2)), jnp.zeros(2))
LABELS = jnp.array([0, 1, 1, 0])
OPTIMIZER = optax.adam(1e-3)
RATE = optax.adam(optax.constant_schedule(1e-3))
STEP = train.gradient_step(lambda model, key, x: -vae.elbo(model, key, x).mean(), OPTIMIZER)
START = train.init(MODEL, OPTIMIZER)

ROOM = ["..+", ".#-"]
WORLD = gridworld.gridworld(ROOM, step_reward=-0.5, slip=0.2)
EDGES = jnp.eye(5, dtype=bool)
END = jnp.arange(5) == 2
STATES = jnp.zeros(5, int)
VALUES = jnp.zeros(5)


def log_density(x):
    return -(x**2) / 2


LINE = kl_fit.grid(5.0, 1.0)


def last_loss(state, key, losses):
    return losses[-1]


def tilted(x, t):
    return jnp.sum(x**4 / 4 - x**2 / 2 - t * x)


def play(state, key, x):
    """Two rounds of the game, each with two steps of D."""
    step = gan.gan_step(gan.non_saturating_loss, OPTIMIZER, OPTIMIZER, discriminator_steps=2)
    return train.train(step, state, key, x, steps=2, batch_size=4)


def play_through_noise(run, key, images):
    """Two rounds of the game of images."""
    step = noisy_gan.noisy_step(OPTIMIZER, noise=1.0, decay=0.9)
    return train.train(step, run, key, images, steps=2, batch_size=4)


def play_with_r1(run, key, images):
    """Two rounds of it with another remedy."""
    _, step = mnist_remedies.game("R1", mnist_remedies.Settings())
    return train.train(step, run, key, images, steps=2, batch_size=4)


def climb_through_noise(run, key, images):
    """Two steps up the ELBO of images."""
    step = noisy_vae.noisy_step(OPTIMIZER, decay=0.9, warm_up=2)
    return train.train(step, run, key, images, steps=2, batch_size=4)


def call(*args, **options):
    return args, options


# Steps are made by a function, and lowered in a run.
RUNS = {
    "gan.gan_step": play,
    "noisy_gan.noisy_step": play_through_noise,
    "noisy_gan.averaged": play_with_r1,
    "noisy_vae.noisy_step": climb_through_noise,
}
# Functions by name (what follows a blank tells two calls apart), and what they are called with.
LOWERED = {
    "absorption.ancestors": call(EDGES, END),
    "absorption.terminal_states": call(*WORLD.mdp[:3]),
    "absorption.proper_policy": call(*WORLD.mdp[:2], END),
    "absorption.totals": call(jnp.eye(5), jnp.ones((5, 2)), WORLD.mdp.gamma, END),
    "mdp.from_dense": call(jnp.ones((1, 1, 1)), jnp.ones((1, 1)), HALF),
    "mdp.validate": call(WORLD.mdp),
    "mdp.action_values": call(WORLD.mdp, VALUES),
    "mdp.bellman_optimality_operator": call(WORLD.mdp, VALUES),
    "mdp.bellman_expectation_operator": call(WORLD.mdp, STATES, VALUES),
    "mdp.greedy_policy": call(WORLD.mdp, VALUES),
    "mdp.optimal_actions": call(WORLD.mdp, VALUES, atol=0.1),
    "mdp.policy_evaluation": call(WORLD.mdp, STATES),
    "mdp.value_iteration": call(WORLD.mdp, tolerance=0.1, max_iterations=9),
    "mdp.policy_iteration": call(WORLD.mdp),
    "mdp.iterate_values": call(jnp.sin, VALUES, 0.1, 9),
    "mdp.policy_matrix": call(WORLD.mdp, STATES),
    "gridworld.gridworld": call(ROOM, step_reward=HALF, slip=HALF),
    "gridworld.numbers": call(HALF, HALF, 1.0, {"+": HALF}),
    "grid_solver.solve_grid": call(ROOM, step_reward=HALF, tolerance=0.1, max_iterations=9),
    "rollout.step": call(WORLD.mdp, KEY, STATES, STATES),
    "rollout.rollout": call(WORLD.mdp, KEY, STATES, STATES, steps=3),
    "rollout.outcome": call(WORLD.mdp, VALUES, STATES, STATES, WORLD.outcome_reward),
    "rollout.with_rewards": call(WORLD.mdp, WORLD.outcome_reward),
    "q_learning.q_learning": call(WORLD.mdp, KEY, steps=3),
    "divergences.entropy": call(P),
    "divergences.cross_entropy": call(P, P),
    "divergences.kl_divergence": call(P, P),
    "divergences.js_divergence": call(P, P),
    "divergences.total_variation": call(P, P),
    "divergences.kl_gaussian": call(VECTOR, COV, VECTOR, COV),
    "divergences.kl_bernoulli": call(ROWS, ROWS),
    "divergences.kl_standard_normal": call(ROWS, LOG_VAR),
    "monte_carlo.estimate": call(ROWS),
    "monte_carlo.log_mean_exp": call(ROWS),
    "distances.distances": call(VECTOR, ROWS),
    "distances.map_squared_distances": call(jnp.sum, ROWS, ROWS),
    "distances.nearest": call(ROWS, ROWS),
    "divergences.kl_monte_carlo": call(log_density, log_density, GRID),
    "divergences.kl_quadrature": call(log_density, log_density, GRID),
    "divergences.js_quadrature": call(log_density, log_density, GRID),
    "distributions.normal_log_prob": call(ROWS, ROWS, LOG_VAR),
    "distributions.bernoulli_log_prob": call(ROWS, ROWS),
    "distributions.Gaussian.log_prob": call(GAUSSIAN, ROWS),
    "distributions.Gaussian.sample": call(GAUSSIAN, KEY, n=4),
    "distributions.Mixture.log_prob": call(MIXTURE, ROWS),
    "distributions.Mixture.sample": call(MIXTURE, KEY, n=4),
    "distributions.ring": call(),
    "distributions.lattice": call(),
    "distributions.two_moons": call(KEY, 4),
    "distributions.two_moons_log_prob": call(ROWS[:, :2]),
    "data.binarize": call(KEY, jnp.zeros((4, 3), jnp.uint8)),
    "networks.MLP": call(KEY, (3, 4, 2)),
    "networks.MLP.__call__": call(NETWORK, ROWS),
    "train.train": call(STEP, START, KEY, ROWS, steps=3, batch_size=2),
    "train.measured": call(STEP, START, KEY, ROWS, last_loss, chunks=2, steps=3, batch_size=2),
    "vae.VAE": call(KEY, pixels=3, hidden=4, latents=2),
    "vae.VAE.encode": call(MODEL, ROWS),
    "vae.VAE.decode": call(MODEL, LATENT),
    "vae.VAE.log_likelihood": call(MODEL, ROWS, LATENT),
    "vae.VAE.sample": call(MODEL, KEY, n=4),
    "vae.GaussianVAE.sample": call(GAUSSIAN_VAE, KEY, n=4),
    "vae.reparameterize": call(KEY, ROWS, LOG_VAR),
    "vae.elbo A": call(MODEL, KEY, ROWS, estimator="A", samples=2),
    "vae.elbo B": call(MODEL, KEY, ROWS, estimator="B", samples=2),
    "vae.elbo_at A": call(MODEL, KEY, ROWS, LATENT, LATENT, estimator="A", samples=2),
    "vae.elbo_at B": call(MODEL, KEY, ROWS, LATENT, LATENT, estimator="B", samples=2),
    "vae.log_weights": call(MODEL, KEY, ROWS, samples=2),
    "vae.log_weights_at": call(MODEL, KEY, ROWS, LATENT, LATENT, samples=2),
    "vae.iwae_bound": call(MODEL, KEY, ROWS, samples=2),
    "vae.fit_posterior": call(MODEL, KEY, ROWS, steps=3),
    "vae.GaussianVAE.encode": call(GAUSSIAN_VAE, ROWS),
    "vae.GaussianVAE.decode": call(GAUSSIAN_VAE, LATENT[:, :1]),
    "vae.GaussianVAE.log_likelihood": call(GAUSSIAN_VAE, ROWS, LATENT[:, :1]),
    "noisy_generator.NoisyGenerator.sample": call(CURVE, KEY, n=4),
    "noisy_generator.NoisyGenerator.log_prob": call(CURVE, ROWS),
    "one_decoder.Decoder.sample": call(ONE, KEY, n=4),
    "one_decoder.Decoder.log_prob": call(ONE, ROWS, LATENT),
    "one_decoder.codes": call(KEY, side=3),
    "one_decoder.forward_kl": call(ONE, KEY, ROWS),
    "ring_decoders.first": call(KEY, ring_decoders.Settings(hidden=4)),
    "gan.value_function": call(VECTOR, VECTOR),
    "gan.discriminator_loss": call(VECTOR, VECTOR),
    "gan.saturating_loss": call(VECTOR),
    "gan.non_saturating_loss": call(VECTOR),
    "gan.optimal_discriminator": call(P, P),
    "gan.GAN.logits": call(PLAYERS, ROWS),
    "gan.GAN.sample": call(PLAYERS, KEY, n=4),
    "gan_theory.value": call(P, P, P),
    "gan_theory.criterion": call(P, P),
    "gan_theory.exponentiated_gradient": call(P, P, rate=HALF),
    "gan.gan_step": call(gan.init(PLAYERS, OPTIMIZER, OPTIMIZER), KEY, ROWS),
    "gradient_penalty.r1_penalty": call(PLAYERS.logits, ROWS),
    "gradient_penalty.slope_one_penalty": call(PLAYERS.logits, KEY, ROWS, ROWS),
    "wasserstein.wasserstein_distance": call(VECTOR, GRID),
    "wasserstein.critic_loss": call(VECTOR, VECTOR),
    "wasserstein.generator_loss": call(VECTOR),
    "remedies.players": call(KEY, "spectral norm", SMALL),
    **{
        f"remedies.play {name}": call(KEY, ROWS[:, :2], name=name, rounds=2, settings=SMALL)
        for name in remedies.NAMES
    },
    "small_games.players": call(KEY, TINY),
    "small_games.play": call(KEY, ROWS[:, :2], HALF, HALF, k=1, settings=TINY),
    "spectral_norm.spectral_norm": call(ROWS),
    "spectral_norm.SpectralMLP": call(KEY, (3, 4, 2)),
    "spectral_norm.SpectralMLP.__call__": call(SPECTRAL, ROWS),
    "noisy_gan.Generator": call(KEY, VECTOR, latents=2, hidden=4),
    "noisy_gan.sample_through_noise": call(NOISY_PLAYERS, KEY, 4, noise=1.0),
    "noisy_gan.Generator.images": call(GENERATOR, LATENT),
    "noisy_gan.Generator.sample": call(GENERATOR, KEY, n=4),
    "noisy_gan.init": call(KEY, IMAGES, OPTIMIZER, latents=2, hidden=4),
    "noisy_gan.averaged": call(noisy_gan.init(KEY, IMAGES, RATE, latents=2, hidden=4), KEY, IMAGES),
    "noisy_gan.noisy_step": call(
        noisy_gan.init(KEY, IMAGES, OPTIMIZER, latents=2, hidden=4), KEY, IMAGES
    ),
    "noisy_gan.scaled": call(IMAGES),
    "noisy_vae.NoisyVAE.encode": call(NOISY_VAE, ROWS),
    "noisy_vae.NoisyVAE.log_likelihood": call(NOISY_VAE, ROWS, LATENT),
    "noisy_vae.init": call(KEY, IMAGES, OPTIMIZER, latents=2, hidden=4, noise=0.5),
    "noisy_vae.noisy_step": call(
        noisy_vae.init(KEY, IMAGES, OPTIMIZER, latents=2, hidden=4, noise=0.5), KEY, IMAGES
    ),
    "mnist_gan.score": call(ROWS, mnist_gan.Split(IMAGES, IMAGES, IMAGES)),
    "mnist_gan.intensities": call(IMAGES),
    "mnist_gan.samples": call(GENERATOR, mnist_gan.Settings(draws=4)),
    "parzen.parzen_log_likelihood": call(ROWS, ROWS, std=0.5),
    "parzen.choose_std": call(ROWS, ROWS, stds=VECTOR),
    "k_means.lloyd_step": call(ROWS, ROWS),
    **{
        f"flow.{type(layer).__name__}.{name}": call(layer, ROWS)
        for layer in (BEND, MIX, COUPLING, FLOW)
        for name in ("forward", "inverse", "log_det")
    },
    "flow.Flow.log_prob": call(FLOW, ROWS),
    "flow.Flow.sample": call(FLOW, KEY, n=4),
    "autoencoder.Autoencoder": call(KEY, pixels=3, hidden=4, latents=2),
    "autoencoder.Autoencoder.encode": call(AUTOENCODER, ROWS),
    "autoencoder.Autoencoder.decode": call(AUTOENCODER, LATENT),
    "autoencoder.Autoencoder.log_likelihood": call(AUTOENCODER, ROWS, LATENT),
    "autoencoder.log_reconstruction": call(AUTOENCODER, ROWS),
    "autoencoder.PostHocVAE.encode": call(POST_HOC, ROWS),
    "autoencoder.PostHocVAE.code": call(POST_HOC, LATENT),
    "autoencoder.PostHocVAE.log_likelihood": call(POST_HOC, ROWS, LATENT),
    "autoencoder.beta_elbo": call(MODEL, KEY, ROWS, beta=2.0),
    "maximum_likelihood.fit_gaussian": call(ROWS),
    "maximum_likelihood.fit_mixture": call(KEY, ROWS, components=2, steps=3),
    "maximum_likelihood.mixture_em_step": call(MIXTURE, ROWS),
    "evaluation.frechet_distance": call(ROWS, ROWS),
    "evaluation.coverage": call(ROWS, ROWS, neighbours=2),
    "evaluation.energy_distance": call(ROWS, ROWS),
    "evaluation.precision_recall": call(P, P),
    "evaluation.sharpness": call(ROWS[None]),
    "newton.minimize": call(tilted, VECTOR, HALF, steps=3),
    "newton.root": call(jnp.sin, VECTOR, steps=3),
    "bifurcation.fold": call(tilted, VECTOR, HALF, steps=3),
    "bifurcation.crossing": call(tilted, VECTOR, VECTOR + 1, HALF, steps=3),
    "kl_fit.grid": call(5.0, 1.0, dimensions=2),
    "kl_fit.divergence": call(kl_fit.JEFFREYS, GRID, GRID, HALF),
    "kl_fit.gaussian": call(jnp.zeros(5)),
    "kl_fit.log_normal": call(jnp.zeros(2), GRID[:, None]),
    "kl_fit.objective": call(jnp.zeros(2), kl_fit.JEFFREYS, GRID, LINE),
    "kl_fit.fit": call(jnp.zeros(2), kl_fit.JEFFREYS, GRID, LINE, steps=3),
    "evaluation.whiten": call(ROWS),
    "evaluation.LinearProbe.logits": call(PROBE, ROWS),
    "evaluation.LinearProbe.accuracy": call(PROBE, ROWS, LABELS),
    "evaluation.linear_probe": call(ROWS, LABELS, classes=2, steps=3),
    "mode_coverage.mode_report": call(ROWS, ROWS, std=0.1),
    "mode_coverage.imbalance": call(LABELS),
    "linear_gaussian.LinearGaussian.covariance": call(LINEAR),
    "linear_gaussian.LinearGaussian.log_prob": call(LINEAR, ROWS),
    "linear_gaussian.LinearGaussian.posterior": call(LINEAR, ROWS),
    "linear_gaussian.LinearGaussian.sample": call(LINEAR, KEY, n=4),
    "linear_gaussian.LinearVAE.encode": call(LINEAR_VAE, ROWS),
    "linear_gaussian.LinearVAE.log_likelihood": call(LINEAR_VAE, ROWS, LATENT),
    "linear_gaussian.LinearVAE.exact_elbo": call(LINEAR_VAE, ROWS),
    "linear_gaussian.exact_elbo": call(LINEAR, ROWS, LATENT, jnp.eye(2)),
    "linear_gaussian.kl_to_prior": call(LATENT, jnp.eye(2)),
    "linear_gaussian.em_step": call(LINEAR, ROWS),
    "linear_gaussian.em": call(LINEAR, ROWS, steps=3),
    "linear_gaussian.ppca": call(ROWS, 1),
}


def named(name):
    """The function of a row."""
    module, *path = name.split()[0].split(".")
    found = importlib.import_module(f"lib.{module}")
    for part in path:
        found = getattr(found, part)
    return found


@pytest.mark.parametrize("name", LOWERED)
def test_lowers_for_every_platform(name):
    leaves, structure = jax.tree.flatten(LOWERED[name])
    traced = [isinstance(leaf, jax.Array) for leaf in leaves]

    def arrays(*given):
        """Models are pytrees: what is exported takes their arrays, and returns arrays."""
        given = iter(given)
        filled = [next(given) if a else leaf for leaf, a in zip(leaves, traced, strict=True)]
        args, options = jax.tree.unflatten(structure, filled)
        return jax.tree.leaves(RUNS.get(name, named(name))(*args, **options))

    given = [leaf for leaf, a in zip(leaves, traced, strict=True) if a]
    exported = jax.export.export(jax.jit(arrays), platforms=PLATFORMS)(*given)
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
    lowered = {name.split()[0] for name in LOWERED}
    assert found - lowered - set(HOST_FUNCTIONS) == set()  # to be added to one of the two
    assert lowered - found == set()  # names that no longer exist
    assert set(HOST_FUNCTIONS) - found == set()
    assert not lowered & set(HOST_FUNCTIONS)


def test_host_modules_return_no_arrays():
    """An exception cannot hide a new jitted function."""
    for name in HOST_MODULES:
        if importlib.util.find_spec(f"lib.{name}") is None:
            continue
        members = vars(importlib.import_module(f"lib.{name}")).values()
        assert not any(hasattr(member, "lower") and hasattr(member, "trace") for member in members)
