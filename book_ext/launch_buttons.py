"""Buttons that open a chapter elsewhere, where the book knows which repository it is built from.

GitHub's runners set GITHUB_REPOSITORY to owner/name. On a reader's own machine it is not set, and
there is no button that would lead nowhere. The notebook's download button is always there.
"""

import os

from book_ext.colab import BRANCH


def setup(app):
    """Set the buttons before the theme reads its options."""
    app.connect("config-inited", configure)


def configure(app, config):
    """Set the theme's launch and repository buttons."""
    repository = os.environ.get("GITHUB_REPOSITORY")
    if repository:
        config.html_theme_options.update(options(repository))


def options(repository: str) -> dict:
    """The theme's options for a repository ``owner/name`` on GitHub."""
    return {
        "repository_url": f"https://github.com/{repository}",
        "repository_branch": BRANCH,
        "use_repository_button": True,
        "launch_buttons": {
            "colab_url": "https://colab.research.google.com",
            "binderhub_url": "https://mybinder.org",
            "notebook_interface": "jupyterlab",
        },
    }
