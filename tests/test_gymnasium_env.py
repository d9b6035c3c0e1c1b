"""Gymnasium's own check, and the same world as the solvers see."""

import subprocess
import sys

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

from lib.gridworld import gridworld
from lib.gymnasium_env import GridworldEnv
from lib.mdp import policy_evaluation

WORLD = gridworld(["...+", ".#.-", "...."], step_reward=-0.04, slip=0.2)
BEST = np.array([3, 3, 3, 0, 0, 0, 0, 0, 2, 2, 2])
START = 8


def test_gymnasium_accepts_it():
    check_env(GridworldEnv(WORLD, start=START), skip_render_check=True)


def test_transitions_and_rewards_are_those_of_the_model():
    env = GridworldEnv(WORLD, start=10)
    env.reset(seed=0)
    seen = []
    for _ in range(2000):
        env.reset()
        seen.append(env.step(0)[:4])
    # Up from below the −1: 0.8 into it, 0.1 to the left, 0.1 in place.
    for state, chance, reward, ends in [(6, 0.8, -1.04, True), (9, 0.1, -0.04, False)]:
        rows = [row for row in seen if row[0] == state]
        assert abs(len(rows) / 2000 - chance) < 5 * np.sqrt(chance * (1 - chance) / 2000)
        assert all(row[1] == pytest.approx(reward) for row in rows)
        assert {row[2] for row in rows} == {ends}
    assert not any(row[3] for row in seen)


def test_mean_return_is_the_value():
    env = GridworldEnv(WORLD, start=START)
    env.reset(seed=1)
    returns = []
    for _ in range(1000):
        state, _ = env.reset()
        assert state == START
        total, terminated = 0.0, False
        while not terminated:
            state, reward, terminated, _, _ = env.step(BEST[state])
            total += reward
        returns.append(total)
    error = np.std(returns) / np.sqrt(len(returns))
    assert abs(np.mean(returns) - float(policy_evaluation(WORLD.mdp, BEST)[START])) < 5 * error


def test_the_seed_decides():
    def life(seed):
        env = GridworldEnv(WORLD, start=START)
        env.reset(seed=seed)
        return [env.step(1)[0] for _ in range(30)]

    assert life(3) == life(3) != life(4)


@pytest.mark.parametrize("start", [-1, 3, 6, 11])
def test_start_is_a_state_that_is_no_exit(start):
    with pytest.raises(ValueError, match="start must be a state that is no exit"):
        GridworldEnv(WORLD, start=start)


def test_without_gymnasium_the_error_says_what_to_install():
    program = (
        "import sys; sys.modules['gymnasium'] = None\n"
        "try: import lib.gymnasium_env\n"
        "except ImportError as error: print(error)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "pip install" in run.stdout and "gymnasium" in run.stdout, run.stderr


@pytest.mark.parametrize("action", [-1, 4, 1.0])
def test_an_action_is_one_of_four(action):
    env = GridworldEnv(WORLD, start=START)
    env.reset(seed=0)
    with pytest.raises(ValueError, match=f"action must lie in 0 … 3, got {action}"):
        env.step(action)


def test_many_at_once_in_forked_processes():
    # Each is made in its process; JAX would wait there for threads that a fork does not copy.
    program = """
from gymnasium.vector import AsyncVectorEnv
from lib.gridworld import gridworld
from lib.gymnasium_env import GridworldEnv

world = gridworld(["..+"], step_reward=-1.0)
environments = AsyncVectorEnv([lambda: GridworldEnv(world, start=1)] * 2, context="fork")
environments.reset(seed=0)
state, reward, terminated, *_ = environments.step([2, 3])
environments.close()
print(state.tolist(), reward.tolist(), terminated.tolist())
"""
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert run.stdout.strip() == "[0, 2] [-1.0, 0.0] [False, True]", run.stderr


def test_spaces():
    env = GridworldEnv(WORLD, start=START)
    assert env.observation_space == gymnasium.spaces.Discrete(11)
    assert env.action_space == gymnasium.spaces.Discrete(4)
