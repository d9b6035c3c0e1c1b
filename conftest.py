"""Switches the notebook verifier on for the whole repository, chapters included."""

from pathlib import Path

pytest_plugins = ["verifier.plugin", "time_spent"]  # found through `pythonpath` in pyproject.toml

# What students get holds stubs, and pictures that these do not draw; test_homework.py runs it.
collect_ignore = [str(path) for path in Path(__file__).parent.glob("chapters/homework/*.ipynb")]
