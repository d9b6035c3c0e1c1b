"""The same book without Jupyter Book."""

project = "Rivers and pendulums"
extensions = ["myst_nb", "nbclaims.ledger"]
nb_execution_mode = "off"
exclude_patterns = ["plain_sphinx", "README.md"]
