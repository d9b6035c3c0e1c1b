r"""Markov decision processes with known dynamics: Bellman's operators and the exact solvers.

S states, A actions, and K possible outcomes of each action. v (S,) holds the value of each state,
a policy is an action per state, int (S,), or a distribution over actions per state, (S, A).
Functions accept NumPy arrays too and check the model: shapes always, values outside `jax.jit`.
Source: Puterman (1994), *Markov Decision Processes*, chapters 6 and 7; Bertsekas & Tsitsiklis
(1991), *An analysis of stochastic shortest path problems*, for γ = 1.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.typing import ArrayLike
from jaxtyping import Array, Bool, Float, Int, Real

from lib import absorption, arguments

Policy = Int[ArrayLike, " S"] | Float[ArrayLike, "S A"]


class MDP(NamedTuple):
    r"""A Markov decision process; deterministic ones need K = 1, dense ones K = S.

    next_state: int (S, A, K), the possible successors s'; an index may occur more than once.
    probability: (S, A, K), p(s'|s, a) of each; sums to 1 over K, so padding has probability 0.
    reward: (S, A), the expected reward R(s, a), finite: where an action is not available, let it
    do what another one does. gamma: the discount γ in [0, 1], a scalar.
    """

    next_state: Int[Array, "S A K"]
    probability: Float[Array, "S A K"]
    reward: Float[Array, "S A"]
    gamma: Float[Array, ""]


class Solution(NamedTuple):
    r"""What a solver found.

    v: the values (S,). policy: an action per state (S,). iterations: how many were done.
    residual: a sup norm, 0 at a solution. `value_iteration`: ‖v − v'‖ with v = Tv', its last
    step; `policy_iteration`: ‖Tv − v‖.
    """

    v: Float[Array, " S"]
    policy: Int[Array, " S"]
    iterations: Int[Array, ""]
    residual: Float[Array, ""]


def from_dense(
    transition: Real[ArrayLike, "S A S"], reward: Real[ArrayLike, "S A"], gamma: Real[ArrayLike, ""]
) -> MDP:
    """The MDP with p(s'|s, a) = transition[s, a, s'], so K = S. Errors as in `validate`."""
    next_state = jnp.broadcast_to(jnp.arange(np.shape(transition)[-1]), np.shape(transition))
    return validate(MDP(next_state, transition, reward, gamma))


def validate(mdp: MDP) -> MDP:
    """Return the model as JAX arrays of one float dtype, the widest of its fields'.

    Raises TypeError for a wrong dtype, and ValueError for a wrong shape and, outside jit, unless
    next_state lies in 0 … S − 1, probability is ≥ 0 and sums to 1 over the last axis, reward is
    finite and gamma lies in [0, 1].
    """
    next_state, probability, reward, gamma = mdp
    if np.ndim(probability) != 3:
        raise ValueError(f"probability must have shape (S, A, K), got {np.shape(probability)}")
    arguments.same_shape(next_state=next_state, probability=probability)
    arguments.shape("reward", reward, np.shape(probability)[:2])
    arguments.shape("gamma", gamma, ())
    arguments.index(len(reward), next_state=next_state)
    dtype = jnp.result_type(float, probability, reward, gamma)
    probability, reward, gamma = (jnp.asarray(x, dtype) for x in (probability, reward, gamma))
    arguments.probabilities(probability=probability)
    arguments.finite(reward=reward)
    arguments.unit_interval(gamma=gamma)
    return MDP(jnp.asarray(next_state), probability, reward, gamma)


def action_values(mdp: MDP, v: Real[ArrayLike, " S"]) -> Float[Array, "S A"]:
    r"""Q(s, a) = R(s, a) + γ Σ_s' p(s'|s, a) v(s')."""
    mdp = validate(mdp)
    arguments.shape("v", v, (len(mdp.reward),))
    future = jnp.sum(mdp.probability * jnp.asarray(v)[mdp.next_state], axis=-1)
    return mdp.reward + mdp.gamma * future


def bellman_optimality_operator(mdp: MDP, v: Real[ArrayLike, " S"]) -> Float[Array, " S"]:
    r"""(Tv)(s) = max_a Q(s, a), with Q of `action_values`; for γ < 1 T is a γ-contraction."""
    return jnp.max(action_values(mdp, v), axis=1)


def bellman_expectation_operator(
    mdp: MDP, policy: Policy, v: Real[ArrayLike, " S"]
) -> Float[Array, " S"]:
    r"""(T_π v)(s) = Σ_a π(a|s) Q(s, a), with Q of `action_values`."""
    mdp = validate(mdp)
    return jnp.sum(policy_matrix(mdp, policy) * action_values(mdp, v), axis=1)


def greedy_policy(mdp: MDP, v: Real[ArrayLike, " S"]) -> Int[Array, " S"]:
    """argmax_a Q(s, a); of tied actions the first, `optimal_actions` has all."""
    return jnp.argmax(action_values(mdp, v), axis=1)


def optimal_actions(
    mdp: MDP, v: Real[ArrayLike, " S"], *, atol: Real[ArrayLike, ""]
) -> Bool[Array, "S A"]:
    """Whether Q(s, a) ≥ max_b Q(s, b) − atol: with v = V*, every optimal action, ties included."""
    q = action_values(mdp, v)
    return q >= jnp.max(q, axis=1, keepdims=True) - atol


def policy_evaluation(mdp: MDP, policy: Policy) -> Float[Array, " S"]:
    r"""V^π(s) = E[Σ_t γᵗ R(s_t, a_t) | s_0 = s], the solution of (I − γP_π) v = R_π.

    It is 0 in the terminal states (`absorption.terminal_states`), which the equations leave
    out. At γ = 1 that makes it unique when π is proper: reaches a terminal state with probability 1
    from everywhere.
    Otherwise their matrix is singular, and ValueError names the states from which π may never end;
    inside jit v is nan there, and right elsewhere. Takes O(S³) time.
    """
    mdp = validate(mdp)
    v = _evaluate(mdp, policy).v
    if arguments.known(v):
        _require_an_end(v, "policy must be proper at gamma = 1, else I − P is singular: it")
    return v


def value_iteration(
    mdp: MDP, *, tolerance: Real[ArrayLike, ""], max_iterations: Int[ArrayLike, ""]
) -> Solution:
    r"""v ← Tv from v = 0 until a step changes no value by more than tolerance; greedy policy.

    For γ < 1 the result is within residual·γ/(1 − γ) of V*, but for rounding (Puterman, theorem
    6.3.1). It has not converged when residual > tolerance; then iterations = max_iterations, as
    at γ = 1 with a reward that can be collected forever, or a tolerance below the rounding of v.
    Raises ValueError when tolerance < 0 or max_iterations < 1 (outside jit).
    """
    mdp = validate(mdp)
    arguments.at_least(0, tolerance=tolerance)
    arguments.at_least(1, max_iterations=max_iterations)
    return _value_iteration(mdp, tolerance, max_iterations)


def policy_iteration(mdp: MDP) -> Solution:
    r"""Howard's algorithm: evaluate, then take a better action wherever there is one.

    It starts from a proper policy (`absorption.proper_policy`), so it works at γ = 1, and a state
    keeps its action unless another is better beyond rounding: ties change nothing. It stops when
    the values no longer rise beyond rounding, so it cannot cycle. iterations counts the policies
    on the way, the first included. At γ = 1 a small gain may be made at thousands of steps: there
    what gains less than the rounding of v is tried, too, and kept if the values rise. In
    single precision a loss of that size may be left; on slippery lakes of 24 × 24 squares it is
    below the error of `value_iteration`.
    Outside jit, raises ValueError at γ = 1 when from some state every policy may never end, or
    when the optimal value is infinite. Inside, v is nan in the first case, residual > 0 in the
    second.
    """
    mdp = validate(mdp)
    solution, infinite = _policy_iteration(mdp)
    if arguments.known(solution.v):
        _require_an_end(solution.v, "mdp must have a proper policy at gamma = 1: each")
        if infinite:
            raise ValueError("mdp has an infinite value at gamma = 1: reward collected forever")
    return solution


@jax.jit
def _value_iteration(mdp, tolerance, max_iterations):
    v, iterations, residual = iterate_values(
        lambda v: bellman_optimality_operator(mdp, v),
        jnp.zeros_like(mdp.reward[:, 0]),
        tolerance,
        max_iterations,
    )
    return Solution(v, greedy_policy(mdp, v), iterations, residual)


def iterate_values(
    operator: Callable[[Array], Array],
    v: Float[Array, "*states"],
    tolerance: Real[ArrayLike, ""],
    max_iterations: Int[ArrayLike, ""],
) -> tuple[Float[Array, "*states"], Int[Array, ""], Float[Array, ""]]:
    """v ← operator(v) until no value changes by more than tolerance; v, the number of steps
    and the last step's sup norm.
    """

    def unfinished(state):
        _, iterations, residual = state
        return (residual > tolerance) & (iterations < max_iterations)

    def sweep(state):
        v, iterations, _ = state
        updated = operator(v)
        return updated, iterations + 1, jnp.max(jnp.abs(updated - v))

    start = v, jnp.zeros((), int), jnp.full((), jnp.inf, v.dtype)
    return jax.lax.while_loop(unfinished, sweep, start)


@jax.jit
def _policy_iteration(mdp):
    """The solution, and whether at γ = 1 its residual is more than rounding."""

    def attempt(search):
        best, iterations, care, _ = search
        policy, care = _improve(mdp, best, care)
        candidate = _evaluate(mdp, policy)
        better = _is_better(candidate, best)
        # The last, vain attempt counts, whatever the care with which it was made.
        again = jnp.any(policy != best.policy) & (better | (care < 3))
        best = jax.tree.map(partial(jnp.where, better), candidate, best)
        return _Search(best, iterations + better, jnp.where(better, care, care + 1), again)

    terminal = absorption.terminal_states(mdp.next_state, mdp.probability, mdp.reward)
    policy = absorption.proper_policy(mdp.next_state, mdp.probability, terminal)
    start = _Search(_evaluate(mdp, policy), iterations=jnp.ones((), int), care=0, again=True)
    (policy, v, steps), iterations, *_ = jax.lax.while_loop(
        lambda search: search.again, attempt, start
    )
    residual = jnp.max(jnp.abs(bellman_optimality_operator(mdp, v) - v))
    infinite = (mdp.gamma == 1) & (residual > 4 * jnp.max(_rounding(mdp, v, steps)))
    return Solution(v, policy, iterations, residual), infinite


class _Evaluated(NamedTuple):
    """A policy; V^π; and the expected discounted number of steps to the end. nan: undefined."""

    policy: Policy
    v: Float[Array, " S"]
    steps: Float[Array, " S"]


class _Search(NamedTuple):
    """The best policy so far; how many were evaluated to get there; the care of `_improve`."""

    best: _Evaluated
    iterations: Int[ArrayLike, ""]
    care: Int[ArrayLike, ""]
    again: Bool[ArrayLike, ""]


def _evaluate(mdp, policy):
    return _Evaluated(policy, *_totals(mdp, policy_matrix(mdp, policy)))


@jax.jit
def _totals(mdp, chances):
    """V^π and the expected discounted number of steps to the end; nan where undefined."""
    weight = chances[:, :, None] * mdp.probability
    rows = jnp.broadcast_to(jnp.arange(len(chances))[:, None, None], weight.shape)
    transition = jnp.zeros((len(chances), len(chances)), weight.dtype)
    transition = transition.at[rows, mdp.next_state].add(weight)
    reward = jnp.sum(chances * mdp.reward, axis=1)
    totals = absorption.totals(
        transition,
        jnp.stack([reward, jnp.ones_like(reward)], axis=1),
        mdp.gamma,
        absorption.terminal_states(mdp.next_state, mdp.probability, mdp.reward),
    )
    return totals[:, 0], totals[:, 1]


def _improve(mdp, best, care):
    """The policy with a better action wherever one gains enough, and the care that was taken.

    0: more than the rounding of v can feign. At γ = 1 that is much, and nearly the same in all
    states: then 1: more than the rounding of one step, and 2: than an eighth of it. 3: more than
    half of the largest gain, too, as what is better by rounding only may never end. The first of
    these, from `care` on, that changes anything.
    """
    q = action_values(mdp, best.v)
    q = jnp.where(jnp.isnan(q), -jnp.inf, q)
    gain = jnp.max(q, axis=1) - jnp.take_along_axis(q, best.policy[:, None], axis=1)[:, 0]
    all_steps = _rounding(mdp, best.v, best.steps)
    one = _rounding(mdp, best.v, jnp.ones_like(gain))
    part = jnp.where(mdp.gamma == 1, one / 8, one)
    clear = jnp.maximum(part, jnp.nanmax(gain) / 2)
    gains = gain[None] > jnp.stack([all_steps, one, part, clear])
    changes = jnp.any(gains, axis=1) & (jnp.arange(4) >= care)
    care = jnp.argmax(changes)
    change = gains[care] & jnp.any(changes)
    return jnp.where(change, jnp.argmax(q, axis=1), best.policy), care


def _is_better(candidate, best):
    """Whether the values rise on the whole, by more than rounding.

    Along a cycle of policies the exact rises would add up to 0, so none is accepted.
    """
    rise = jnp.where(jnp.isnan(best.v), 0, candidate.v - best.v)
    return jnp.sum(rise) > len(rise) * jnp.finfo(rise.dtype).eps * jnp.sum(jnp.abs(rise))


def _rounding(mdp, v, steps):
    """That of one step; at γ = 1, where it matters, times the expected number of steps."""
    scale = jnp.max(jnp.abs(mdp.reward)) + jnp.nanmax(jnp.abs(v))
    eps = jnp.finfo(mdp.reward.dtype).eps
    return 4 * eps * scale * (1 + jnp.where(mdp.gamma == 1, steps, 1))


def policy_matrix(mdp, policy):
    """π(a|s), (S, A), of either form of a policy."""
    states, actions = mdp.reward.shape
    if np.ndim(policy) == 1:
        arguments.shape("policy", policy, (states,))
        arguments.index(actions, policy=policy)
        return jax.nn.one_hot(policy, actions, dtype=mdp.reward.dtype)
    arguments.shape("policy", policy, (states, actions))
    arguments.probabilities(policy=policy)
    return jnp.asarray(policy, mdp.reward.dtype)


def _require_an_end(v, words):
    """Raise ValueError naming the states where v is nan."""
    if (endless := np.flatnonzero(np.isnan(v))).size:
        shown = ", ".join(map(str, endless[:10])) + (", …" if len(endless) > 10 else "")
        raise ValueError(f"{words} may never reach a terminal state from {shown}")
