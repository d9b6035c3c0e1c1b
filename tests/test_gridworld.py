"""Maps as MDPs: by hand, against a walk written out square by square, and with broken maps."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.gridworld import ACTIONS, EXITS, FREE, WALL, gridworld, read_map, successors
from lib.mdp import optimal_actions, policy_evaluation, policy_iteration, value_iteration

LECTURE = ["...+", ".#.-", "...."]
examples = settings(max_examples=50, derandomize=True, deadline=None, database=None)
UP, DOWN, LEFT, RIGHT = range(4)
SIDES = {UP: (LEFT, RIGHT), DOWN: (LEFT, RIGHT), LEFT: (UP, DOWN), RIGHT: (UP, DOWN)}
STEP = {UP: (-1, 0), DOWN: (1, 0), LEFT: (0, -1), RIGHT: (0, 1)}
TIGHT = 1e-12


@pytest.fixture(autouse=True)
def float64():
    with jax.enable_x64(True):
        yield


def walk(rows, square, move):
    """Where one move ends, from the rules."""
    row, column = square[0] + STEP[move][0], square[1] + STEP[move][1]
    inside = 0 <= row < len(rows) and 0 <= column < len(rows[0])
    return (row, column) if inside and rows[row][column] != "#" else square


def by_the_rules(rows, step_reward, slip, exits):
    """p(s'|s, a) and R(s, a) as dictionaries over squares."""
    chances, rewards = {}, {}
    for square in np.ndindex(len(rows), len(rows[0])):
        here = rows[square[0]][square[1]]
        for action in range(4) if here != "#" else ():
            goes = [(1 - slip, action), *((slip / 2, side) for side in SIDES[action])]
            for chance, move in goes:
                end = square if here in exits else walk(rows, square, move)
                key = (square, action, end)
                chances[key] = chances.get(key, 0) + chance
                gain = step_reward + exits.get(rows[end[0]][end[1]], 0)
                rewards[square, action] = rewards.get((square, action), 0) + chance * gain * (
                    here not in exits
                )
    return chances, rewards


maps = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.text("..#+-", min_size=width, max_size=width), min_size=2, max_size=3)
)


@examples
@given(maps, st.sampled_from([0.0, 0.2, 1.0]), st.floats(-3, 3))
def test_every_map_follows_the_rules(rows, slip, step_reward):
    if not any(c in "+-" for row in rows for c in row):
        with pytest.raises(ValueError, match="must have an exit"):
            gridworld(rows, step_reward=step_reward, slip=slip)
        return
    world = gridworld(rows, step_reward=step_reward, slip=slip)
    chances, rewards = by_the_rules(rows, step_reward, slip, EXITS)
    found = {}
    squares = {int(n): square for square, n in np.ndenumerate(world.index) if n >= 0}
    assert len(squares) == sum(row.count(c) for row in rows for c in ".+-")
    for s, a, k in np.ndindex(*world.mdp.probability.shape):
        key = (squares[s], a, squares[int(world.mdp.next_state[s, a, k])])
        found[key] = found.get(key, 0) + float(world.mdp.probability[s, a, k])
    assert set(found) == set(chances)
    assert all(found[key] == pytest.approx(chances[key], abs=TIGHT) for key in chances)
    for (square, action), reward in rewards.items():
        state = world.index[square]
        assert world.mdp.reward[state, action] == pytest.approx(reward, abs=TIGHT)
    mean = (world.mdp.probability * world.outcome_reward).sum(-1)
    np.testing.assert_allclose(world.mdp.reward, mean, atol=TIGHT)


def test_the_lecture_s_world():
    assert ACTIONS == ("up", "down", "left", "right")
    world = gridworld(LECTURE, step_reward=-0.5)
    assert world.index.tolist() == [[0, 1, 2, 3], [4, -1, 5, 6], [7, 8, 9, 10]]
    np.testing.assert_array_equal(
        world.exit_reward, [np.nan] * 3 + [1] + [np.nan] * 2 + [-1] + [np.nan] * 4
    )
    assert world.mdp.next_state[0, :, 0].tolist() == [0, 4, 0, 1]
    assert world.mdp.next_state[5, :, 0].tolist() == [2, 9, 5, 6]  # the wall on the left
    assert world.mdp.next_state[3].tolist() == [[3] * 3] * 4
    assert world.mdp.reward[2].tolist() == [-0.5, -0.5, -0.5, 0.5]  # a bump costs a move
    assert world.mdp.reward[5, RIGHT] == -1.5
    assert (world.mdp.reward[np.array([3, 6])] == 0).all()  # leaving an exit is not possible
    assert world.mdp.gamma == 1


def test_realised_rewards_differ_from_their_mean():
    world = gridworld(LECTURE, step_reward=-0.04, slip=0.2)
    # Up from below the −1: enters it with 0.8, else goes left, or bumps into the edge.
    np.testing.assert_allclose(world.mdp.probability[10, UP], [0.8, 0.1, 0.1])
    assert world.mdp.next_state[10, UP].tolist() == [6, 9, 10]
    np.testing.assert_allclose(world.outcome_reward[10, UP], [-1.04, -0.04, -0.04])
    assert world.mdp.reward[10, UP] == pytest.approx(-0.84)


@pytest.mark.parametrize(
    "step_reward, tied", [(-2, {5: "ur", 7: "ur", 9: "ur"}), (-0.5, {7: "ur"})]
)
def test_the_lecture_s_two_policies(step_reward, tied):
    # −2: from the square left of the −1, leaving there (−3) equals two moves to the +1 (−3).
    world = gridworld(LECTURE, step_reward=step_reward)
    solution = policy_iteration(world.mdp)
    assert solution.v[world.index[0, 2]] == step_reward + 1
    best = optimal_actions(world.mdp, solution.v, atol=TIGHT)
    names = ["".join(a[0] for a, good in zip(ACTIONS, row, strict=True) if good) for row in best]
    for state, letters in tied.items():
        assert names[state] == letters
    several = {s for s, name in enumerate(names) if len(name) > 1} - {3, 6}
    assert several == set(tied)
    assert names[10] == ("u" if step_reward == -2 else "l")


def test_russell_and_norvig_s_utilities():
    # Russell & Norvig (2010), figure 17.3: step reward −0.04, slip 0.2, to three digits.
    world = gridworld(LECTURE, step_reward=-0.04, slip=0.2)
    printed = [0.812, 0.868, 0.918, 0, 0.762, 0.660, 0, 0.705, 0.655, 0.611, 0.388]
    np.testing.assert_allclose(policy_iteration(world.mdp).v, printed, atol=5.1e-4)


def test_names_and_rewards_of_exits_are_free():
    world = gridworld(["a.b"], step_reward=0, exits={"a": -10, "b": 2.5})
    assert world.exit_reward[jnp.array([0, 2])].tolist() == [-10, 2.5]
    assert world.mdp.reward[1].tolist() == [0, 0, -10, 2.5]
    assert policy_iteration(world.mdp).v.tolist() == [0, 2.5, 0]


def test_numbers_are_data():
    """One batch over all of them; the same as one world at a time."""

    def best(step_reward, slip, gamma, prize):
        world = gridworld(
            LECTURE, step_reward=step_reward, slip=slip, gamma=gamma, exits={"+": prize, "-": -1}
        )
        return value_iteration(world.mdp, tolerance=1e-9, max_iterations=1000).v

    grid = jnp.array([[-2.0, 0.0, 1.0, 1.0], [-0.04, 0.2, 0.9, 2.0], [-0.5, 1.0, 0.5, 1.0]])
    together = jax.jit(jax.vmap(best))(*grid.T)
    for row, v in zip(grid, together, strict=True):
        np.testing.assert_allclose(v, best(*map(float, row)), atol=1e-12)


def test_a_sweep_does_not_compile_anew():
    solve = jax.jit(lambda r, s: policy_iteration(gridworld(LECTURE, step_reward=r, slip=s).mdp).v)
    for step_reward in np.linspace(-2, 0, 50):
        solve(step_reward, abs(step_reward) / 4)
    assert solve._cache_size() == 1


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtype_follows_the_step_reward(dtype):
    world = gridworld(LECTURE, step_reward=dtype(-0.5), slip=0.2)
    assert {x.dtype for x in (*world.mdp[1:], *world[2:])} == {np.dtype(dtype)}


def test_policy_in_words_is_evaluated():
    # Always up from the start, then right: 5 moves.
    world = gridworld(LECTURE, step_reward=-0.5)
    policy = np.array([RIGHT] * 3 + [0] + [UP, UP] + [0] + [UP, RIGHT, UP, UP])
    v = policy_evaluation(world.mdp, policy)
    assert v[world.index[2, 0]] == 5 * -0.5 + 1


def test_squares_by_kind():
    cells = read_map([".#a", "b.."], {"a": 1, "b": 2})
    assert cells.tolist() == [[FREE, WALL, 0], [1, FREE, FREE]]
    index, successor = successors(cells)
    assert index.tolist() == [[0, -1, 1], [2, 3, 4]]
    assert successor.tolist() == [[0, 2, 0, 0], [1] * 4, [2] * 4, [3, 3, 2, 4], [1, 4, 3, 4]]


@examples
@given(st.lists(st.text(".#+x \n", max_size=3), max_size=3))
def test_any_text_is_a_map_or_a_clear_error(rows):
    try:
        cells = read_map(rows, EXITS)
    except ValueError as error:
        assert str(error).startswith("rows ")
    else:
        assert cells.shape == (len(rows), len(rows[0]))
        assert set("".join(rows)) <= set(".#+-") and "+" in "".join(rows)


def test_an_unknown_character_is_placed():
    with pytest.raises(ValueError, match=r"hold \. # \+ - only, got 'x' in row 1, column 2$"):
        gridworld(["...+", "..x."], step_reward=-1)
