"""Faults of lib.rollout."""

from mutants import Mutant

MUTANTS = [
    Mutant(
        "one draw for all agents",
        "jax.random.uniform(key, np.shape(state), mdp.reward.dtype)",
        "jnp.full(np.shape(state), jax.random.uniform(key), mdp.reward.dtype)",
    ),
    Mutant(
        "action and outcome from one number",
        "uniform = jax.random.uniform(key_outcome, state",
        "uniform = jax.random.uniform(key_action, state",
    ),
    Mutant(
        "agents move as one",
        "uniform = jax.random.uniform(key_outcome, state.shape, policy.dtype)",
        "uniform = jnp.full(state.shape, jax.random.uniform(key_outcome), policy.dtype)",
    ),
    Mutant(
        "the discount forgotten", "rewards @ mdp.gamma ** jnp.arange(steps)", "rewards.sum(axis=1)"
    ),
    Mutant("the first reward discounted", "jnp.arange(steps),", "jnp.arange(1, steps + 1),"),
    Mutant(
        "terminated is where it began", "terminated=terminal[end]", "terminated=terminal[start]"
    ),
    Mutant(
        "the start left out",
        "jnp.concatenate([start[:, None], states], axis=1)",
        "jnp.concatenate([states[:, :1], states], axis=1)",
    ),
    Mutant(
        "expected for realised rewards",
        "return mdp.next_state[state, action, k], outcome_reward[state, action, k]",
        "return mdp.next_state[state, action, k], mdp.reward[state, action]",
    ),
    Mutant(
        "a reward of another outcome",
        "outcome_reward[state, action, k]",
        "outcome_reward[state, action, 0]",
    ),
    Mutant("outcomes of probability 0 drawn at 0", "jnp.sum(chances <= ", "jnp.sum(chances < "),
    Mutant(
        "rounding draws beyond the last",
        "(uniform * total)[..., None]",
        "(uniform * (total + 1e-3))[..., None]",
    ),
]
