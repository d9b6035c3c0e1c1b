"""Counts, for every claim, in how many of N runs with other seeds it held.

    python -m elsewhere.seeds 20 [chapters/05_gan_training.ipynb ...]

Each run of a chapter adds 1000, 2000, … to all of its seeds (`verifier.kernel.environment`). What
is counted goes into `chapters/elsewhere.json` as soon as a chapter is done with, so a run can be
stopped; a chapter that is tried again replaces its claims. The ledger shows the counts.
"""
