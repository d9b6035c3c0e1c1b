"""The graded checks of homework 4. What is right is computed here, in NumPy and in fractions.

The tests compare it with `lib.gridworld`, `lib.mdp` and `lib.reward_thresholds`; a grader that does
not start JAX is ready at once. A public check takes the answer alone and is copied into the student
notebook, so it uses NumPy and `Fraction` only. A hidden one takes (answer, rng) and draws a new
world. The table at the end has the points.
"""

from fractions import Fraction

import numpy as np

from grading.check import Check, compare, fits, kind, parts

SECONDS = 10.0

ACTIONS = ("up", "down", "left", "right")
MOVES = ((-1, 0), (1, 0), (0, -1), (0, 1))
SIDES = ((2, 3), (2, 3), (0, 1), (0, 1))
EXITS = {"+": 1.0, "-": -1.0}
DESIGN_ROWS = ["......", ".#c##f", "s.....", "------"]
DESIGN_EXITS = {"c": 1.0, "f": 10.0, "-": -10.0}
START, RIGHT_OF_START = 9, 10  # numbers of states
NEAR, FAR, CLIFF = "near", "far", "cliff"


# A map as an MDP


def model_corridor(world_model):
    """a corridor of three squares"""
    transition, reward = world_model(["..+"], -0.5, 0.0)
    if np.shape(transition) != (3, 4, 3) or np.shape(reward) != (3, 4):
        shapes = f"{np.shape(transition)} and {np.shape(reward)}"
        return f"the shapes are {shapes}, not (S, A, S) and (S, A)"
    if transition[1, 3, 2] != 1 or transition[1, 2, 0] != 1:
        return "from the middle, right should lead to the exit, left to the other end"
    if transition[0, 0, 0] != 1:
        return "up leads over the edge: the agent should stay where it is"
    if not abs(reward[1, 3] - 0.5) < 1e-9:
        return "entering the exit should bring -0.5 + 1"


def model_distributions(world_model, rng):
    """the probabilities of each move sum to 1"""
    rows = random_map(rng)
    transition, _ = world_model(rows, -0.1, 0.3)
    states = sum(square != "#" for row in rows for square in row)
    if np.shape(transition) != (states, 4, states):
        return f"transition has shape {np.shape(transition)} on a map of {states} squares"
    if np.min(transition) < 0:
        return "a probability is negative"
    total = np.asarray(transition).sum(axis=2)
    mistakes = {
        "they sum to 1 + slip: ahead goes 1 − slip, and to each side half of the slip": 1.3
        + 0 * total,
    }
    return compare(total, np.ones_like(total), what="the sum over s'", mistakes=mistakes)


def model_moves(world_model, rng):
    """moves, walls and edges, without slip"""
    rows = random_map(rng)
    right = moves(rows)
    got, _ = world_model(rows, -0.1, 0.0)
    wrapped = moves(rows, around=True)
    mistakes = {
        "a move over the edge must leave the agent in place; yours comes in on the other side "
        "(an index of −1 counts from the end)": wrapped,
        "up and down are exchanged: row 0 is on top": right[:, [1, 0, 2, 3]],
        "rows and columns are exchanged": right[:, [2, 3, 0, 1]],
        "in an exit every action stays in place": moves(rows, leave=True),
        "transition is indexed [s, a, s'], not [s', a, s]": right.transpose(2, 1, 0),
    }
    return compare(got, right, what="transition", mistakes=mistakes)


def model_slip(world_model, rng):
    """a slip goes to the two sides, half of it to each"""
    rows, slip = random_map(rng), float(rng.uniform(0.2, 0.5))
    step, (right, _) = moves(rows), model(rows, -0.1, slip)
    got, _ = world_model(rows, -0.1, slip)
    everywhere = step.sum(axis=1, keepdims=True)
    aside = right - (1 - slip) * step
    mistakes = {
        "half of the slip goes to each side, not all of it": (1 - slip) * step + 2 * aside,
        "the probability ahead is 1 − slip: yours is 1 − 2·slip": (1 - 2 * slip) * step + 2 * aside,
        "a slip goes to the two sides, never backwards": (1 - slip) * step
        + slip / 3 * (everywhere - step),
        "a slip does not go ahead or backwards: yours takes one of all four directions": (1 - slip)
        * step
        + slip / 4 * everywhere,
        "the slip is left out": step,
    }
    return compare(got, right, what="transition", mistakes=mistakes)


def model_rewards(world_model, rng):
    """expected rewards, also of moves that may slip into an exit"""
    rows, slip, r = (
        random_map(rng),
        float(rng.uniform(0.2, 0.5)),
        float(rng.uniform(-0.9, -0.1)),
    )
    transition, right = model(rows, r, slip)
    _, got = world_model(rows, r, slip)
    squares = [square for row in rows for square in row if square != "#"]
    bonus = np.array([{"+": 1.0, "-": -1.0}.get(square, 0.0) for square in squares])
    inside = (bonus != 0)[:, None]
    mistakes = {
        "in an exit nothing is earned any more: its rewards are 0": r + transition @ bonus,
        "a move inside an exit does not enter it again: its rewards are 0": np.where(
            inside, (transition @ bonus), right
        ),
        "the exit's reward must be weighted with the probability of getting there": np.where(
            inside, 0, r + moves(rows) @ bonus
        ),
        "the exit's reward comes when it is entered, not when it is left": r
        + np.repeat(bonus[:, None], 4, axis=1),
        "the step reward is missing": np.where(inside, 0, transition @ bonus),
        "the move into an exit brings the step reward too": np.where(
            inside, 0, right - r * (transition @ (bonus != 0))
        ),
    }
    return compare(got, right, what="reward", mistakes=mistakes)


# Two operators


def bellman_by_hand(bellman):
    """two states, done by hand"""
    transition = np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [0.5, 0.5]]])
    reward = np.array([[1.0, 0.0], [0.0, 2.0]])
    policy = np.array([[0.5, 0.5], [1.0, 0.0]])
    expected, best = bellman(transition, reward, 0.5, policy, np.array([4.0, 8.0]))
    if not np.allclose(best, [4.0, 5.0]):
        return f"T v should be [4, 5], but is {best}"
    if not np.allclose(expected, [3.5, 4.0]):
        return f"T_π v should be [3.5, 4], but is {expected}"


def bellman_optimality(bellman, rng):
    """the optimality operator T"""
    transition, reward, gamma, policy = random_mdp(rng)
    v = rng.normal(size=len(reward)) * 3
    q = reward + gamma * transition @ v
    _, got = parts(bellman(transition, reward, gamma, policy, v), 2)
    mistakes = {
        "T v is the largest Q value, not the number of the action that has it": q.argmax(axis=1),
        "T takes the maximum over the actions, not the mean": q.mean(axis=1),
        "T takes the maximum, not the minimum": q.min(axis=1),
        **common_mistakes(transition, reward, gamma, v, lambda q: q.max(axis=1)),
    }
    return compare(got, q.max(axis=1), what="T v", mistakes=mistakes)


def bellman_expectation(bellman, rng):
    """the expectation operator of a random policy"""
    transition, reward, gamma, policy = random_mdp(rng)
    v = rng.normal(size=len(reward)) * 3
    q = reward + gamma * transition @ v
    got, _ = parts(bellman(transition, reward, gamma, policy, v), 2)
    mistakes = {
        "T_π weighs the actions by π(a|s); yours takes the most likely one": q[
            np.arange(len(q)), policy.argmax(axis=1)
        ],
        "T_π weighs the actions by π(a|s); yours takes their plain mean": q.mean(axis=1),
        "the two operators are exchanged": q.max(axis=1),
        "divide by nothing: π(a|s) already sums to 1": (policy * q).mean(axis=1),
        **common_mistakes(transition, reward, gamma, v, lambda q: np.sum(policy * q, axis=1)),
    }
    return compare(got, np.sum(policy * q, axis=1), what="T_π v", mistakes=mistakes)


def common_mistakes(transition, reward, gamma, v, pick):
    """What both operators may get wrong; pick: the values of the states from Q."""
    return {
        "γ is left out": pick(reward + transition @ v),
        "γ belongs to the future only, not to the reward": pick(gamma * (reward + transition @ v)),
        "the reward is left out": pick(gamma * transition @ v),
        "sum over s', the last axis of transition; yours sums over s": pick(
            reward + gamma * np.einsum("sat,s->ta", transition, v)
        ),
    }


# When to stop


def stopping_by_hand(stopping):
    """gamma = 1/2, |R| at most 1, an error of at most 0.3"""
    sweeps, delta = stopping(0.5, 1.0, 0.3)
    if sweeps != 3:
        return f"three sweeps are needed and are enough, you say {sweeps}"
    if not abs(delta - 0.3) < 1e-9:
        return f"the tolerance should be 0.3, you say {delta}"


def stopping_sweeps(stopping, rng):
    """the number of sweeps"""
    for _ in range(5):
        gamma, bound, epsilon, sweeps = random_stopping(rng)
        got, _ = parts(stopping(gamma, bound, epsilon), 2)
        short = np.log(bound / epsilon) / np.log(1 / gamma)
        mistakes = {
            "|V*| may be as large as M/(1 − γ), not only M": np.ceil(short),
            "round up: with one sweep less the error may be too large": np.floor(sweeps),
            "one sweep less is enough: how does the error begin, at v = 0?": np.ceil(sweeps) + 1,
            "the error shrinks by γ in a sweep, not by 1 − γ": np.ceil(
                np.log(bound / (1 - gamma) / epsilon) / -np.log1p(-gamma)
            ),
            "a number of sweeps is a whole number": sweeps,
        }
        right = np.ceil(sweeps)
        complaint = compare(got, right, rtol=0.0, atol=1e-6, what="n", mistakes=mistakes)
        if complaint:
            return complaint
    got, _ = parts(stopping(0.5, 1.0, 2.5), 2)
    return compare(got, 0, what="n, where v = 0 is already good enough,")


def stopping_tolerance(stopping, rng):
    """the tolerance of a step"""
    gamma, bound, epsilon, _ = random_stopping(rng)
    _, got = parts(stopping(gamma, bound, epsilon), 2)
    mistakes = {
        "a small step does not mean a small error: 1 − γ is missing": epsilon,
        "that is safe but not the largest: the error counts after the step, which shrinks it by γ":
            epsilon * (1 - gamma),
        "that is the rule for the greedy policy's value, twice too strict here":
            epsilon * (1 - gamma) / (2 * gamma),
        "the bound is the wrong way round: that is what an error means for the step":
            epsilon * gamma / (1 - gamma),
        "delta depends on the error that is allowed, not on the size of the rewards":
            bound * (1 - gamma) / gamma,
    }  # fmt: skip
    return compare(got, epsilon * (1 - gamma) / gamma, what="delta", mistakes=mistakes)


def random_stopping(rng):
    """γ, M, ε and the number of sweeps before rounding up, which is far from a whole number."""
    while True:
        gamma, bound = float(rng.uniform(0.6, 0.98)), float(rng.uniform(2, 20))
        epsilon = float(10 ** rng.uniform(-3, -1))
        sweeps = np.log(bound / ((1 - gamma) * epsilon)) / np.log(1 / gamma)
        if 0.1 < sweeps % 1 < 0.9:
            return gamma, bound, epsilon, sweeps


# The value of a policy


def evaluate_chain(evaluate):
    """two squares and an exit"""
    transition = np.zeros((3, 1, 3))
    transition[[0, 1, 2], 0, [1, 2, 2]] = 1.0
    reward = np.array([[-1.0], [3.0], [0.0]])
    terminal = np.array([False, False, True])
    v = evaluate(transition, reward, 1.0, np.ones((3, 1)), terminal)
    if not np.allclose(v, [2.0, 3.0, 0.0]):
        return f"the values should be [2, 3, 0], but are {v}"


def evaluate_discounted(evaluate, rng):
    """random policies in random MDPs with a terminal state, gamma < 1"""
    transition, reward, gamma, policy = random_mdp(rng)
    terminal = np.arange(len(reward)) == rng.integers(len(reward))
    right = value(transition, reward, gamma, policy, terminal)
    got = evaluate(transition, reward, gamma, policy, terminal)
    uniform = np.full_like(policy, 1 / policy.shape[1])
    likely = np.eye(policy.shape[1])[policy.argmax(axis=1)]
    turned = transition.transpose(2, 1, 0)
    stopped = np.where(terminal[:, None, None], np.eye(len(reward))[:, None], transition)
    best = howard(stopped, np.where(terminal[:, None], 0.0, reward), gamma)[0]
    mistakes = {
        "the actions are weighted by the policy, not evenly":
            value(transition, reward, gamma, uniform, terminal),
        "the policy is random; yours always takes its most likely action":
            value(transition, reward, gamma, likely, terminal),
        "that is the value of the best policy, not of this one": best,
        "p(s'|s, a) is turned round: rows of the matrix are states s, columns s'":
            value(turned, reward, gamma, policy, terminal),
        "γ is left out": value(transition, reward, 1 - 1e-9, policy, terminal),
        "γ is taken twice": value(transition, reward, gamma**2, policy, terminal),
        "the value of a terminal state is 0, whatever its row of `reward` says: γ < 1 or not":
            value(transition, reward, gamma, policy),
        "a terminal state is 0 already in the equations of the others, not only at the end":
            np.where(terminal, 0.0, value(transition, reward, gamma, policy)),
    }  # fmt: skip
    return compare(got, right, rtol=1e-6, what="V", mistakes=mistakes)


def evaluate_undiscounted(evaluate, rng):
    """random walks on a map, gamma = 1"""
    rows, r = random_map(rng), float(rng.uniform(-0.9, -0.1))
    transition, reward = model(rows, r, 0.2)
    policy = rng.dirichlet(np.full(4, 2.0), size=len(reward))
    terminal = np.array([c in EXITS for row in rows for c in row if c != "#"])
    right = value(transition, reward, 1.0, policy, terminal)
    almost = value(transition, reward, 0.999, policy, terminal)
    p, mean = (
        np.einsum("sa,sat->st", policy, transition),
        np.sum(policy * reward, axis=1),
    )
    v, sweeps = np.zeros(len(mean)), {}
    for count in range(1, 101):
        v = mean + p @ v
        sweeps[count] = v
    got = evaluate(transition, reward, 1.0, policy, terminal)
    mistakes = {
        "γ is 1 here; yours is a little smaller": almost,
        "solve the equations: after 100 sweeps the values are still too far off": sweeps[100],
        "solve the equations: after 50 sweeps the values are still too far off": sweeps[50],
    }
    return compare(got, right, rtol=1e-6, what="V", mistakes=mistakes)


# Value iteration


def iteration_chain(value_iteration):
    """two squares and an exit"""
    transition = np.zeros((3, 2, 3))
    transition[0, :, 0] = transition[1, 0, 0] = transition[2, :, 2] = 1.0
    transition[0, 1], transition[1, 1] = [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]
    reward = np.array([[-1.0, -1.0], [-1.0, 3.0], [0.0, 0.0]])
    v, policy = value_iteration(transition, reward, 1.0, 1e-9)
    if not np.allclose(v, [2.0, 3.0, 0.0]):
        return f"the values should be [2, 3, 0], but are {v}"
    if list(policy[:2]) != [1, 1]:
        return f"the best actions are 1 and 1, but the policy is {policy}"


def iteration_bound(value_iteration, rng):
    """the values are as close to V* as the tolerance promises"""
    transition, reward, gamma, _ = random_mdp(rng)
    got, _ = parts(value_iteration(transition, reward, gamma, 1e-3), 2)
    right, _, _ = howard(transition, reward, gamma)
    if complaint := compare(got, right, atol=1e300, what="v"):
        return complaint
    error, allowed = np.max(np.abs(got - right)), 1e-3 * gamma / (1 - gamma)
    if error <= allowed * (1 + 1e-6):
        return None
    return f"v is {error / allowed:.3g} times as far from V* as the tolerance allows"


def iteration_sweeps(value_iteration, rng):
    """it stops at the right sweep, and updates all states at once"""
    transition, reward, gamma, _ = random_mdp(rng)
    tolerance = 0.05
    got, _ = parts(value_iteration(transition, reward, gamma, tolerance), 2)
    right, steps = sweeps_until(transition, reward, gamma, lambda c: np.max(c) <= tolerance)
    mistakes = {
        "all states are updated at once, from the old values: keep them until the sweep is done":
            in_place(transition, reward, gamma, tolerance),
        "return the values after the last sweep, not those before it": steps[-2],
        "one sweep too many": np.max(reward + gamma * transition @ right, axis=1),
        "the largest change counts, not the mean":
            sweeps_until(transition, reward, gamma, lambda c: np.mean(c) <= tolerance)[0],
        "the smallest change must not decide: all states' must be small":
            sweeps_until(transition, reward, gamma, lambda c: np.min(c) <= tolerance)[0],
    }  # fmt: skip
    return compare(got, right, rtol=1e-9, atol=1e-9, what="v", mistakes=mistakes)


def iteration_policy(value_iteration, rng):
    """the policy is the best one"""
    transition, reward, gamma, _ = random_mdp(rng)
    _, policy = parts(value_iteration(transition, reward, gamma, 1e-9), 2)
    return policy_complaint(policy, transition, reward, gamma)


# Policy iteration


def howard_by_hand(policy_iteration):
    """one state, two actions"""
    transition, reward = np.ones((1, 2, 1)), np.array([[0.0, 1.0]])
    v, policy, changes = policy_iteration(transition, reward, 0.5, np.array([0]))
    if not np.allclose(v, [2.0]):
        return f"the value should be [2], but is {v}"
    if list(policy) != [1]:
        return f"the better action is 1, but the policy is {policy}"
    if changes != 1:
        return f"the policy changes once, you say {changes} times"


def howard_value(policy_iteration, rng):
    """it ends at V* and at a best policy"""
    transition, reward, gamma, _ = random_mdp(rng)
    start = rng.integers(0, reward.shape[1], size=len(reward))
    v, policy, _ = parts(policy_iteration(transition, reward, gamma, start), 3)
    first = value(transition, reward, gamma, np.eye(reward.shape[1])[start])
    right, _, _ = howard(transition, reward, gamma)
    mistakes = {
        "that is the value of the policy it started from: evaluate again after each change": first,
    }
    complaint = compare(v, right, rtol=1e-7, atol=1e-7, what="v", mistakes=mistakes)
    if complaint and fits(np.asarray(v, float), right, 0.1, 0.1):
        return "v is close to V* but not exact: evaluate by linear equations, not by some sweeps"
    return complaint or policy_complaint(policy, transition, reward, gamma)


def howard_count(policy_iteration, rng):
    """how often the policy changes, in several worlds"""
    right, singly, got = [], [], []
    while len(right) < 5:  # worlds in which the two ways to improve differ
        transition, reward, gamma, _ = random_mdp(rng)
        start = rng.integers(0, reward.shape[1], size=len(reward))
        _, _, all_at_once = howard(transition, reward, gamma, start)
        _, _, one_by_one = howard(transition, reward, gamma, start, singly=True)
        if all_at_once + 1 < one_by_one:
            right.append(all_at_once)
            singly.append(one_by_one)
            got.append(parts(policy_iteration(transition, reward, gamma, start), 3)[2])
    mistakes = {
        "the last attempt changes nothing and does not count": np.array(right) + 1,
        "switch in every state at once, not only in the one that gains most": singly,
    }
    return compare(got, right, what="the number of changes in five worlds", mistakes=mistakes)


def howard_ties(policy_iteration, rng):
    """a tie is no improvement"""
    transition, reward, gamma, _ = random_mdp(rng)
    transition, reward = (
        np.repeat(transition, 2, axis=1),
        np.repeat(reward, 2, axis=1),
    )
    _, best, _ = howard(transition, reward, gamma)
    start = 2 * (best // 2) + 1  # of two equal actions always the second
    _, policy, changes = parts(policy_iteration(transition, reward, gamma, start), 3)
    if complaint := compare(policy, start, what="the policy"):
        if fits(np.asarray(policy, float) // 2, start // 2, 0.0, 0.0):
            return (
                "a state must keep its action unless another is really better: ties changed yours"
            )
        return complaint
    return compare(changes, 0, what="the number of changes of a policy that is optimal")


# Make it so


def design_form(design):
    """the form of the five answers"""
    if not isinstance(design, dict) or set(design) != set("abcde"):
        return 'design should be a dictionary with the keys "a" to "e"'
    for wish, answer in design.items():
        if answer == "impossible":
            continue
        if isinstance(answer, str) or len(answer) != 3:
            return f'{wish} should be (gamma, slip, step_reward) or "impossible"'
        gamma, slip, r = answer
        if not (0 <= gamma <= 1 and 0 <= slip <= 0.5 and -10 <= r < 0):
            return f"{wish}: a number is out of its range"


def design_near_bottom(design, rng):
    """a: along the bottom to the near exit"""
    return path_complaint(design, "a", lambda start, _: start == ("right", NEAR))


def design_near_top(design, rng):
    """b: over the top to the near exit"""
    return path_complaint(design, "b", lambda start, _: start == ("up", NEAR))


def design_far_top(design, rng):
    """c: without discount, over the top to the far exit"""
    if not isinstance(design["c"], str) and design["c"][0] != 1:
        return "c asks for gamma = 1"
    return path_complaint(design, "c", lambda start, _: start == ("up", FAR))


def design_no_slip(design, rng):
    """d: one square further it wants something else, without slip"""
    if design["d"] == "impossible":
        return None
    if not isinstance(design["d"], str) and design["d"][1] != 0:
        return "d asks for a slip of 0"
    found = path_complaint(design, "d", lambda start, right: start[1] == FAR and right[1] == NEAR)
    return f"{found}. Can what is best from a square depend on where one came from?"


def design_slip(design, rng):
    """e: one square further it wants something else, with slip"""
    if not isinstance(design["e"], str) and not design["e"][1] > 0:
        return "e asks for a slip greater than 0"
    return path_complaint(design, "e", lambda start, right: start[1] == FAR and right[1] == NEAR)


def path_complaint(design, wish, fulfilled):
    """None if the world of an answer fulfils a wish, which is given as a test of the two paths."""
    answer = design[wish]
    if answer == "impossible":
        return f"{wish} is possible"
    if complaint := design_form(design | dict.fromkeys(set("abcde") - {wish}, "impossible")):
        return complaint
    start, right = design_path(answer, START), design_path(answer, RIGHT_OF_START)
    if fulfilled(start, right):
        return None
    words = {
        NEAR: "ends at the near exit",
        FAR: "ends at the far exit",
        CLIFF: "goes over the cliff",
    }
    ends = [words.get(end, end) for _, end in (start, right)]
    return (
        f"{wish}: in your world the path from s begins with {start[0]} and {ends[0]}; "
        f"from the square right of s it {ends[1]}"
    )


def design_path(answer, state):
    """The first move and the end of the path from a state, in the world of a design."""
    gamma, slip, step_reward = map(float, answer)
    rows = [row.replace("s", ".") for row in DESIGN_ROWS]
    transition, reward = model(rows, step_reward, slip, DESIGN_EXITS)
    squares = [c for row in rows for c in row if c != "#"]
    leaving = np.array([toward(rows, DESIGN_EXITS, s) for s in range(len(squares))])
    v, _, _ = howard(transition, reward, gamma, leaving)
    q, step = (
        reward + gamma * transition @ v,
        moves(rows, DESIGN_EXITS).argmax(axis=2),
    )
    first = None
    for _ in squares:
        if squares[state] in DESIGN_EXITS:
            return first, {"c": NEAR, "f": FAR, "-": CLIFF}[squares[state]]
        best = np.argsort(q[state])[::-1]
        if q[state, best[0]] - q[state, best[1]] < 1e-9:
            return first or "a tie", "meets two equally good actions"
        first = first or ACTIONS[best[0]]
        if step[state, best[0]] == state:
            return first, "stays where it is"
        state = step[state, best[0]]
    return first, "never ends"


# Breakpoints


def breaks_by_hand(breakpoints):
    """one square between two exits"""
    found = breakpoints([1, -1], np.array([[3.0, 1.0]]))
    if list(found) != [Fraction(-1)]:
        return f"the only breakpoint is -1, you say {found}"
    found = breakpoints([2, -1], np.array([[3.0, 1.0]]))
    if list(found) != [Fraction(-3, 2)]:
        return f"with a prize of 2 the only breakpoint is -3/2, you say {found}"


def breaks_values(breakpoints, rng):
    """all of them, on random maps"""
    for _ in range(3):
        prize, distance, right = random_distances(rng)
        found = numbers(breakpoints(prize, distance))
        if isinstance(found, str):
            return found
        found = sorted(set(found))
        if fits_list(found, right):
            continue
        if fits_list(found, crossings(prize, distance, lambda r: True)):
            return "a step reward is negative here: leave out r ≥ 0"
        if fits_list(found, crossings(prize, distance, lambda r: r < 0, anywhere=True)):
            return "two lines may meet below a third: such a point changes no maximum"
        if fits_list(found, [-x for x in right[::-1]]):
            return "the sign is wrong: r is negative"
        extra = [x for x in found if not any(abs(x - y) < 1e-9 for y in right)]
        if extra:
            return f"{len(extra)} of yours are no breakpoints"
        missing = [y for y in right if not any(abs(x - y) < 1e-9 for x in found)]
        if missing:
            return f"{len(missing)} of {len(right)} breakpoints are missing"
        return "some are listed twice, each time rounded otherwise: compute with Fractions"
    return None


def breaks_exact(breakpoints, rng):
    """exact fractions, in rising order, none twice"""
    prize, distance, right = random_distances(rng)
    found = breakpoints(prize, distance)
    if not isinstance(found, list | tuple):
        return f"the answer should be a list, but is {kind(found)}"
    if not all(isinstance(x, Fraction | int) for x in found):
        return "the breakpoints should be exact, of type Fraction; yours are rounded"
    if not found:
        return "there are none in your list"
    if len(set(found)) < len(found):
        return "a breakpoint is listed twice"
    if sorted(found) != list(found):
        return "the list should rise"
    if list(found) != right and fits_list(numbers(found), right):
        return "a Fraction of a rounded number is not exact: divide Fractions or whole numbers"
    return None if list(found) == right else "not all of these are the breakpoints"


def numbers(found):
    """The breakpoints as floats, or what is wrong with them."""
    try:
        return [float(x) for x in found]
    except (TypeError, ValueError):
        return f"the answer should be a list of fractions, but is {kind(found)}"


def fits_list(found, right):
    """Whether two rising lists agree."""
    right = sorted(set(map(float, right)))
    return len(found) == len(right) and bool(np.allclose(found, right, rtol=1e-6, atol=1e-9))


def crossings(prize, distance, allowed, anywhere=False):
    """Where the lines of a square meet: on its upper envelope, or anywhere."""
    found = set()
    for row in distance:
        lines = [(Fraction(p), int(d)) for p, d in zip(prize, row, strict=True) if np.isfinite(d)]
        for p, d in lines:
            for p2, d2 in lines:
                r = (p - p2) / (d2 - d) if d2 != d else None
                if r is not None and allowed(r):
                    top = max(p3 + r * d3 for p3, d3 in lines)
                    if anywhere or p + r * d == top:
                        found.add(r)
    return sorted(found)


def random_distances(rng):
    """Prizes, distances and breakpoints of a random map with four exits, at least three of them.

    Until the usual mistakes show, so that none of them can pass by chance.
    """
    while True:
        squares = np.array(list("." * 16 + "####" + "abcd"))
        rng.shuffle(squares)
        rows = ["".join(row) for row in squares.reshape(4, 6)]
        prize = [int(p) for p in rng.choice(np.arange(-9, 20), 4, replace=False)]
        distance = distances(rows, "abcd")
        distance = distance[np.isfinite(distance).any(axis=1)]
        right = crossings(prize, distance, lambda r: r < 0)
        positive = crossings(prize, distance, lambda r: True)
        hidden = crossings(prize, distance, lambda r: r < 0, anywhere=True)
        if len(right) > 2 and len(positive) > len(right) and len(hidden) > len(right):
            return prize, distance, right


def distances(rows, exits):
    """Moves from each free square to each exit (S, E) that enter no other exit, by breadth."""
    free = [(i, j) for i, row in enumerate(rows) for j, c in enumerate(row) if c == "."]
    table = np.full((len(free), len(exits)), np.inf)
    for column, name in enumerate(exits):
        front = [(i, j) for i, row in enumerate(rows) for j, c in enumerate(row) if c == name]
        reached, count = set(front), 0
        while front:
            count += 1
            near = {(i + di, j + dj) for i, j in front for di, dj in MOVES}
            front = [square for square in near if square in free and square not in reached]
            reached |= set(front)
            for square in front:
                table[free.index(square), column] = count
    return table


# Worlds and what is right in them


def random_map(rng):
    """A map of 4 by 5 squares with two exits of each kind, in which the usual mistakes show.

    A way leads to an exit from everywhere; a wall and an exit are not at the edge; an exit would be
    reached over the edge if the world were round.
    """
    while True:
        squares = np.array(list("." * 13 + "###++--"))
        rng.shuffle(squares)
        rows = ["".join(row) for row in squares.reshape(4, 5)]
        middle = rows[1][1:4] + rows[2][1:4]
        if "#" in middle and ("+" in middle or "-" in middle):
            bonus = np.array([EXITS.get(c, 0.0) for row in rows for c in row if c != "#"])
            round_trip = np.any(moves(rows, around=True) @ bonus != moves(rows) @ bonus)
            if round_trip and np.isfinite(distances(rows, "+-")).all():
                return rows


def random_mdp(rng, states=6, actions=3):
    """transition, reward, gamma and a random policy, in which the best action is clearly best."""
    while True:
        transition = rng.dirichlet(np.full(states, 0.5), size=(states, actions))
        reward = rng.normal(size=(states, actions))
        gamma = float(rng.uniform(0.85, 0.95))
        policy = rng.dirichlet(np.full(actions, 0.7), size=states)
        q = np.sort(reward + gamma * transition @ howard(transition, reward, gamma)[0])
        if np.min(q[:, -1] - q[:, -2]) > 0.02:
            return transition, reward, gamma, policy


def model(rows, step_reward, slip, exits=EXITS):
    """transition (S, A, S) and reward (S, A) of a map."""
    step = moves(rows, exits)
    aside = np.stack([step[:, list(sides)].sum(axis=1) for sides in SIDES], axis=1)
    transition = (1 - slip) * step + slip / 2 * aside
    squares = [c for row in rows for c in row if c != "#"]
    bonus = np.array([exits.get(c, 0.0) for c in squares])
    inside = np.array([c in exits for c in squares])[:, None]
    return transition, np.where(inside, 0.0, step_reward + transition @ bonus)


def moves(rows, exits=EXITS, *, around=False, leave=False):
    """Where moves lead without slip, (S, A, S); or wrongly: around the edge, out of exits."""
    free = [(i, j) for i, row in enumerate(rows) for j, c in enumerate(row) if c != "#"]
    transition = np.zeros((len(free), 4, len(free)))
    for s, (i, j) in enumerate(free):
        for a, (di, dj) in enumerate(MOVES):
            end = (i + di, j + dj)
            if around:
                end = (end[0] % len(rows), end[1] % len(rows[0]))
            stays = end not in free or (rows[i][j] in exits and not leave)
            transition[s, a, s if stays else free.index(end)] = 1.0
    return transition


def toward(rows, exits, state):
    """An action that takes a state nearer to an exit: together a policy that surely ends."""
    step = moves(rows, exits).argmax(axis=2)
    reached = {s for s, c in enumerate(c for row in rows for c in row if c != "#") if c in exits}
    while state not in reached:
        new = {s: a for s in range(len(step)) for a in range(4)
               if s not in reached and step[s, a] in reached}  # fmt: skip
        if state in new:
            return new[state]
        reached |= set(new)
    return 0


def value(transition, reward, gamma, policy, terminal=None):
    """The value of a policy (S, A), 0 in terminal states."""
    inner = np.ones(len(reward), bool) if terminal is None else ~terminal
    p = np.einsum("sa,sat->st", policy, transition)[np.ix_(inner, inner)]
    v = np.zeros(len(reward))
    v[inner] = np.linalg.solve(np.eye(len(p)) - gamma * p, np.sum(policy * reward, axis=1)[inner])
    return v


def howard(transition, reward, gamma, policy=None, *, singly=False):
    """V*, an optimal policy, and how often policy iteration changed it, from `policy` or zeros.

    singly: it changes only the state that gains most. At γ = 1 it must start from a proper policy.
    """
    states = np.arange(len(reward))
    policy = np.zeros(len(reward), int) if policy is None else np.array(policy)
    terminal = (reward == 0).all(axis=1) & (transition[states, :, states] == 1).all(axis=1)
    for changes in range(1000):  # it ends much sooner, but a student may choose the numbers
        v = value(transition, reward, gamma, np.eye(reward.shape[1])[policy], terminal)
        q = reward + gamma * transition @ v
        gain = q.max(axis=1) - q[states, policy]
        better = (gain > 1e-9) & ((gain == gain.max()) | (not singly))
        if not better.any():
            return v, policy, changes
        policy = np.where(better, q.argmax(axis=1), policy)
    raise ValueError("these numbers are too extreme to solve the world")


def sweeps_until(transition, reward, gamma, done):
    """Value iteration from 0 until `done` says so of the changes: the last v, and all of them."""
    steps = [np.zeros(len(reward))]
    while len(steps) < 2 or not done(np.abs(steps[-1] - steps[-2])):
        steps.append(np.max(reward + gamma * transition @ steps[-1], axis=1))
    return steps[-1], steps


def in_place(transition, reward, gamma, tolerance):
    """Value iteration that uses new values within the sweep (Gauss and Seidel)."""
    v, change = np.zeros(len(reward)), np.inf
    while change > tolerance:
        change = 0.0
        for s in range(len(v)):
            new = np.max(reward[s] + gamma * transition[s] @ v)
            change, v[s] = max(change, abs(new - v[s])), new
    return v


def policy_complaint(policy, transition, reward, gamma):
    """None for the one optimal policy of an MDP."""
    v, _, _ = howard(transition, reward, gamma)
    q = reward + gamma * transition @ v
    mistakes = {
        "the policy takes the worst action: argmin for argmax": q.argmin(axis=1),
        "the policy is greedy for the next reward only": reward.argmax(axis=1),
    }
    return compare(policy, q.argmax(axis=1), what="the policy", mistakes=mistakes)


CHECKS = [
    Check("world_model", 1, model_corridor, public=True),
    Check("world_model", 1, model_distributions),
    Check("world_model", 1, model_moves),
    Check("world_model", 2, model_slip),
    Check("world_model", 1, model_rewards),
    Check("bellman", 1, bellman_by_hand, public=True),
    Check("bellman", 2, bellman_optimality),
    Check("bellman", 2, bellman_expectation),
    Check("stopping", 1, stopping_by_hand, public=True),
    Check("stopping", 2, stopping_sweeps),
    Check("stopping", 1, stopping_tolerance),
    Check("evaluate", 1, evaluate_chain, public=True),
    Check("evaluate", 2, evaluate_discounted),
    Check("evaluate", 2, evaluate_undiscounted),
    Check("value_iteration", 1, iteration_chain, public=True),
    Check("value_iteration", 1, iteration_bound),
    Check("value_iteration", 2, iteration_sweeps),
    Check("value_iteration", 1, iteration_policy),
    Check("policy_iteration", 1, howard_by_hand, public=True),
    Check("policy_iteration", 2, howard_value),
    Check("policy_iteration", 1, howard_count),
    Check("policy_iteration", 1, howard_ties),
    Check("design", 0, design_form, public=True),
    Check("design", 1, design_near_bottom),
    Check("design", 1, design_near_top),
    Check("design", 1, design_far_top),
    Check("design", 2, design_no_slip, needs="design_slip"),
    Check("design", 1, design_slip),
    Check("breakpoints", 1, breaks_by_hand, public=True),
    Check("breakpoints", 2, breaks_values),
    Check("breakpoints", 1, breaks_exact),
]
