"""Faults of lib.mdp."""

from mutants import Mutant

MUTANTS = [
    Mutant(
        "transposed dense transitions",
        "jnp.arange(np.shape(transition)[-1]), np",
        "jnp.arange(np.shape(transition)[-1])[::-1], np",
    ),
    Mutant(
        "float32 whatever the inputs",
        "(jnp.asarray(x, dtype) for x in (probability",
        "(jnp.asarray(x, jnp.float32) for x in (probability",
    ),
    Mutant("γ forgotten", "mdp.reward + mdp.gamma * future", "mdp.reward + future"),
    Mutant(
        "γ on the reward too",
        "mdp.reward + mdp.gamma * future",
        "mdp.gamma * (mdp.reward + future)",
    ),
    Mutant(
        "the likeliest successor only",
        "future = jnp.sum(mdp.probability * jnp.asarray(v)[mdp.next_state], axis=-1)",
        "future = jnp.asarray(v)[mdp.next_state[..., 0]]",
    ),
    Mutant(
        "probabilities left out",
        "jnp.sum(mdp.probability * jnp.asarray(v)",
        "jnp.mean(jnp.asarray(v)",
    ),
    Mutant(
        "mean for max",
        "return jnp.max(action_values(mdp, v), axis=1)",
        "return jnp.mean(action_values(mdp, v), axis=1)",
    ),
    Mutant(
        "argmax for max",
        "return jnp.max(action_values(mdp, v), axis=1)",
        "return jnp.argmax(action_values(mdp, v), axis=1) + 0.0 * v",
    ),
    Mutant(
        "max for the policy's action",
        "jnp.sum(policy_matrix(mdp, policy) * action_values(mdp, v), axis=1)",
        "jnp.max(action_values(mdp, v), axis=1)",
    ),
    Mutant(
        "the worst action",
        "jnp.argmax(action_values(mdp, v), axis=1)\n\n",
        "jnp.argmin(action_values(mdp, v), axis=1)\n\n",
    ),
    Mutant(
        "the last of tied actions",
        "return jnp.argmax(action_values(mdp, v), axis=1)\n",
        "q = action_values(mdp, v)\n    return q.shape[1] - 1 - jnp.argmax(q[:, ::-1], axis=1)\n",
    ),
    Mutant("ties dropped", "keepdims=True) - atol", "keepdims=True) + 0 * atol - 1e-300"),
    Mutant(
        "one tie of many",
        "return q >= jnp.max(q, axis=1, keepdims=True) - atol",
        "return jax.nn.one_hot(jnp.argmax(q, axis=1), q.shape[1], dtype=bool)",
    ),
    Mutant(
        "an improper policy unnoticed",
        '        _require_an_end(v, "policy must',
        '        str("policy must',
    ),
    Mutant(
        "no way to the end unnoticed",
        '        _require_an_end(solution.v, "mdp',
        '        str("mdp',
    ),
    Mutant("an infinite value unnoticed", "        if infinite:", "        if infinite and False:"),
    Mutant(
        "an iteration limit that is not kept",
        "(residual > tolerance) & (iterations < max_iterations)",
        "(residual > tolerance) & (iterations <= max_iterations)",
    ),
    Mutant(
        "always to the limit",
        "(residual > tolerance) & (iterations",
        "(residual >= 0) & (iterations",
    ),
    Mutant(
        "residual of the wrong iterate",
        "jnp.max(jnp.abs(updated - v))",
        "jnp.max(jnp.abs(bellman_optimality_operator(mdp, updated) - updated))",
    ),
    Mutant("mean residual", "jnp.max(jnp.abs(updated - v))", "jnp.mean(jnp.abs(updated - v))"),
    Mutant("signed residual", "jnp.max(jnp.abs(updated - v))", "jnp.max(updated - v)"),
    Mutant(
        "values of the sweep before",
        "return updated, iterations + 1, jnp.max",
        "return v * (iterations > 0) * 0.5 + 0.5 * updated, iterations + 1, jnp.max",
    ),
    Mutant(
        "a start at 1",
        "jnp.zeros_like(mdp.reward[:, 0]),\n        tolerance,",
        "jnp.ones_like(mdp.reward[:, 0]),\n        tolerance,",
    ),
    Mutant(
        "iterations counted from 1",
        "start = v, jnp.zeros((), int),",
        "start = v, jnp.ones((), int),",
    ),
    Mutant(
        "the policy of no values",
        "Solution(v, greedy_policy(mdp, v), iterations, residual)\n",
        "Solution(v, greedy_policy(mdp, 0 * v), iterations, residual)\n",
    ),
    Mutant(
        "on ties the action changes",
        "return jnp.where(change, jnp.argmax(q, axis=1), best.policy), care",
        "return jnp.argmax(q, axis=1), care",
    ),
    Mutant("rounding moves the action", "return 4 * eps * scale", "return 0 * eps * scale"),
    Mutant("what is better is not taken", "return 4 * eps * scale", "return 1e12 * eps * scale"),
    Mutant(
        "a start from an improper policy",
        "policy = absorption.proper_policy(mdp.next_state, mdp.probability, terminal)",
        "policy = jnp.zeros(terminal.shape, int)",
    ),
    Mutant(
        "one improvement only",
        "again = jnp.any(policy != best.policy) & (better | (care < 3))",
        "again = iterations < 0",
    ),
    Mutant(
        "values of another policy",
        "best = jax.tree.map(partial(jnp.where, better), candidate, best)",
        "best = best._replace(v=jnp.where(better, candidate.v, best.v))",
    ),
    Mutant(
        "any policy is better", "better = _is_better(candidate, best)", "better = iterations < 5"
    ),
    Mutant(
        "a worse policy taken for a better one",
        "return jnp.sum(rise) > ",
        "return jnp.sum(rise) < ",
    ),
    Mutant(
        "values of the policy that picks at random",
        "*_totals(mdp, policy_matrix(mdp, policy))",
        "*_totals(mdp, jnp.full_like(mdp.reward, 1 / mdp.reward.shape[1]))",
    ),
    Mutant(
        "an endless way taken for a good one",
        "q = jnp.where(jnp.isnan(q), -jnp.inf, q)",
        "q = jnp.where(jnp.isnan(q), jnp.inf, q)",
    ),
    Mutant(
        "probabilities of a policy's actions forgotten",
        "weight = chances[:, :, None] * mdp.probability",
        "weight = (chances[:, :, None] > 0) * mdp.probability",
    ),
    Mutant(
        "repeated successors overwrite each other",
        "next_state].add(weight)",
        "next_state].set(weight)",
    ),
    Mutant(
        "the best reward instead of the policy's",
        "reward = jnp.sum(chances * mdp.reward, axis=1)",
        "reward = jnp.max(mdp.reward, axis=1)",
    ),
    Mutant(
        "the step count for the value",
        "return totals[:, 0], totals[:, 1]",
        "return totals[:, 1], totals[:, 0]",
    ),
    Mutant(
        "endless states not named", "np.flatnonzero(np.isnan(v))", "np.flatnonzero(np.isnan(v))[:1]"
    ),
]
