"""What enters the sandbox: runs a submission and answers the grader's calls. Knows no answers.

  __main__   the parent: imports what is slow, then forks once for each question
  answer     the fork: runs the notebook, then answers calls
  notebook   cells in their order, a statement at a time
  shell      what magics do
  plain      what an answer may be
  limits     bounds on one process, and the end of all that it started
  message    plain data as bytes, and back

Nothing here imports the rest of `grading`, and nothing here is trusted by the grader.
"""
