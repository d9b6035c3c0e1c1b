r"""Many devices: each step's rows are divided among them, or whole runs are.

    step = data_parallel(gradient_step(loss, optimizer))
    state, losses = train(step, state, key, data, steps=1000, batch_size=256)

`train.train` is the same, and so are the numbers, but for the order of sums: θ is on every device,
a device computes the gradient of its share of the rows, and the compiler inserts the all-reduce
that adds them up. On one device nothing changes. On several machines call
`jax.distributed.initialize()` first, in each of them: their devices are then all devices.

What is vmapped (over seeds, or MDPs) needs no gradient's sum: `shard` its inputs, and every device
computes its own. A CPU counts as one device, whatever its number of cores, unless the environment
variable JAX_NUM_CPU_DEVICES says otherwise when jax is imported.
"""

from collections.abc import Sequence

import jax
import numpy as np
from jax.sharding import Mesh, NamedSharding, PartitionSpec
from jaxtyping import Array, PyTree

from lib.train import Step


def _divide(leaf: Array, mesh: Mesh, name: str) -> NamedSharding:
    """Where the rows of `leaf` belong, if every device can get as many."""
    if len(leaf) % mesh.size:
        raise ValueError(
            f"{name} must have a multiple of {mesh.size} rows, one part a device, got {len(leaf)}"
        )
    return NamedSharding(mesh, PartitionSpec("rows"))


def _mesh(devices: Sequence[jax.Device] | None) -> Mesh:
    return Mesh(np.array(jax.devices() if devices is None else devices), ("rows",))


def shard(runs: PyTree, devices: Sequence[jax.Device] | None = None) -> PyTree:
    """`runs` with its rows divided evenly among the devices, each of which computes its own.

    runs: an array or a pytree of arrays with one row per run, the argument of a function that is
    vmapped over runs and jitted. devices: all there are, when left out. Raises ValueError unless
    the rows are a multiple of the number of devices.
    """
    mesh = _mesh(devices)
    return jax.tree.map(lambda leaf: jax.device_put(leaf, _divide(leaf, mesh, "runs")), runs)


def data_parallel(step: Step, devices: Sequence[jax.Device] | None = None) -> Step:
    """`step` with its batch divided evenly among the devices, and its state on each of them.

    step(state, key, batch) → (state, report), for `train.train`. devices: all there are, when left
    out. Build it once: `train` compiles per step. The returned step raises ValueError unless the
    rows of the batch are a multiple of the number of devices.
    """
    mesh = _mesh(devices)
    everywhere = NamedSharding(mesh, PartitionSpec())

    def parallel(state: PyTree, key: Array, batch: PyTree) -> tuple[PyTree, PyTree]:
        places = jax.tree.map(lambda leaf: _divide(leaf, mesh, "batch"), batch)
        batch = jax.lax.with_sharding_constraint(batch, places)
        return jax.lax.with_sharding_constraint(step(state, key, batch), everywhere)

    return parallel
