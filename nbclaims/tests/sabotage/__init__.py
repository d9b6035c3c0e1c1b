"""Falsified notebooks that prove the verifier: what is done, which item fails, and why.

`honest` builds three small notebooks by running them, `edits` changes what is stored in one.
`words`, `runs`, `figures` and `screen` each hold a table KINDS: name → (falsify, the one item that
must fail, the code in its report).
"""
