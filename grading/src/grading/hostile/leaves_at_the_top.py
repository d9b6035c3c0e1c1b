"""Ends the notebook at its top level."""

import sys

QUESTION = sys.exit(0)
