"""The perceptron against a hand-written forward pass, and as a plain pytree."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from lib.networks import MLP

SIZES = (3, 5, 5, 2)


def forward(model, x, activation=lambda h: np.maximum(h, 0)):
    """The definition, in NumPy."""
    weights = [(np.asarray(p.kernel[...]), np.asarray(p.bias[...])) for p in model.layers]
    for kernel, bias in weights[:-1]:
        x = activation(x @ kernel + bias)
    return x @ weights[-1][0] + weights[-1][1]


def shifted(model):
    """The model with every parameter moved, so that no bias is zero."""
    return jax.tree.map(lambda p: p + 0.1, model)


@pytest.mark.parametrize("shape", [(3,), (7, 3), (2, 7, 3)])
def test_output_by_hand(shape):
    model = shifted(MLP(jax.random.key(0), SIZES))
    x = np.random.default_rng(0).normal(size=shape).astype(np.float32)
    # Three short products of numbers of order 1.
    found = model(jnp.asarray(x))
    np.testing.assert_allclose(found, forward(model, x), rtol=1e-5, atol=1e-5)
    assert found.shape == (*shape[:-1], 2)
    assert (model.in_features, model.out_features) == (SIZES[0], SIZES[-1])


def test_activation_goes_between_the_layers_but_not_after_the_last():
    x = jax.random.normal(jax.random.key(2), (50, 3))
    model = MLP(jax.random.key(1), (3, 4, 1), activation=jax.nn.tanh)
    np.testing.assert_allclose(
        model(x), forward(model, np.asarray(x), np.tanh), rtol=1e-5, atol=1e-5
    )
    linear = MLP(jax.random.key(1), (3, 1))
    np.testing.assert_allclose(linear(-x), -linear(x), rtol=1e-5, atol=1e-6)
    assert (model(x) < 0).any() and (linear(x) < 0).any()


def test_initial_weights_are_lecun_normal_and_biases_zero():
    model = MLP(jax.random.key(0), (200, 300, 10))
    kernel = np.asarray(model.layers[0].kernel[...])
    # Variance 1/n_in; squares of a normal have relative variance at most 2; 5 standard errors.
    assert abs(kernel.var() * 200 - 1) <= 5 * np.sqrt(2 / kernel.size)
    assert abs(kernel.mean()) <= 5 / np.sqrt(200 * kernel.size)
    assert all((layer.bias[...] == 0).all() for layer in model.layers)


def test_every_layer_has_its_own_weights_and_the_key_decides_them():
    first, again, other = (MLP(jax.random.key(k), (4, 4, 4)) for k in (0, 0, 1))
    kernels = [[layer.kernel[...] for layer in model.layers] for model in (first, again, other)]
    assert (kernels[0][0] == kernels[1][0]).all()
    assert (kernels[0][0] != kernels[2][0]).any()
    assert (kernels[0][0] != kernels[0][1]).any()


def test_gradient_is_a_model_and_agrees_with_finite_differences():
    @jax.jit
    def loss(model, x):
        return jnp.sum(model(x) ** 2)

    model = shifted(MLP(jax.random.key(0), SIZES, activation=jax.nn.tanh))
    gradient = jax.jit(jax.grad(loss))(model, jnp.ones((4, 3)))
    assert isinstance(gradient, MLP)
    with jax.enable_x64(True):
        leaves, shape = jax.tree.flatten(jax.tree.map(lambda p: np.asarray(p, float), model))
        step = 1e-6

        def moved(i, sign):
            values = [leaf + sign * step * (i == j) for j, leaf in enumerate(leaves)]
            return float(loss(jax.tree.unflatten(shape, values), np.ones((4, 3))))

        for i, slope in enumerate(jax.tree.leaves(gradient)):
            difference = (moved(i, 1) - moved(i, -1)) / (2 * step)
            # The gradient is in float32: rounding of sums of order 10.
            assert difference == pytest.approx(float(np.sum(slope)), rel=1e-4, abs=1e-4)


def test_two_models_share_one_compilation():
    traces = []

    @jax.jit
    def call(model, x):
        traces.append(1)
        return model(x)

    for seed in range(3):
        call(MLP(jax.random.key(seed), SIZES), jnp.ones((2, 3)))
    assert len(traces) == 1


def test_models_can_be_mapped_over_seeds():
    keys = jax.random.split(jax.random.key(0), 4)
    models = jax.jit(jax.vmap(lambda key: MLP(key, SIZES)))(keys)
    x = jnp.ones((2, 3))
    outputs = jax.vmap(lambda model: model(x))(models)
    singles = jnp.stack([MLP(key, SIZES)(x) for key in keys])
    np.testing.assert_allclose(outputs, singles, rtol=1e-5, atol=1e-6)
