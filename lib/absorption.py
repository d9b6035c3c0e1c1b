"""Reaching the end of a Markov decision process: terminal states, proper policies, their values.

States s, actions a, successors next_state (S, A, K) with their probability (S, A, K); what has
probability 0 does not count. Searches repeat one step until nothing changes, at most S times.
"""

import jax
import jax.numpy as jnp
from jaxtyping import Array, Bool, Float, Int


@jax.jit
def ancestors(edges: Bool[Array, "S S"], target: Bool[Array, " S"]) -> Bool[Array, " S"]:
    """The states from which a path s → s' with edges[s, s'] leads to target, target included."""
    return _fixed_point(lambda found: found | jnp.any(edges & found[None, :], axis=1), target)


@jax.jit
def terminal_states(
    next_state: Int[Array, "S A K"],
    probability: Float[Array, "S A K"],
    reward: Float[Array, "S A"] | Float[Array, "S A K"],
) -> Bool[Array, " S"]:
    """Where nothing is to be earned any more: the largest closed set of states without reward.

    Every action in it has reward 0 and stays in it, so its value is 0 under every policy. An exit
    where all actions stay in place at reward 0 is the usual case. reward: expected, or that of
    each outcome.
    """
    impossible = probability == 0
    rewards = reward.reshape(*reward.shape[:2], -1)
    unrewarded = jnp.all((rewards == 0) | impossible, axis=(1, 2))

    def closed(states):
        return unrewarded & jnp.all(states[next_state] | impossible, axis=(1, 2))

    return _fixed_point(closed, unrewarded)


@jax.jit
def proper_policy(
    next_state: Int[Array, "S A K"], probability: Float[Array, "S A K"], terminal: Bool[Array, " S"]
) -> Int[Array, " S"]:
    """A policy that reaches a terminal state with probability 1 from wherever that is possible.

    Backward search from the terminal states: each step takes in the states with an action that
    may lead into those found, and cannot lead to where the end is out of reach. 0 elsewhere.
    Source: Baier & Katoen (2008), *Principles of Model Checking*, section 10.6.1.
    """
    possible = probability > 0

    def search(within):
        """The states found by actions that never leave `within`, and an action for each."""
        safe = jnp.all(within[next_state] | ~possible, axis=2)

        def widen(state):
            found, policy = state
            nearer = safe & jnp.any(found[next_state] & possible, axis=2)
            new = jnp.any(nearer, axis=1) & ~found
            return found | new, jnp.where(new, jnp.argmax(nearer, axis=1), policy)

        return _fixed_point(widen, (terminal, jnp.zeros(terminal.shape, int)))

    everywhere = jnp.ones_like(terminal)
    return search(_fixed_point(lambda within: search(within)[0], everywhere))[1]


@jax.jit
def totals(
    transition: Float[Array, "S S"],
    rewards: Float[Array, "S n"],
    gamma: Float[Array, ""],
    terminal: Bool[Array, " S"],
) -> Float[Array, "S n"]:
    """What a Markov chain earns: v = rewards + γ·transition v for n rewards, v = 0 if terminal.

    transition: p(s'|s); each row sums to 1, but for rounding. nan in the states from which, at
    γ = 1, a terminal state may never be reached: I − transition is singular on them. What the
    first solution lacks is solved for once more (iterative refinement: Higham, 2002, *Accuracy and
    Stability of Numerical Algorithms*, chapter 12), which in long chains gains several digits.
    """
    edges = transition > 0
    endless = ancestors(edges, ~ancestors(edges, terminal)) & (gamma == 1)
    solved = (~terminal & ~endless)[:, None]
    diagonal = jnp.eye(len(terminal), dtype=bool)
    leaving = jnp.where(diagonal, 0, transition)
    # 1 − γ p(s|s) as 1 − γ + γ (the chance to leave s): what p lacks of a sum of 1, by rounding,
    # would count in every one of thousands of steps.
    outflow = 1 - gamma + gamma * jnp.sum(leaving, axis=1, keepdims=True)
    matrix = jnp.where(diagonal, outflow, -gamma * leaving)
    factors = jax.scipy.linalg.lu_factor(jnp.where(solved, matrix, diagonal))

    def correct(v):
        """v and what it lacks, by differences: those of close values keep all their digits."""
        fall = jnp.sum(leaving[:, :, None] * (v[:, None] - v[None]), axis=1)
        lacking = rewards - (1 - gamma) * v - gamma * fall
        return v + jax.scipy.linalg.lu_solve(factors, jnp.where(solved, lacking, 0))

    v = correct(correct(jnp.zeros_like(rewards)))
    return jnp.where(endless[:, None], jnp.nan, v)


def _fixed_point(f, x):
    """Repeat x ← f(x) until it does not change."""

    def changing(state):
        pairs = zip(*map(jax.tree.leaves, state), strict=True)
        return jnp.any(jnp.stack([jnp.any(old != new) for old, new in pairs]))

    return jax.lax.while_loop(changing, lambda state: (state[1], f(state[1])), (x, f(x)))[1]
