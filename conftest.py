"""What holds for all tests of the repository, and for its chapters."""

from pathlib import Path

pytest_plugins = ["time_spent"]  # found through `pythonpath` in pyproject.toml

# What students get holds stubs, and pictures that these do not draw; test_homework.py runs it.
collect_ignore = [str(path) for path in Path(__file__).parent.glob("chapters/homework/*.ipynb")]
