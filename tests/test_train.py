"""Training against hand-written steps; one compilation per step function."""

import inspect
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from lib.train import TrainState, gradient_step, init, measured, train


class Line(NamedTuple):
    """y = slope x + offset."""

    slope: jax.Array
    offset: jax.Array


def line():
    return Line(jnp.float32(0.5), jnp.float32(-1.0))


def squared_error(model, key, batch):
    x, y = batch
    return jnp.mean((model.slope * x + model.offset - y) ** 2)


def examples(n=64):
    x = np.random.default_rng(0).normal(size=n).astype(np.float32)
    return jnp.asarray(x), jnp.asarray(3 * x + 2)


# The shape checker of the test run asks for a float from every step; these steps report others.
scan = inspect.unwrap(train)


def rows_step(state, key, batch):
    """Reports the rows that it was given."""
    return state, batch


def test_one_step_is_stochastic_gradient_descent_by_hand():
    step = gradient_step(squared_error, optax.sgd(0.1))
    x, y = np.array([1.0, 2.0, 4.0], np.float32), np.array([0.0, 1.0, -1.0], np.float32)
    state, loss = step(init(line(), optax.sgd(0.1)), jax.random.key(0), (x, y))
    residual = 0.5 * x - 1 - y
    assert loss == pytest.approx(np.mean(residual**2), rel=1e-6)  # before the update
    # A descent: the opposite sign would add; the mean over the batch: a sum would be 3 times it.
    assert state.model.slope == pytest.approx(0.5 - 0.1 * np.mean(2 * residual * x), rel=1e-6)
    assert state.model.offset == pytest.approx(-1 - 0.1 * np.mean(2 * residual), rel=1e-6)


def test_optimizer_state_is_carried_and_weight_decay_sees_the_parameters():
    # SGD with momentum ½: the second step adds half of the first. Decay ½: gradient + θ/2.
    optimizer = optax.chain(optax.add_decayed_weights(0.5), optax.sgd(1.0, momentum=0.5))
    step = gradient_step(lambda model, key, batch: 0.0 * model, optimizer)
    state = init(jnp.array(1.0), optimizer)
    found = []
    for _ in range(2):
        state, _ = step(state, jax.random.key(0), None)
        found.append(float(state.model))
    assert found == [0.5, 0.5 - 0.25 - 0.25]


def test_the_scan_is_a_loop_over_the_steps():
    steps, batch_size = 5, 4
    step, data = gradient_step(squared_error, optax.adam(0.1)), examples()
    start = init(line(), optax.adam(0.1))
    end, losses = train(step, start, jax.random.key(0), data, steps=steps, batch_size=batch_size)
    # The same rows again, from the same keys.
    _, batches = scan(rows_step, start, jax.random.key(0), data, steps=steps, batch_size=4)
    state = start
    for i, (x, y) in enumerate(zip(*batches, strict=True)):
        state, loss = step(state, jax.random.key(0), (x, y))
        assert loss == pytest.approx(float(losses[i]), rel=1e-5)
    np.testing.assert_allclose(end.model, state.model, rtol=1e-5)


def test_chunks_compile_once():
    traces = []

    def loss(model, key, batch):
        traces.append(1)
        return squared_error(model, key, batch)

    step, data = gradient_step(loss, optax.adam(0.1)), examples()
    state = init(line(), optax.adam(0.1))
    counts = []
    for key in jax.random.split(jax.random.key(0), 4):
        state, losses = train(step, state, key, data, steps=10, batch_size=8)
        assert losses.shape == (10,)
        counts.append(len(traces))
    assert counts[0] > 0
    assert counts == counts[:1] * 4


def test_the_key_decides_the_run():
    step, data = gradient_step(squared_error, optax.sgd(0.1)), examples()
    start = init(line(), optax.sgd(0.1))
    first, again, other = (
        train(step, start, jax.random.key(k), data, steps=3, batch_size=4)[1] for k in (0, 0, 1)
    )
    assert (first == again).all()
    assert (first != other).all()


def test_each_step_gets_its_own_key():
    def step(state, key, batch):
        return state, jax.random.key_data(key)

    keys = scan(step, None, jax.random.key(0), jnp.zeros(3), steps=50, batch_size=1)[1]
    assert len(np.unique(np.asarray(keys), axis=0)) == 50


def test_the_key_of_a_step_has_not_drawn_its_rows():
    def step(state, key, batch):
        return state, (jax.random.randint(key, batch.shape, 0, 50), batch)

    again, rows = scan(step, None, jax.random.key(0), jnp.arange(50), steps=50, batch_size=8)[1]
    # 400 pairs agree by chance once in 50: 8 ± 2.8; a key used twice would make all agree.
    assert np.sum(np.asarray(again) == np.asarray(rows)) < 8 + 5 * 2.8


def test_rows_are_drawn_evenly_and_independently():
    rows = 5
    data = jnp.arange(rows, dtype=jnp.uint8)
    drawn = scan(rows_step, None, jax.random.key(0), data, steps=2_000, batch_size=10)[1]
    assert drawn.dtype == jnp.uint8  # converted in the step, not before it
    counts = np.bincount(np.asarray(drawn).ravel(), minlength=rows)
    n, p = 20_000, 1 / rows
    # 5 shares and a rate of repeats within 5 standard errors: a false alarm once in 280 000 keys.
    assert (abs(counts / n - p) <= 5 * np.sqrt(p * (1 - p) / n)).all()
    # With replacement: neighbours are equal once in 5; a permutation would never repeat.
    repeats = np.asarray(drawn[:, :-1] == drawn[:, 1:])
    assert abs(repeats.mean() - p) <= 5 * np.sqrt(p * (1 - p) / repeats.size)


def test_without_a_batch_size_every_step_gets_all_rows_in_order():
    data = jnp.arange(7)
    batches = scan(rows_step, None, jax.random.key(0), data, steps=3, batch_size=None)[1]
    assert (batches == jnp.broadcast_to(data, (3, 7))).all()


def test_arrays_of_the_data_stay_aligned():
    data = {"x": jnp.arange(50), "y": {"square": jnp.arange(50) ** 2, "wide": jnp.ones((50, 3))}}
    batches = scan(rows_step, None, jax.random.key(0), data, steps=7, batch_size=6)[1]
    assert batches["y"]["wide"].shape == (7, 6, 3)
    assert (batches["y"]["square"] == batches["x"] ** 2).all()


def test_numpy_data_are_accepted():
    def step(state, key, batch):
        return state, jnp.sum(batch)

    data = np.full((6, 2), 0.5, np.float32)
    sums = train(step, TrainState(None, None), jax.random.key(0), data, steps=3, batch_size=4)[1]
    assert sums.tolist() == [4.0, 4.0, 4.0]


def test_training_finds_the_line():
    step, data = gradient_step(squared_error, optax.sgd(0.1)), examples()
    start = init(line(), optax.sgd(0.1))
    state, losses = train(step, start, jax.random.key(0), data, steps=300, batch_size=16)
    assert losses[-1] < 1e-6 < losses[0]
    # The data lie on a line, so the minimum is exact and the noise of the batches vanishes there.
    np.testing.assert_allclose(state.model, Line(3, 2), atol=1e-3)
    assert isinstance(state, TrainState) and isinstance(state.model, Line)


def test_measured_is_training_in_chunks_with_a_measurement_after_each():
    step, data = gradient_step(squared_error, optax.sgd(0.1)), examples()
    state, keys = init(line(), optax.sgd(0.1)), jax.random.split(jax.random.key(3), 4)
    run = {"steps": 5, "batch_size": 16}

    def measure(state, key, losses):
        return {"slope": state.model.slope, "last": losses[-1], "draw": jax.random.uniform(key)}

    end, found = measured(step, state, jax.random.key(3), data, measure, chunks=4, **run)
    expected = []
    for key in keys:
        state, losses = train(step, state, key, data, **run)
        expected.append((state.model.slope, losses[-1], jax.random.uniform(key)))
    columns = found["slope"], found["last"], found["draw"]
    np.testing.assert_allclose(np.stack(columns, axis=1), expected, rtol=1e-5)
    np.testing.assert_allclose(end.model, state.model, rtol=1e-5)
    assert len(set(found["slope"].tolist())) == 4


def test_measured_compiles_once_for_other_keys_and_data():
    step, data = gradient_step(squared_error, optax.sgd(0.1)), examples()

    def measure(state, key, losses):
        return losses.mean()

    run = {"chunks": 2, "steps": 3, "batch_size": None}
    start, before = init(line(), optax.sgd(0.1)), measured._cache_size()
    for seed in range(3):
        scaled = jax.tree.map(lambda leaf, seed=seed: seed * leaf, data)
        measured(step, start, jax.random.key(seed), scaled, measure, **run)
    assert measured._cache_size() == before + 1
