"""Plain data as bytes and back, the only thing that crosses between a submission and the grader.

None, truth values, integers, floats, strings, fractions, NumPy arrays of numbers, and lists, tuples
and dictionaries of these. Nothing is ever pickled: a JSON tree comes first, then the arrays' bytes.
A frame on a socket is its length in four bytes and then the message.
"""

import json
import math
import socket
import struct
import time
from fractions import Fraction

import numpy as np

MAX_BYTES = 2**24  # of a message
MAX_DEPTH = 20  # of lists in lists
MAX_ITEMS = 100_000  # in lists, tuples and dictionaries; an array is one
MAX_SIDES = 8  # of an array
MAX_EMPTY = 1000  # the longest side of an array without numbers
DTYPES = {"|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f4", "<f8"}


def pack(value) -> bytes:
    """The message of a value. Raises TypeError if it is not plain data, ValueError if too large."""
    writer = _Writer()
    tree = json.dumps(writer.tree(value, 0)).encode()
    message = b"".join([struct.pack(">I", len(tree)), tree, *writer.arrays])
    if len(message) > MAX_BYTES:
        raise ValueError(f"the answer is too large: {len(message)} bytes, at most {MAX_BYTES}")
    return message


def unpack(message: bytes):
    """The value of a message from anywhere. Raises ValueError if it is malformed."""
    try:
        (length,) = struct.unpack(">I", message[:4])
        reader = _Reader(memoryview(message)[4 + length :])
        value = reader.value(json.loads(message[4 : 4 + length]), 0)
    except (struct.error, TypeError, KeyError, RecursionError, OverflowError) as error:
        raise ValueError(f"malformed message: {type(error).__name__}") from None
    if reader.data:
        raise ValueError("malformed message: bytes are left over")
    return value


def send(channel: socket.socket, value, deadline: float = math.inf) -> None:
    """Send a value as one frame; errors as in `receive` and `pack`."""
    message = pack(value)
    _set_timeout(channel, deadline)
    try:
        channel.sendall(struct.pack(">I", len(message)) + message)
    except ConnectionError:
        raise EOFError from None


def receive(channel: socket.socket, deadline: float = math.inf):
    """The value of the next frame.

    Raises EOFError when the other side is gone, TimeoutError when `time.monotonic()` passes the
    deadline, and ValueError for a malformed or too large frame.
    """
    (length,) = struct.unpack(">I", _exactly(channel, 4, deadline))
    if length > MAX_BYTES:
        raise ValueError(f"malformed message: {length} bytes are announced")
    return unpack(_exactly(channel, length, deadline))


def _exactly(channel, count, deadline):
    parts = []
    while count:
        _set_timeout(channel, deadline)
        try:
            part = channel.recv(min(count, 2**20))
        except ConnectionError:
            part = b""
        if not part:
            raise EOFError
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def _set_timeout(channel, deadline):
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    channel.settimeout(None if left == math.inf else left)


class _Writer:
    """Makes the JSON tree of a value, and gathers the bytes of its arrays."""

    def __init__(self):
        self.arrays, self.items = [], 0

    def tree(self, value, depth):
        self.items += 1
        if depth > MAX_DEPTH:
            raise TypeError("the answer is nested too deeply")
        if self.items > MAX_ITEMS:
            raise ValueError(f"the answer has more than {MAX_ITEMS} items: use an array")
        if isinstance(value, np.generic):
            value = value.item()
        if value is None or isinstance(value, bool | str):
            return value
        if isinstance(value, Fraction):
            return {"fraction": [str(value.numerator), str(value.denominator)]}
        if isinstance(value, int):
            if abs(value) >= 2**63:
                raise TypeError("the answer has an integer of more than 64 bits")
            return int(value)
        if isinstance(value, float):
            return float(value)
        if isinstance(value, list):
            return [self.tree(item, depth + 1) for item in value]
        if isinstance(value, tuple):
            return {"tuple": [self.tree(item, depth + 1) for item in value]}
        if isinstance(value, dict):
            if not all(isinstance(key, str) for key in value):
                raise TypeError("the answer is a dictionary with keys that are no strings")
            return {"dict": {str(key): self.tree(item, depth + 1) for key, item in value.items()}}
        if isinstance(value, np.ndarray) or hasattr(value, "__array__"):
            return self.array(np.asarray(value))
        raise TypeError(f"the answer is of type {type(value).__name__}, which is not plain data")

    def array(self, array):
        if array.dtype.kind not in "biuf" and array.dtype.name not in ("bfloat16", "float16"):
            raise TypeError(f"the answer is an array of {array.dtype}, not of numbers")
        if array.nbytes > MAX_BYTES or _is_odd(array.shape):
            raise ValueError(f"the answer is too large: an array of shape {array.shape}")
        if array.dtype.str.replace(">", "<").replace("=", "<") not in DTYPES:
            array = array.astype(np.float64)
        array = array.astype(array.dtype.newbyteorder("<"))
        self.arrays.append(array.tobytes())
        return {"array": [array.dtype.str, list(array.shape)]}


class _Reader:
    """Reads values from a JSON tree and the bytes of the arrays in it, in their order."""

    def __init__(self, data: memoryview):
        self.data, self.items = data, 0

    def value(self, tree, depth):
        self.items += 1
        if depth > MAX_DEPTH + 2:
            raise ValueError("malformed message: nested too deeply")
        if self.items > MAX_ITEMS:
            raise ValueError("malformed message: too many items")
        if isinstance(tree, list):
            return [self.value(item, depth + 1) for item in tree]
        if not isinstance(tree, dict):
            return tree
        ((kind, content),) = tree.items()
        if kind == "tuple":
            return tuple(self.value(list(content), depth))
        if kind == "dict":
            return {key: self.value(item, depth + 1) for key, item in dict(content).items()}
        if kind == "fraction":
            return _fraction(*content)
        if kind == "array":
            return self.array(*content)
        raise ValueError("malformed message: an unknown kind")

    def array(self, dtype, shape):
        if dtype not in DTYPES:
            raise ValueError("malformed message: an array of another kind")
        if not all(type(n) is int and n >= 0 for n in shape) or _is_odd(shape):
            raise ValueError("malformed message: a shape")
        size = math.prod(shape) * np.dtype(dtype).itemsize
        if size > len(self.data):
            raise ValueError("malformed message: an array is cut short")
        content, self.data = self.data[:size], self.data[size:]
        array = np.frombuffer(content, "|u1" if dtype == "|b1" else dtype).reshape(shape)
        return array != 0 if dtype == "|b1" else array.copy()


def _fraction(top, bottom):
    if len(top) > 40 or len(bottom) > 40 or int(bottom) <= 0:
        raise ValueError("malformed message: a fraction of very large numbers")
    return Fraction(int(top), int(bottom))


def _is_odd(shape):
    """Whether an array has very many sides, or rows without numbers: they are endless in a loop."""
    return len(shape) > MAX_SIDES or (0 in shape and max(shape) > MAX_EMPTY)
