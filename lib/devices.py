r"""Data-parallel training: each step's rows are divided among all devices.

    step = data_parallel(gradient_step(loss, optimizer))
    state, losses = train(step, state, key, data, steps=1000, batch_size=256)

`train.train` is the same, and so are the numbers, but for the order of sums: θ is on every device,
a device computes the gradient of its share of the rows, and the compiler inserts the all-reduce
that adds them up. On one device nothing changes. On several machines call
`jax.distributed.initialize()` first, in each of them: their devices are then all devices. What is
vmapped (seeds, MDPs) needs no gradient's sum: place its inputs with `jax.device_put(inputs,
NamedSharding(mesh, PartitionSpec("rows")))`, and every device computes its own.
"""

from collections.abc import Sequence

import jax
import numpy as np
from jax.sharding import Mesh, NamedSharding, PartitionSpec
from jaxtyping import Array, PyTree

from lib.train import Step


def data_parallel(step: Step, devices: Sequence[jax.Device] | None = None) -> Step:
    """`step` with its batch divided evenly among the devices, and its state on each of them.

    step(state, key, batch) → (state, report), for `train.train`. devices: all there are, when left
    out. Build it once: `train` compiles per step. The returned step raises ValueError unless the
    rows of the batch are a multiple of the number of devices.
    """
    mesh = Mesh(np.array(jax.devices() if devices is None else devices), ("rows",))
    divided = NamedSharding(mesh, PartitionSpec("rows"))
    everywhere = NamedSharding(mesh, PartitionSpec())

    def parallel(state: PyTree, key: Array, batch: PyTree) -> tuple[PyTree, PyTree]:
        for leaf in jax.tree.leaves(batch):
            if len(leaf) % mesh.size:
                raise ValueError(
                    f"batch must have a multiple of {mesh.size} rows, one part a device, "
                    f"got {len(leaf)}"
                )
        batch = jax.lax.with_sharding_constraint(batch, divided)
        return jax.lax.with_sharding_constraint(step(state, key, batch), everywhere)

    return parallel
