"""Eight simulated devices beside one of them: the numbers, the program, the place of the state."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from lib.devices import data_parallel, shard
from lib.train import gradient_step, init, train
from lib.vae import VAE, elbo

ROOT = Path(__file__).parents[1]


def loss(model, key, x):
    return -jnp.mean(elbo(model, key, x))


def problem():
    """A small VAE, its state, and binary data."""
    optimizer = optax.adam(1e-2)
    state = init(VAE(jax.random.key(0), pixels=6, hidden=8, latents=2), optimizer)
    data = jax.random.bernoulli(jax.random.key(1), 0.3, (64, 6)).astype(float)
    return gradient_step(loss, optimizer), state, data


def compare(batch_size):
    """A short training on one device and on all of them."""
    step, state, data = problem()
    options = {"steps": 20, "batch_size": batch_size}
    found = {}
    for name, s in (("one", step), ("eight", data_parallel(step))):
        end, losses = train(s, state, jax.random.key(2), data, **options)
        program = train.lower(s, state, jax.random.key(2), data, **options).compile().as_text()
        leaves = jax.tree.leaves(end.model)
        found[name] = {
            "losses": losses.tolist(),
            "weights": [leaf.ravel().tolist() for leaf in leaves],
            "all_reduce": "all-reduce" in program,
            "places": sorted({len(leaf.sharding.device_set) for leaf in leaves}),
            "whole": all(leaf.is_fully_replicated for leaf in leaves),
        }
    return found


def runs(keys, x):
    """The last state of a short training for each key."""
    step, state, _ = problem()
    options = {"steps": 20, "batch_size": 8}
    return jax.vmap(lambda key: train(step, state, key, x, **options)[0].model)(keys)


def compare_runs():
    """Short trainings from eight keys, on one device and on eight."""
    keys, x = jax.random.split(jax.random.key(3), 8), problem()[2]
    found = {}
    for name, placed in (("one", keys), ("eight", shard(keys))):
        program = jax.jit(runs).lower(placed, x).compile()
        leaf = jax.tree.leaves(program(placed, x))[0]
        found[name] = {
            "weights": np.asarray(leaf).tolist(),
            "collective": any(
                word in program.as_text() for word in ("all-reduce", "all-gather", "all-to-all")
            ),
            "parts": [part.data.shape[0] for part in leaf.addressable_shards],
        }
    return found


def refusal(function, *arguments):
    """What is said of rows that eight devices cannot share evenly."""
    with pytest.raises(ValueError) as error:
        function(*arguments)
    return str(error.value)


def report():
    """Run in the process with eight devices; prints what the tests assert."""
    step, state, data = problem()
    parallel = data_parallel(step), state, jax.random.key(0), data[:10]
    found = {
        "minibatches": compare(16),
        "whole batches": compare(None),
        "runs": compare_runs(),
        "batch": refusal(*parallel),
        "sharded": refusal(shard, data[:10]),
    }
    print(json.dumps(found))


@pytest.fixture(scope="module")
def on_eight():
    """Everything in one process, where the CPU is split into eight devices."""
    flags = os.environ.get("XLA_FLAGS", "")
    environment = os.environ | {
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}",
        "XLA_FLAGS": f"{flags} --xla_force_host_platform_device_count=8",
        "JAX_PLATFORMS": "cpu",
    }
    command = [sys.executable, "-c", "import test_devices; test_devices.report()"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.mark.parametrize("batches", ["minibatches", "whole batches"])
def test_eight_devices_compute_what_one_does(on_eight, batches):
    one, eight = on_eight[batches].values()
    assert (one["all_reduce"], eight["all_reduce"]) == (False, True)
    assert (one["places"], eight["places"]) == ([1], [8]) and eight["whole"]
    # Sums of 16 or 64 terms in another order, over 20 steps of Adam, at a rate of 0.01.
    np.testing.assert_allclose(eight["losses"], one["losses"], rtol=1e-5)
    for a, b in zip(eight["weights"], one["weights"], strict=True):
        np.testing.assert_allclose(a, b, atol=1e-4)


def test_each_device_computes_its_own_runs(on_eight):
    one, eight = on_eight["runs"].values()
    assert (one["parts"], eight["parts"]) == ([8], [1] * 8)
    assert not eight["collective"]
    # Products of other shapes are summed in another order, over 20 steps of Adam at a rate of 0.01.
    np.testing.assert_allclose(eight["weights"], one["weights"], atol=1e-4)


def test_rows_that_cannot_be_divided_are_refused(on_eight):
    why = "must have a multiple of 8 rows, one part a device, got 10"
    assert on_eight["batch"] == f"batch {why}"
    assert on_eight["sharded"] == f"runs {why}"


def test_on_one_device_runs_stay_as_they_are():
    data = {"x": jnp.arange(6.0).reshape(3, 2), "key": jax.random.split(jax.random.key(0), 3)}
    placed = shard(data, jax.devices()[:1])
    np.testing.assert_array_equal(placed["x"], data["x"])
    assert (placed["key"] == data["key"]).all()


def test_on_one_device_nothing_changes():
    step, state, data = problem()
    options = {"steps": 3, "batch_size": 16}
    plain = train(step, state, jax.random.key(2), data, **options)
    device = jax.devices()[:1]
    parallel = train(data_parallel(step, device), state, jax.random.key(2), data, **options)
    jax.tree.map(np.testing.assert_array_equal, plain, parallel)
