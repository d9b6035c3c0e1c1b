"""Switches the notebook verifier on for the whole repository, chapters included."""

pytest_plugins = ["verifier.plugin"]  # found through `pythonpath` in pyproject.toml
