"""Faults of lib.absorption."""

from mutants import Mutant

MUTANTS = [
    Mutant(
        "rewards that cancel end a life",
        "jnp.all((rewards == 0) | impossible, axis=(1, 2))",
        "jnp.all(jnp.sum(rewards * probability, axis=2) == 0, axis=1)",
        ("tests/test_rollout.py",),
    ),
    Mutant(
        "rewards that cannot come keep a life going",
        "jnp.all((rewards == 0) | impossible, axis=(1, 2))",
        "jnp.all(rewards == 0, axis=(1, 2))",
        ("tests/test_rollout.py",),
    ),
    Mutant(
        "edges followed forwards",
        "edges & found[None, :], axis=1",
        "edges & found[:, None], axis=0",
    ),
    Mutant("one step back only", "(x, f(x)))[1]", "(f(x), f(x)))[1]"),
    Mutant(
        "a terminal state needs one action without reward",
        "jnp.all((rewards == 0) | impossible, axis=(1, 2))",
        "jnp.any(jnp.all((rewards == 0) | impossible, axis=2), axis=1)",
    ),
    Mutant(
        "a terminal set that can be left",
        "return unrewarded & jnp.all(",
        "return unrewarded & jnp.any(",
    ),
    Mutant(
        "terminal wherever reward is missing",
        "return _fixed_point(closed, unrewarded)",
        "return unrewarded",
    ),
    Mutant(
        "what cannot happen counts as a way out",
        "impossible = probability == 0",
        "impossible = probability < 0",
    ),
    Mutant(
        "what cannot happen leads to the end",
        "possible = probability > 0",
        "possible = probability >= 0",
    ),
    Mutant(
        "traps are not avoided",
        "return search(_fixed_point(lambda within: search(within)[0], everywhere))[1]",
        "return search(everywhere)[1]",
    ),
    Mutant("every outcome must come nearer", "safe & jnp.any(found", "safe & jnp.all(found"),
    Mutant(
        "an action is taken back later",
        "jnp.any(nearer, axis=1) & ~found",
        "jnp.any(nearer, axis=1)",
    ),
    Mutant(
        "γ forgotten in the sum of rewards",
        "jnp.where(diagonal, outflow, -gamma * leaving)",
        "jnp.where(diagonal, outflow, -leaving)",
    ),
    Mutant(
        "γ forgotten where one stays",
        "outflow = 1 - gamma + gamma * jnp.sum(",
        "outflow = jnp.sum(",
    ),
    Mutant(
        "a chain that lacks what rounding takes from its sum",
        "outflow = 1 - gamma + gamma * jnp.sum(leaving, axis=1, keepdims=True)",
        "outflow = 1 - gamma * jnp.diagonal(transition)[:, None]",
    ),
    Mutant("no refinement", "correct(correct(jnp.zeros_like(rewards)))", "correct(0 * rewards)"),
    Mutant("γ forgotten in what is lacking", "v - gamma * fall", "v - fall"),
    Mutant("the discount's part is not lacking", "rewards - (1 - gamma) * v", "rewards"),
    Mutant("what flows in is lacking", "v[:, None] - v[None]", "v[None] - v[:, None]"),
    Mutant("the end is bootstrapped", "solved = (~terminal & ~endless)", "solved = (~endless)"),
    Mutant(
        "an endless chain unnoticed", "return jnp.where(endless[:, None], jnp.nan, v)", "return v"
    ),
    Mutant("an endless chain refused with a discount", " & (gamma == 1)", ""),
    Mutant(
        "endless only where the end cannot be reached at all",
        "endless = ancestors(edges, ~ancestors(edges, terminal))",
        "endless = ~ancestors(edges, terminal)",
    ),
]
