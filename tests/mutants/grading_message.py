"""Faults of grading.worker.message."""

from mutants import Mutant

TESTS = ("grading/tests/test_grading_message.py",)

MUTANTS = [
    Mutant(
        "a large answer crosses",
        "    if len(message) > MAX_BYTES:",
        "    if len(message) > 2 * MAX_BYTES:",
        TESTS,
    ),
    Mutant(
        "bytes may be left over", "    if reader.data:\n", '    if reader.data == b"x":\n', TESTS
    ),
    Mutant(
        "a broken message raises what it raises",
        "(struct.error, TypeError, KeyError, RecursionError, OverflowError)",
        "(KeyError,)",
        TESTS,
    ),
    Mutant(
        "a closed end is an error of its own",
        "    except ConnectionError:\n        raise EOFError from None",
        "    except ZeroDivisionError:\n        raise EOFError from None",
        TESTS,
    ),
    Mutant(
        "an announced length is believed",
        "    if length > MAX_BYTES:\n",
        "    if length > 2**32:\n",
        TESTS,
    ),
    Mutant(
        "a closed end is an empty part for ever",
        "        if not part:\n            raise EOFError\n",
        '        if not part:\n            return b"".join(parts)\n',
        TESTS,
    ),
    Mutant(
        "the time left is not renewed",
        "channel.settimeout(None if left == math.inf else left)",
        "channel.settimeout(None)",
        TESTS,
    ),
    Mutant(
        "a deadline that is over is not seen",
        "    if left <= 0:\n        raise TimeoutError\n",
        "    left = max(left, 1.0)\n",
        TESTS,
    ),
    Mutant(
        "lists may be nested without end",
        "        if depth > MAX_DEPTH:\n",
        "        if depth > 1000:\n",
        TESTS,
    ),
    Mutant("integers without end", "abs(value) >= 2**63", "abs(value) >= 2**64", TESTS),
    Mutant(
        "a dictionary may have any keys",
        "if not all(isinstance(key, str) for key in value):",
        "if False:",
        TESTS,
    ),
    Mutant(
        "a tuple becomes a list",
        'return {"tuple": [self.tree(item, depth + 1) for item in value]}',
        "return [self.tree(item, depth + 1) for item in value]",
        TESTS,
    ),
    Mutant(
        "an array of objects is taken",
        'if array.dtype.kind not in "biuf" and',
        'if array.dtype.kind not in "biufcO" and',
        TESTS,
    ),
    Mutant(
        "the byte order is lost",
        'array = array.astype(array.dtype.newbyteorder("<"))',
        'array = array.view(array.dtype.newbyteorder("<"))',
        TESTS,
    ),
    Mutant(
        "a large array is copied first",
        "        if array.nbytes > MAX_BYTES or",
        "        if array.nbytes > 2**40 or",
        TESTS,
    ),
    Mutant(
        "as many items as one likes, sent",
        "self.items > MAX_ITEMS:\n            raise ValueError(f",
        "False:\n            raise ValueError(f",
        TESTS,
    ),
    Mutant(
        "as many items as one likes, received",
        'self.items > MAX_ITEMS:\n            raise ValueError("m',
        'False:\n            raise ValueError("m',
        TESTS,
    ),
    Mutant(
        "items are not counted",
        "self.arrays, self.items = [], 0",
        "self.arrays, self.items = [], -(10**9)",
        TESTS,
    ),
    Mutant(
        "items that come are not counted",
        "self.data, self.items = data, 0",
        "self.data, self.items = data, -(10**9)",
        TESTS,
    ),
    Mutant("any number of sides", "len(shape) > MAX_SIDES or ", "", TESTS),
    Mutant("rows without numbers", "max(shape) > MAX_EMPTY", "max(shape) > 2**70", TESTS),
    Mutant("a fraction may be of any size", "len(top) > 40 or ", "", TESTS),
    Mutant("a denominator may be negative", "int(bottom) <= 0", "int(bottom) == 0", TESTS),
    Mutant("any dtype is read", "if dtype not in DTYPES:", "if False:", TESTS),
    Mutant("a shape may be negative", "type(n) is int and n >= 0", "type(n) is int", TESTS),
    Mutant(
        "arrays share their bytes",
        "content, self.data = self.data[:size], self.data[size:]",
        "content = self.data[:size]",
        TESTS,
    ),
    Mutant(
        "any byte is a truth value",
        'return array != 0 if dtype == "|b1" else array.copy()',
        "return array.view(dtype)",
        TESTS,
    ),
]
