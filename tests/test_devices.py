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

from lib.devices import data_parallel
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
    """Run in the process with eight devices; prints what the test asserts."""
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
    print(json.dumps(found))


def on_devices(number, program):
    """Run a program where the CPU is split into so many devices."""
    flags = os.environ.get("XLA_FLAGS", "")
    environment = os.environ | {
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}",
        "XLA_FLAGS": f"{flags} --xla_force_host_platform_device_count={number}",
        "JAX_PLATFORMS": "cpu",
    }
    command = [sys.executable, "-c", program]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("batch_size", [16, None])
def test_eight_devices_compute_what_one_does(batch_size):
    run = on_devices(8, f"import test_devices; test_devices.compare({batch_size})")
    assert run.returncode == 0, run.stderr
    one, eight = json.loads(run.stdout).values()
    assert (one["all_reduce"], eight["all_reduce"]) == (False, True)
    assert (one["places"], eight["places"]) == ([1], [8]) and eight["whole"]
    # Sums of 16 or 64 terms in another order, over 20 steps of Adam, at a rate of 0.01.
    np.testing.assert_allclose(eight["losses"], one["losses"], rtol=1e-5)
    for a, b in zip(eight["weights"], one["weights"], strict=True):
        np.testing.assert_allclose(a, b, atol=1e-4)


def test_rows_that_cannot_be_divided_are_refused():
    program = (
        "import jax, test_devices; from lib.devices import data_parallel\n"
        "step, state, data = test_devices.problem()\n"
        "data_parallel(step)(state, jax.random.key(0), data[:10])"
    )
    run = on_devices(3, program)
    assert "ValueError: batch must have a multiple of 3 rows" in run.stderr


def test_on_one_device_nothing_changes():
    step, state, data = problem()
    options = {"steps": 3, "batch_size": 16}
    plain = train(step, state, jax.random.key(2), data, **options)
    device = jax.devices()[:1]
    parallel = train(data_parallel(step, device), state, jax.random.key(2), data, **options)
    jax.tree.map(np.testing.assert_array_equal, plain, parallel)
