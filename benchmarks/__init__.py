"""`lib` beside what a user would pick instead: `make bench` measures, and stores results.json.

Each row is one small file: our code, and the peer's as its own users write it. Both solve the same
problem, in one process, on one core, in turn (ours, theirs, theirs, ours); what counts is CPU
time. The quality that each reaches is stored beside the ratio. The peers are no part of the lock:
they are in requirements.txt. The page "Performance" is made from results.json.
"""
