"""Faults of lib.train."""

from mutants import ERRORS, Mutant

STEP = "return TrainState(optax.apply_updates(state.model, update), optimizer_state), value"
INDEX = "index = jax.random.randint(key_batch, (batch_size,), 0, *rows)"
BATCH = "return step(state, key_step, jax.tree.map(lambda leaf: leaf[index], data))"

MUTANTS = [
    Mutant("gradient ascent", STEP, STEP.replace("update)", "jax.tree.map(lambda u: -u, update))")),
    Mutant(
        "the gradient in place of the optimiser's step", STEP, STEP.replace("update)", "gradient)")
    ),
    Mutant(
        "moments that do not start from zero",
        "return TrainState(model, optimizer.init(model))",
        "return TrainState(model, jax.tree.map(jax.numpy.ones_like, optimizer.init(model)))",
    ),
    Mutant("the model not updated", STEP, "return TrainState(state.model, optimizer_state), value"),
    Mutant(
        "optimiser's state not carried",
        STEP,
        STEP.replace(" optimizer_state)", " state.optimizer_state)"),
    ),
    Mutant(
        "loss reported after the update",
        STEP,
        "model = optax.apply_updates(state.model, update)\n"
        "        return TrainState(model, optimizer_state), loss(model, key, batch)",
    ),
    Mutant(
        "weight decay that cannot see the weights",
        "optimizer.update(gradient, state.optimizer_state, state.model)",
        "optimizer.update(gradient, state.optimizer_state)",
    ),
    Mutant("the first rows in every step", INDEX, "index = jax.numpy.arange(batch_size)"),
    Mutant("the same rows in every step", INDEX, INDEX.replace("key_batch", "jax.random.key(0)")),
    Mutant("the last row never drawn", INDEX, INDEX.replace("*rows", "max(rows) - 1")),
    Mutant(
        "rows drawn without replacement",
        INDEX,
        "index = jax.random.permutation(key_batch, *rows)[:batch_size]",
    ),
    Mutant(
        "rows of each array drawn apart",
        BATCH,
        "keys = iter(jax.random.split(key_batch, len(jax.tree.leaves(data))))\n"
        "        draw = lambda leaf: leaf[jax.random.randint(next(keys), index.shape, 0, *rows)]\n"
        "        return step(state, key_step, jax.tree.map(draw, data))",
    ),
    Mutant(
        "one key for the rows and for the step",
        "key_batch, key_step = jax.random.split(key)",
        "key_batch = key_step = key",
    ),
    Mutant(
        "one key for all steps",
        "return jax.lax.scan(body, state, jax.random.split(key, steps))",
        "return jax.lax.scan(body, state, jax.numpy.broadcast_to(key, (steps,)))",
    ),
    Mutant(
        "measured before the chunk",
        "state, reports = train(step, state, key, data, steps=steps, batch_size=batch_size)\n"
        "        return state, measure(state, key, reports)",
        "after, reports = train(step, state, key, data, steps=steps, batch_size=batch_size)\n"
        "        return after, measure(state, key, reports)",
    ),
    Mutant(
        "every chunk from the start",
        "state, reports = train(step, state, key",
        "_, reports = train(step, state, key",
    ),
    Mutant(
        "measured with a key of its own",
        "return state, measure(state, key, reports)",
        "return state, measure(state, jax.random.fold_in(key, 1), reports)",
    ),
    Mutant(
        "one key for all chunks",
        "return jax.lax.scan(chunk, state, jax.random.split(key, chunks))",
        "return jax.lax.scan(chunk, state, jax.numpy.broadcast_to(key, (chunks,)))",
    ),
    Mutant("arrays of different lengths accepted", "if len(rows) != 1:", "if not rows:", ERRORS),
]
