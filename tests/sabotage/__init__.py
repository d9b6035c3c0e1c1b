"""Falsified notebooks that prove the verifier: what is done, which item fails, and why.

`honest` builds three small notebooks by running them. `words`, `figures` and `runs` each hold a
table KINDS: name → (notebook, falsify, the one item that must fail, what its report must say).
"""
