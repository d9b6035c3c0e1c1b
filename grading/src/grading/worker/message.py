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
DTYPES = {"|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f4", "<f8"}


def pack(value) -> bytes:
    """The message of a value. Raises TypeError if it is not plain data, ValueError if too large."""
    arrays = []
    tree = json.dumps(_tree(value, arrays, 0)).encode()
    message = b"".join([struct.pack(">I", len(tree)), tree, *arrays])
    if len(message) > MAX_BYTES:
        raise ValueError(f"the answer is too large: {len(message)} bytes, at most {MAX_BYTES}")
    return message


def unpack(message: bytes):
    """The value of a message from anywhere. Raises ValueError if it is malformed."""
    try:
        (length,) = struct.unpack(">I", message[:4])
        value, rest = _value(json.loads(message[4 : 4 + length]), message[4 + length :], 0)
    except (struct.error, TypeError, KeyError, RecursionError, OverflowError) as error:
        raise ValueError(f"malformed message: {type(error).__name__}") from None
    if rest:
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


def _tree(value, arrays, depth):
    """The JSON of a value; the bytes of its arrays are appended to `arrays`."""
    if depth > MAX_DEPTH:
        raise TypeError("the answer is nested too deeply")
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Fraction):
        return {"fraction": [str(value.numerator), str(value.denominator)]}
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        if abs(value) >= 2**63:
            raise TypeError("the answer has an integer of more than 64 bits")
        return int(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, list):
        return [_tree(item, arrays, depth + 1) for item in value]
    if isinstance(value, tuple):
        return {"tuple": [_tree(item, arrays, depth + 1) for item in value]}
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("the answer is a dictionary with keys that are no strings")
        return {"dict": {str(k): _tree(item, arrays, depth + 1) for k, item in value.items()}}
    if isinstance(value, np.ndarray) or hasattr(value, "__array__"):
        return _array(np.asarray(value), arrays)
    raise TypeError(f"the answer is of type {type(value).__name__}, which is not plain data")


def _array(array, arrays):
    if array.dtype.kind not in "biuf" and array.dtype.name not in ("bfloat16", "float16"):
        raise TypeError(f"the answer is an array of {array.dtype}, not of numbers")
    if array.dtype.str.replace(">", "<").replace("=", "<") not in DTYPES:
        array = array.astype(np.float64)
    array = array.astype(array.dtype.newbyteorder("<"))
    if array.nbytes > MAX_BYTES:
        raise ValueError(f"the answer is too large: an array of shape {array.shape}")
    arrays.append(array.tobytes())
    return {"array": [array.dtype.str, list(array.shape)]}


def _value(tree, data, depth):
    """The value of a JSON tree, and the bytes that are left."""
    if depth > MAX_DEPTH + 2:
        raise ValueError("malformed message: nested too deeply")
    if isinstance(tree, list):
        items = []
        for item in tree:
            value, data = _value(item, data, depth + 1)
            items.append(value)
        return items, data
    if not isinstance(tree, dict):
        return tree, data
    ((kind, content),) = tree.items()
    if kind == "tuple":
        items, data = _value(list(content), data, depth)
        return tuple(items), data
    if kind == "dict":
        items, data = _value(list(dict(content).values()), data, depth)
        return dict(zip(content, items, strict=True)), data
    if kind == "fraction":
        top, bottom = content
        if len(top) > 40 or len(bottom) > 40 or int(bottom) <= 0:
            raise ValueError("malformed message: a fraction of very large numbers")
        return Fraction(int(top), int(bottom)), data
    if kind == "array":
        dtype, shape = content
        if dtype not in DTYPES or len(shape) > 8:
            raise ValueError("malformed message: an array of another kind")
        if not all(type(n) is int and n >= 0 for n in shape):
            raise ValueError("malformed message: a shape")
        size = math.prod(shape) * np.dtype(dtype).itemsize
        if size > len(data):
            raise ValueError("malformed message: an array is cut short")
        array = np.frombuffer(data[:size], "|u1" if dtype == "|b1" else dtype).reshape(shape)
        return array != 0 if dtype == "|b1" else array.copy(), data[size:]
    raise ValueError("malformed message: an unknown kind")
