"""Runs in a kernel before its notebook when NOTEBOOK_SEED_SHIFT is set: every seed is another one.

Adds the shift to each seed that the notebook, or the package it calls, makes a generator from. A
claim that then fails is stored and does not end its cell, so that the claims after it are tried.
"""

import os

import jax
import numpy as np
from IPython.display import publish_display_data

import nbclaims
from nbclaims.schema import MIME


def shifted(generator, shift: int):
    """The function that makes a generator, with a shift added to the seed that it is given."""

    def from_seed(seed=None, *arguments, **options):
        known = seed is not None and not isinstance(seed, np.random.SeedSequence)
        return generator(seed + shift if known else seed, *arguments, **options)

    return from_seed


def patient(check):
    """`nbclaims.check`, which stores that a claim failed instead of raising."""

    def store(id, *arguments, **options):
        try:
            check(id, *arguments, **options)
        except nbclaims.ClaimError as error:
            failed = {"id": id, "passed": False, "because": str(error)}
            publish_display_data({MIME: failed, "text/plain": str(error)})

    return store


shift = int(os.environ["NOTEBOOK_SEED_SHIFT"])
jax.random.key = shifted(jax.random.key, shift)
jax.random.PRNGKey = shifted(jax.random.PRNGKey, shift)
np.random.default_rng = shifted(np.random.default_rng, shift)
nbclaims.check = nbclaims.claim.check = patient(nbclaims.check)
