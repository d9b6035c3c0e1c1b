"""Wrong answers to homework 4, each with the points and the messages that it must get."""

from grading.wrong_answer import WrongAnswer

WRONG = {
    "world_model": [
        WrongAnswer(
            "transition is indexed [a, s, s']",
            {"return transition, reward": "return transition.transpose(1, 0, 2), reward"},
            score=1,
            messages={
                "model_corridor": "the shapes are",
                "model_distributions": "transition has shape",
                "model_moves": "should have shape",
                "model_slip": "should have shape",
            },
        ),
        WrongAnswer(
            "Only the first exit of each kind is one",
            {
                "is_exit = np.array([rows[i][j] in EXITS for i, j in squares])": (
                    "marks = [rows[i][j] for i, j in squares]\n"
                    "    first = [marks.index(c) == s for s, c in enumerate(marks)]\n"
                    "    is_exit = np.array(first) & np.isin(marks, list(EXITS))"
                )
            },
            score=2,
            messages={
                "model_moves": "is wrong in",
                "model_slip": "is wrong in",
                "model_rewards": "is wrong in",
            },
        ),
        WrongAnswer(
            "An exit goes on paying",
            {"reward = np.where(is_exit[:, None], 0.0, step_reward": "reward = (step_reward"},
            score=5,
            messages={"model_rewards": "in an exit nothing is earned any more"},
        ),
        WrongAnswer(
            "The exit's reward is paid for aiming at it",
            {"step_reward + transition @ bonus": "step_reward + (step @ bonus).T"},
            score=5,
            messages={"model_rewards": "weighted with the probability"},
        ),
        WrongAnswer(
            "A slip goes to any of the three other directions",
            {"slip / 2 * aside": "slip / 3 * (step.sum(axis=0) - step[a])"},
            score=3,
            messages={"model_slip": "never backwards", "model_rewards": "reward is wrong"},
        ),
        WrongAnswer(
            "The whole slip goes to each of the two sides",
            {"slip / 2 * aside": "slip * aside"},
            score=2,
            messages={
                "model_distributions": "they sum to 1 + slip",
                "model_slip": "half of the slip goes to each side, not all of it",
                "model_rewards": "reward is wrong",
            },
        ),
        WrongAnswer(
            "An index of −1 counts from the end: the world is a torus",
            {"(i + down, j + right)": "((i + down) % len(rows), (j + right) % len(rows[0]))"},
            score=2,
            messages={
                "model_moves": "yours comes in on the other side",
                "model_slip": "transition is wrong",
                "model_rewards": "reward is wrong",
            },
        ),
    ],
    "bellman": [
        WrongAnswer(
            "argmax for max: the action instead of its value",
            {"np.max(q, axis=1)": "np.argmax(q, axis=1)"},
            score=2,
            messages={
                "bellman_by_hand": "T v should be",
                "bellman_optimality": "not the number of the action",
            },
        ),
        WrongAnswer(
            "The discount multiplies the present reward too",
            {"reward + gamma * transition @ v": "gamma * (reward + transition @ v)"},
            score=0,
            messages={
                "bellman_by_hand": "T v should be",
                "bellman_optimality": "γ belongs to the future only",
                "bellman_expectation": "γ belongs to the future only",
            },
        ),
        WrongAnswer(
            "A random policy is taken for its most likely action",
            {"np.sum(policy * q, axis=1)": "q[np.arange(len(q)), np.argmax(policy, axis=1)]"},
            score=2,
            messages={
                "bellman_by_hand": "T_π v should be",
                "bellman_expectation": "yours takes the most likely one",
            },
        ),
        WrongAnswer(
            "The successor and the state are exchanged in the sum",
            {"transition @ v": 'np.einsum("sat,s->ta", transition, v)'},
            score=0,
            messages={
                "bellman_by_hand": "T v should be",
                "bellman_optimality": "yours sums over s",
                "bellman_expectation": "yours sums over s",
            },
        ),
    ],
    "stopping": [
        WrongAnswer(
            "The bound is that of the values before the last sweep",
            {"epsilon * (1 - gamma) / gamma": "epsilon * (1 - gamma)"},
            score=2,
            messages={
                "stopping_by_hand": "the tolerance should be",
                "stopping_tolerance": "safe but not the largest",
            },
        ),
        WrongAnswer(
            "The number of sweeps is rounded down",
            {"np.ceil(sweeps)": "np.floor(sweeps)"},
            score=1,
            messages={"stopping_by_hand": "three sweeps are needed", "stopping_sweeps": "round up"},
        ),
        WrongAnswer(
            "|V*| is taken to be at most M",
            {"first_error = bound / (1 - gamma)": "first_error = bound"},
            score=1,
            messages={
                "stopping_by_hand": "three sweeps are needed",
                "stopping_sweeps": "as large as M/(1 − γ)",
            },
        ),
    ],
    "evaluate": [
        WrongAnswer(
            "The equations of all states are solved, also of the terminal ones",
            {"~np.asarray(terminal)": "np.full(len(reward), True)"},
            score=0,
            messages={
                "evaluate_chain": "LinAlgError",
                "evaluate_discounted": "the value of a terminal state is 0",
                "evaluate_undiscounted": "LinAlgError",
            },
        ),
        WrongAnswer(
            "Terminal states are left out only where γ = 1",
            {"~np.asarray(terminal)": "~np.asarray(terminal) | (gamma < 1)"},
            score=3,
            messages={"evaluate_discounted": "the value of a terminal state is 0"},
        ),
        WrongAnswer(
            "A random policy is taken for its most likely action",
            {
                "inner = ~np.asarray(terminal)": (
                    "inner = ~np.asarray(terminal)\n"
                    "    policy = np.eye(policy.shape[1])[policy.argmax(axis=1)]"
                ),
                "np.linalg.solve(np.eye(len(r)) - gamma * p, r)": (
                    "np.linalg.lstsq(np.eye(len(r)) - gamma * p, r, rcond=None)[0]"
                ),
            },
            score=1,
            messages={
                "evaluate_discounted": "yours always takes its most likely action",
                "evaluate_undiscounted": "",
            },
        ),
        WrongAnswer(
            "Fifty sweeps are taken for the solution",
            {
                "v[inner] = np.linalg.solve(np.eye(len(r)) - gamma * p, r)": (
                    "for _ in range(50):\n        v[inner] = r + gamma * p @ v[inner]"
                )
            },
            score=1,
            messages={
                "evaluate_discounted": "V is wrong",
                "evaluate_undiscounted": "after 50 sweeps",
            },
        ),
    ],
    "value_iteration": [
        WrongAnswer(
            "The policy takes the worst action",
            {"np.argmax(": "np.argmin("},
            score=3,
            messages={
                "iteration_chain": "the best actions are",
                "iteration_policy": "argmin for argmax",
            },
        ),
        WrongAnswer(
            "New values are used within the sweep",
            {
                "updated = np.max(reward + gamma * transition @ v, axis=1)\n": (
                    "updated = v.copy()\n"
                    "        for s in range(len(v)):\n"
                    "            updated[s] = np.max(reward[s] + gamma * transition[s] @ updated)\n"
                )
            },
            score=3,
            messages={"iteration_sweeps": "all states are updated at once"},
        ),
        WrongAnswer(
            "The values before the last sweep are returned",
            {"v = updated\n": "old, v = v, updated\n", "return v,": "return old,"},
            score=2,
            messages={
                "iteration_bound": "times as far from V*",
                "iteration_sweeps": "not those before it",
            },
        ),
    ],
    "policy_iteration": [
        WrongAnswer(
            "The vain attempt is counted",
            {"return v, policy, changes": "return v, policy, changes + 1"},
            score=2,
            messages={
                "howard_by_hand": "changes once",
                "howard_count": "does not count",
                "howard_ties": "number of changes",
            },
        ),
        WrongAnswer(
            "Only one state switches at a time",
            {
                "better = q.max(axis=1) > q[states, policy] + 1e-9": (
                    "gain = q.max(axis=1) - q[states, policy]\n"
                    "        better = (gain > 1e-9) & (gain == gain.max())"
                )
            },
            score=4,
            messages={"howard_count": "not only in the one that gains most"},
        ),
        WrongAnswer(
            "Sixty sweeps are taken for the value of a policy",
            {
                "v = np.linalg.solve(np.eye(len(r)) - gamma * p, r)": (
                    "v = np.zeros(len(r))\n"
                    "        for _ in range(60):\n"
                    "            v = r + gamma * p @ v"
                )
            },
            score=3,
            messages={"howard_value": "close to V* but not exact"},
        ),
        WrongAnswer(
            "Of equally good actions always the first is taken",
            {"q.max(axis=1) > q[states, policy] + 1e-9": "q.argmax(axis=1) != policy"},
            score=4,
            messages={"howard_ties": "ties changed yours"},
        ),
    ],
    "design": [
        WrongAnswer(
            "Where one came from is thought to matter",
            {'"d": "impossible"': '"d": (1.0, 0.0, -3.0001)'},
            score=4,
            messages={"design_no_slip": "depend on where one came from"},
        ),
        WrongAnswer(
            "What was not found at once is called impossible",
            {"(0.2, 0.05, -2.0)": '"impossible"', "(0.5, 0.05, -0.1)": '"impossible"'},
            score=2,
            messages={
                "design_no_slip": "this counts only together with",
                "design_near_top": "b is possible",
                "design_slip": "e is possible",
            },
        ),
        WrongAnswer(
            "The slip comes first, the discount second",
            {
                "(0.3, 0.0, ": "(0.0, 0.3, ",
                "(0.2, 0.05, ": "(0.05, 0.2, ",
                "(1.0, 0.2, ": "(0.2, 1.0, ",
                "(0.5, 0.05, ": "(0.05, 0.5, ",
            },
            score=1,
            messages={
                "design_no_slip": "this counts only together with",
                "design_form": "out of its range",
                "design_near_bottom": "a: in your world",
                "design_far_top": "c asks for gamma = 1",
                "design_slip": "e: in your world",
            },
        ),
    ],
    "breakpoints": [
        WrongAnswer(
            "Every crossing of two lines counts",
            {"if r < 0 and p + r * d == best:": "if r < 0:"},
            score=1,
            messages={
                "breaks_values": "meet below a third",
                "breaks_exact": "not all of these are the breakpoints",
            },
        ),
        WrongAnswer(
            "Step rewards that are not negative are listed too",
            {"if r < 0 and p + r * d == best:": "if p + r * d == best:"},
            score=1,
            messages={
                "breaks_values": "leave out r ≥ 0",
                "breaks_exact": "not all of these are the breakpoints",
            },
        ),
        WrongAnswer(
            "Floating-point numbers for fractions",
            {"sorted(found)": "[float(r) for r in sorted(found)]"},
            score=3,
            messages={"breaks_exact": "yours are rounded"},
        ),
        WrongAnswer(
            "Fractions are made of rounded numbers",
            {
                "r = (p - p2) / (d2 - d)": "r = Fraction(float(p - p2) / (d2 - d))",
                "p + r * d == best": "abs(p + r * d - best) < 1e-9",
            },
            score=3,
            messages={"breaks_exact": "a Fraction of a rounded number is not exact"},
        ),
        WrongAnswer(
            "The sign of the step reward is lost",
            {"found.add(r)": "found.add(-r)"},
            score=0,
            messages={
                "breaks_by_hand": "the only breakpoint is",
                "breaks_values": "the sign is wrong",
                "breaks_exact": "not all of these are the breakpoints",
            },
        ),
    ],
}

# Changes of the right answer that no check notices: how many at most, and why none of them matters.
UNSEEN = {
    "world_model": (5, "rows that are never read, and sides that have negative numbers too"),
    "stopping": (1, "where both sides are equal the logarithm is 0 anyway"),
    "value_iteration": (1, "a change is never exactly the tolerance"),
    "policy_iteration": (2, "a gain is never exactly the tolerance, or between it and its double"),
    "design": (7, "other worlds fulfil the same wish"),
    "breakpoints": (1, "r = 0 would be one only if two exits had the same prize"),
}
