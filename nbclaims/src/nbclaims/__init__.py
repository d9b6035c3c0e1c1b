"""Claims, verifier and ledger for notebooks whose stored outputs are to be believed.

In a notebook, `import nbclaims`: `check`, `check_mean` and `glue`. What else there is:

  schema      the claim as data: fields, relations, verdict, rendering
  claim       the three functions
  refresh     runs notebooks and stores their outputs (`python -m nbclaims refresh`)
  record      when, with what and how long a notebook was run
  robustness  in how many runs elsewhere each claim held
  plugin      `pytest --nbclaims`
  verifier    runs a notebook again and compares its outputs by what they mean
  ledger      the claims of a whole book on its site: a Sphinx extension

All but record use schema; ledger and refresh use record, and ledger uses robustness.
"""

from nbclaims.claim import SIGMAS, ClaimError, check, check_mean, glue

__all__ = ["SIGMAS", "ClaimError", "check", "check_mean", "glue"]
