"""Re-executes a notebook under pytest and compares every stored output by what it means.

`pytest --nbclaims some.ipynb` runs each code cell in a clean kernel, in the notebook's folder and
without network, on top of nbval. One file, one concept:

  hooks     the pytest hooks: collection, the kernel, the printed summary
  cell      runs one code cell and reports what differs
  form      what can be read off the file: cleared outputs, counts, stderr, alt text, exceptions
  rules     the `verify` entry of a cell's metadata: its tolerance, its exceptions
  messages  the outputs of a cell, after what was cleared and updated
  outputs   compares the outputs of a cell, each by its MIME type
  text      words and integers exactly, floats within a tolerance
  picture   figures, up to antialiasing and the rounding of colours
  claims    checked claims, each by its own band
  kernel    a kernel that is watched, cut off from the network, and equal for everyone
  offline   the audit hook of every Python process that a notebook starts
  startup   what a kernel runs before its notebook: figures keep their texts

A cell may state its own tolerance, or an exception, in its metadata, always with the reason:

  {"verify": {"rtol": 1e-3, "atol": 1e-6, "because": "sums of 10 000 float32"}}
  {"verify": {"pixels": 200, "because": "the curve is a mean over 100 noisy steps"}}
  {"verify": {"figure": "not compared", "because": "samples of a trained model",
              "covered_by": "gan.mode-coverage"}}
  {"verify": {"outputs": "not compared", "because": "wall-clock times"}}

A figure that is not compared names the claim, in the same notebook, that covers what it shows; an
exception for outputs leaves out words and numbers, not figures. Claims are compared whatever a cell
says, and the number of exceptions is capped (`nbclaims_cap` in pytest's configuration).

Where a book asks for it (`nbclaims_alt_text`), every figure has alt text, in the metadata of its
cell as MyST-NB reads it:

  {"mystnb": {"image": {"alt": "Two curves that meet at zero"}}}

A cell that is meant to raise has Jupyter's tag `raises-exception`; the error's type and message are
compared. Every difference begins with a code in brackets, such as [float] or [claim-target].
"""
