"""Homework: built from one source, and graded out of reach of what is graded.

    python -m lib.grading build [homework …]
    python -m lib.grading grade submission.ipynb … [--csv FILE] [--feedback FOLDER] …

What an author writes:
  homework    the source notebook and its checks, read
  check       a graded check; comparing an answer, and naming a misconception

Building:
  student     the student notebook and the instructor's
  build       all files of a homework
  gradescope  the autograder for Gradescope, and its results

Grading:
  submission  a file from anywhere, read
  sandbox     how a process is shut in
  cgroup      bounds on processes and memory
  session     a submission's process, which forks for each question
  talk        the talk with one question's
  grade       one submission
  batch       many
  inside      what runs in the sandbox

Reporting:
  result      marks by check, question and submission
  report      as text, JSON and CSV
  page        as a web page

Arrows point one way, downwards within a group and from each group to those above it.
"""
