"""A gridworld as a Gymnasium environment, for agents written elsewhere.

The only file of `lib` that needs Gymnasium: pip install "checked-course-book[gymnasium]".
Source of the interface: Towers et al. (2024), *Gymnasium*.
"""

import jax
import numpy as np

from lib.gridworld import ACTIONS, Gridworld

try:
    import gymnasium
except ImportError as error:
    raise ImportError(
        "lib.gymnasium_env needs Gymnasium: pip install 'checked-course-book[gymnasium]'"
    ) from error


class GridworldEnv(gymnasium.Env):
    """The agent observes the number of its state and picks one of `gridworld.ACTIONS`.

    Each step emits the realised reward. An episode starts in `start`, a state that is no exit,
    and terminates in an exit. It is never truncated: wrap it in `gymnasium.wrappers.TimeLimit`.
    Computes with NumPy alone, as JAX must not run in a forked process: many at once, in
    `gymnasium.vector.AsyncVectorEnv`, share a world that is made before.
    """

    metadata = {"render_modes": []}  # noqa: RUF012

    def __init__(self, world: Gridworld, *, start: int):
        """Raise ValueError unless start is a state that is no exit."""
        self.world = jax.tree.map(np.asarray, world)
        self.terminal = ~np.isnan(self.world.exit_reward)
        states = len(self.terminal)
        if not 0 <= start < states or self.terminal[start]:
            raise ValueError(f"start must be a state that is no exit, got {start}")
        self.start = start
        self.observation_space = gymnasium.spaces.Discrete(states)
        self.action_space = gymnasium.spaces.Discrete(len(ACTIONS))

    def reset(self, *, seed=None, options=None):
        """Put the agent into the start; return the observation and no further information."""
        super().reset(seed=seed)
        self.state = self.start
        return self.state, {}

    def step(self, action):
        """Return the new observation, the reward, whether it is an exit, False, and {}.

        Raises ValueError unless action is a number of `gridworld.ACTIONS`.
        """
        if action not in self.action_space:
            raise ValueError(f"action must lie in 0 … {len(ACTIONS) - 1}, got {action}")
        mdp, _, outcome_reward, _ = self.world
        k = self.np_random.choice(mdp.probability.shape[2], p=mdp.probability[self.state, action])
        reward = float(outcome_reward[self.state, action, k])
        self.state = int(mdp.next_state[self.state, action, k])
        return self.state, reward, bool(self.terminal[self.state]), False, {}
