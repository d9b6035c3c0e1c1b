"""Homework: built from one source, and graded out of reach of what is graded.

    python -m grading new NAME [--folder FOLDER]
    python -m grading build FOLDER [homework …] [--for ID … | --roster FILE]
    python -m grading prove FOLDER [homework …]
    python -m grading perturb FOLDER [homework …]
    python -m grading grade FOLDER submission.ipynb … [--csv FILE] [--feedback FOLDER] …
    python -m grading written FOLDER submission.ipynb … [--to FOLDER]
    python -m grading mark RESULTS.json MARKS.csv … [--csv FILE] [--feedback FOLDER] …
    python -m grading gradebook RESULTS.json --roster FILE --to FILE …

A folder of homeworks holds one folder for each; nothing here knows where it is.

What an author writes:
  new           a small homework to begin with
  homework      the source notebook and its checks, read
  check         a graded check; comparing an answer, and naming a misconception
  variant       numbers of a question that each student has for himself
  wrong_answer  edits of the right answers, with what each must be given
  perturb       how much the checks see: what they say of answers with one thing changed

  trial         notebooks as they may be handed in: right, changed, hostile
  prove         six proofs that a homework can be handed out and graded
  leaks         the fifth: whether students see what they must not
  proof         what a proof is made of

Building:
  student       the student notebook and the instructor's
  pack          the autograder for Gradescope, as a zip
  build         all files of a homework

Grading:
  submission    a file from anywhere, read
  identify      of which homework it is
  syntax        Python as a tree, in threads
  sandbox       how a process is shut in
  cgroup        bounds on processes and memory
  session       a submission's process, which forks for each question
  channel       the messages to and from one question's process
  verdict       what a question's checks say of its answer
  judge         a submission's checks, in a process of their own, within limits
  grade         one submission
  batch         many
  worker        what runs in the sandbox

Reporting:
  result        scores by check, question and submission
  report        as text, JSON and CSV
  overview      a class at a glance
  feedback      as a web page
  files         written as they come
  marking       answers in words, and people's marks
  gradebook     who gets what: attempts, late days, Canvas and Moodle
  gradescope    on Gradescope: runs the autograder, and writes its results

Commands:
  command       the command line
  accepts       what its options accept
  course        the homeworks that it names
  author        new, build, perturb, prove
  grader        grade, merge
  desk          written, mark, gradebook

No import leads in a circle, and none leads out of the package.
"""
