"""Faults of lib.gymnasium_env."""

from mutants import Mutant

MUTANTS = [
    Mutant(
        "an action counted from the end", "if action not in self.action_space:", "if action > 3:"
    ),
    Mutant("any state an exit", "~np.isnan(self.world.exit_reward)", "self.world.exit_reward > -9"),
    Mutant("a start in an exit", "or self.terminal[start]:", "or start > 99:"),
    Mutant("one action too many", "spaces.Discrete(len(ACTIONS))", "spaces.Discrete(5)"),
    Mutant("the seed ignored", "super().reset(seed=seed)", "super().reset()"),
    Mutant("reset to the first state", "self.state = self.start", "self.state = 0"),
    Mutant(
        "the intended outcome always",
        "p=mdp.probability[self.state, action])",
        "p=[1.0, 0.0, 0.0])",
    ),
    Mutant(
        "expected for realised rewards",
        "float(outcome_reward[self.state, action, k])",
        "float(mdp.reward[self.state, action])",
    ),
    Mutant(
        "truncated for terminated",
        "bool(self.terminal[self.state]), False",
        "False, bool(self.terminal[self.state])",
    ),
]
