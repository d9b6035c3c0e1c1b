"""Gradient training of any pytree of parameters: a whole run is one compiled scan.

Call `train` in chunks to see progress; it compiles once. `measured` is the same in one scan, with a
measurement after each chunk. The data stay on the device.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import jax
import optax
from jaxtyping import Array, Key, PyTree


class TrainState(NamedTuple):
    """model: θ, the parameters. optimizer_state: the optimiser's moments and counters."""

    model: PyTree
    optimizer_state: Any


Step = Callable[[PyTree, Array, PyTree], tuple[PyTree, PyTree]]


def init(model: PyTree, optimizer: optax.GradientTransformation) -> TrainState:
    """The state before the first step."""
    return TrainState(model, optimizer.init(model))


def gradient_step(
    loss: Callable[[PyTree, Array, PyTree], Array], optimizer: optax.GradientTransformation
) -> Step:
    """One step of stochastic gradient descent on loss(model, key, batch), a scalar.

    Returns step(state, key, batch) → (state, loss). Build it once: `train` compiles per step.
    """

    def step(state: TrainState, key: Array, batch: PyTree) -> tuple[TrainState, Array]:
        value, gradient = jax.value_and_grad(loss)(state.model, key, batch)
        update, optimizer_state = optimizer.update(gradient, state.optimizer_state, state.model)
        return TrainState(optax.apply_updates(state.model, update), optimizer_state), value

    return step


@partial(jax.jit, static_argnames=("step", "steps", "batch_size"))
def train(
    step: Step,
    state: PyTree,
    key: Key[Array, ""],
    data: PyTree,
    *,
    steps: int,
    batch_size: int | None,
) -> tuple[PyTree, PyTree]:
    """Take `steps` steps, each on batch_size rows drawn evenly, with replacement, from data.

    data: an array or a pytree of arrays with one row per example. batch_size None: every step
    gets all of it. step(state, key, batch) → (state, report), such as `gradient_step` makes.
    Returns the new state and the reports, stacked (of `gradient_step`: the losses before each
    update).
    """
    rows = {len(leaf) for leaf in jax.tree.leaves(data)}
    if len(rows) != 1:
        raise ValueError(f"all arrays of data must have the same number of rows, got {rows}")

    def body(state, key):
        key_batch, key_step = jax.random.split(key)
        if batch_size is None:
            return step(state, key_step, data)
        index = jax.random.randint(key_batch, (batch_size,), 0, *rows)
        return step(state, key_step, jax.tree.map(lambda leaf: leaf[index], data))

    return jax.lax.scan(body, state, jax.random.split(key, steps))


@partial(jax.jit, static_argnames=("step", "measure", "chunks", "steps", "batch_size"))
def measured(
    step: Step,
    state: PyTree,
    key: Key[Array, ""],
    data: PyTree,
    measure: Callable[[PyTree, Array, PyTree], PyTree],
    *,
    chunks: int,
    steps: int,
    batch_size: int | None,
) -> tuple[PyTree, PyTree]:
    """`train` in chunks of `steps` steps, and what is measured after each, as one compiled scan.

    measure(state, key, reports) → a pytree, of the state after a chunk, the chunk's key and its
    reports. The keys of the chunks are jax.random.split(key, chunks). Define measure once, as
    step: a new function compiles anew. The rest is as in `train`.
    Returns the last state and the measurements, stacked.
    """

    def chunk(state, key):
        state, reports = train(step, state, key, data, steps=steps, batch_size=batch_size)
        return state, measure(state, key, reports)

    return jax.lax.scan(chunk, state, jax.random.split(key, chunks))
