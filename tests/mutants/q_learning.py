"""Faults of lib.q_learning."""

from mutants import Mutant

MUTANTS = [
    Mutant(
        "expected for realised rewards",
        "error = reward + mdp.gamma",
        "error = mdp.reward[state, action] + mdp.gamma",
    ),
    Mutant("γ forgotten", "reward + mdp.gamma * future", "reward + future"),
    Mutant(
        "terminal bootstrapped",
        "jnp.where(terminal[successor], 0, jnp.max(q[successor]))",
        "jnp.max(q[successor])",
    ),
    Mutant("SARSA's target: the first action", "0, jnp.max(q[successor]))", "0, q[successor, 0])"),
    Mutant("mean for max", "0, jnp.max(q[successor]))", "0, jnp.mean(q[successor]))"),
    Mutant("the target without the old value", " - q[state, action]\n", "\n"),
    Mutant(
        "steps counted over all actions",
        "visits[state, action].astype(q.dtype) ** -decay",
        "jnp.sum(visits[state]).astype(q.dtype) ** -decay",
    ),
    Mutant("α grows", "astype(q.dtype) ** -decay", "astype(q.dtype) ** decay"),
    Mutant("rate forgotten", "alpha = rate * visits", "alpha = visits"),
    Mutant("greedy with probability ε", "explore < epsilon", "explore >= epsilon"),
    Mutant(
        "the same number picks and draws", "outcome(mdp, luck, state", "outcome(mdp, pick, state"
    ),
    Mutant(
        "exploration of the first action only", "jnp.int32(pick * actions)", "0 * jnp.int32(pick)"
    ),
    Mutant("restart in exits too", "jnp.sum(~terminal))]", "len(terminal))]"),
    Mutant(
        "always the same start",
        "alive[jnp.int32(uniform * jnp.sum(~terminal))]",
        "alive[0 * jnp.int32(uniform)]",
    ),
    Mutant("no restart", "jnp.where(terminal[successor], restart(place), successor)", "successor"),
    Mutant("the agent stays", "restart(place), successor)), None", "restart(place), state)), None"),
    Mutant("the learner forgets", "    if learner is None:", "    if learner is None or steps:"),
]
