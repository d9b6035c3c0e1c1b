"""`python -m grading` is the command `grading`."""

import sys

from grading.command import main

if __name__ == "__main__":
    sys.exit(main())
