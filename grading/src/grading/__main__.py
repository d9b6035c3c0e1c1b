"""`python -m grading` is the command `grading`."""

import sys

from grading.command import main

sys.exit(main())
