"""What crosses between a submission and the grader: plain data, and nothing else."""

import json
import math
import socket
import struct
import threading
import time
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from grading.worker import message

numbers = st.one_of(st.integers(-(2**63) + 1, 2**63 - 1), st.floats(allow_nan=False), st.booleans())
plain = st.recursive(
    st.one_of(st.none(), st.text(max_size=20), numbers, st.fractions(max_denominator=10**9)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(st.text(max_size=8), inner, max_size=4),
    ),
    max_leaves=10,
)


def there_and_back(value):
    return message.unpack(message.pack(value))


@settings(deadline=None)
@given(plain)
def test_plain_data_comes_back(value):
    found = there_and_back(value)
    assert found == value and type(found) is type(value)


@settings(deadline=None)
@given(
    npst.arrays(st.sampled_from(sorted(message.DTYPES)), npst.array_shapes(min_dims=0, min_side=0))
)
def test_arrays_come_back(array):
    found = there_and_back([1, array, array])
    for each in found[1:]:
        assert each.dtype == array.dtype and each.shape == array.shape
        np.testing.assert_array_equal(each, array)


@pytest.mark.parametrize(
    "value, wanted",
    [
        (np.float32(0.5), 0.5),
        (np.bool_(True), True),
        (np.int8(-3), -3),
        (math.inf, math.inf),
        (np.arange(3, dtype=">i4"), np.arange(3)),
        (np.ones(2, np.float16), np.ones(2)),
        (np.arange(6).reshape(2, 3).T, np.arange(6).reshape(2, 3).T),
    ],
)
def test_other_numbers_become_plain_ones(value, wanted):
    np.testing.assert_array_equal(there_and_back(value), wanted)


def test_arrays_of_jax_become_plain_ones():
    jnp = pytest.importorskip("jax.numpy")
    np.testing.assert_array_equal(there_and_back(jnp.arange(3)), np.arange(3))
    np.testing.assert_array_equal(there_and_back(jnp.ones(2, jnp.bfloat16)), np.ones(2))


@pytest.mark.parametrize(
    "value, error",
    [
        (object(), "of type object, which is not plain data"),
        ({1: 2}, "keys that are no strings"),
        (2**63, "more than 64 bits"),
        (np.ones(2, complex), "not of numbers"),
        (np.array([None, "a"]), "not of numbers"),
        (np.zeros(2**22), "too large: an array of shape"),
        ("x" * 2**24, "too large: 16777"),
        (1j, "not plain data"),
    ],
)
def test_what_is_no_plain_data_is_refused(value, error):
    with pytest.raises((TypeError, ValueError), match=error):
        message.pack(value)


def test_deep_nesting_is_refused_on_both_sides():
    value = []
    for _ in range(message.MAX_DEPTH + 3):
        value = [value]
    with pytest.raises(TypeError, match="nested too deeply"):
        message.pack(value)
    with pytest.raises(ValueError, match="malformed"):
        message.unpack(framed(value))
    with pytest.raises(ValueError, match="malformed"):
        message.unpack(raw("[" * 100_000))


def raw(text, rest=b""):
    return struct.pack(">I", len(text.encode())) + text.encode() + rest


def framed(tree, rest=b""):
    return raw(json.dumps(tree), rest)


@pytest.mark.parametrize(
    "forged",
    [
        b"",
        b"\0\0",
        raw("{"),
        raw("1" * 5000),
        framed({"pickle": "x"}),
        framed({"a": 1, "b": 2}),
        framed({}),
        framed([], b"left over"),
        framed({"array": ["|O", [1]]}, b"12345678"),
        framed({"array": ["<f8", [2]]}, b"12345678"),
        framed({"array": ["<f8", [-1]]}, b"12345678"),
        framed({"array": ["<f8", [-1]]}),
        framed({"array": ["<c8", [1]]}, b"12345678"),
        framed({"array": ["<M8[s]", [1]]}, b"12345678"),
        framed({"array": ["<f8", [True]]}, b"12345678"),
        framed({"array": ["<f8", [1] * 9]}, b"12345678"),
        framed({"array": ["<f8", "1"]}, b"12345678"),
        framed({"array": [["<f8"], [1]]}, b"12345678"),
        framed({"array": ["<f8", [2**62, 2**62]]}, b"12345678"),
        framed({"fraction": ["1", "0"]}),
        framed({"fraction": ["1", "-2"]}),
        framed({"fraction": ["9" * 41, "1"]}),
        framed({"fraction": ["1", "9" * 41]}),
        framed({"fraction": [1, 2]}),
        framed({"fraction": ["1e9", "2"]}),
        framed({"tuple": 3}),
        framed({"dict": [1, 2]}),
    ],
)
def test_forged_messages_are_refused(forged):
    with pytest.raises(ValueError):
        message.unpack(forged)


def test_a_byte_that_is_no_truth_value_becomes_one():
    found = message.unpack(framed({"array": ["|b1", [2]]}, b"\x02\x00"))
    assert found.dtype == bool and found.view("u1").tolist() == [1, 0]


@pytest.mark.parametrize("shape", [[0], [0, 5], [5, 0], [1000, 0]])
def test_an_array_without_numbers_may_be_small(shape):
    assert message.unpack(framed({"array": ["<f8", shape]})).shape == tuple(shape)
    assert there_and_back(np.zeros(shape)).shape == tuple(shape)


@pytest.mark.parametrize("shape", [[2**40, 0], [0, 1001], [2**62, 2**62, 0], [0] * 9, [1] * 9])
def test_an_array_that_is_endless_in_a_loop_is_refused_on_both_sides(shape):
    with pytest.raises(ValueError, match="a shape"):
        message.unpack(framed({"array": ["|i1", shape]}, b"1"))
    if max(shape) < 2**60:
        with pytest.raises(ValueError, match="too large: an array of shape"):
            message.pack(np.broadcast_to(np.zeros(1), shape))


def test_more_items_than_anyone_needs_are_refused_on_both_sides():
    many = [0] * message.MAX_ITEMS
    with pytest.raises(ValueError, match="more than 100000 items: use an array"):
        message.pack(many)
    with pytest.raises(ValueError, match="too many items"):
        message.unpack(framed(many))
    assert len(there_and_back(many[1:])) == message.MAX_ITEMS - 1


def test_many_small_arrays_are_read_in_no_time():
    array = {"array": ["|i1", [100]]}
    start = time.process_time()
    found = message.unpack(framed([array] * 50_000, bytes(100) * 50_000))
    assert len(found) == 50_000 and time.process_time() - start < 5


@pytest.fixture
def ends():
    pair = socket.socketpair()
    rescue = threading.Timer(10, lambda: [end.shutdown(socket.SHUT_RDWR) for end in pair])
    rescue.start()  # so that no test waits for ever
    yield pair
    rescue.cancel()
    rescue.join()
    for end in pair:
        end.close()


def test_frames_keep_their_order(ends):
    for value in (1, {"a": np.arange(3)}, "x"):
        message.send(ends[0], value)
    found = [message.receive(ends[1], time.monotonic() + 5) for _ in range(3)]
    assert found[0] == 1 and found[2] == "x" and found[1]["a"].tolist() == [0, 1, 2]


def test_silence_is_a_timeout_and_a_closed_end_an_end(ends):
    start = time.monotonic()
    with pytest.raises(TimeoutError):
        message.receive(ends[1], start + 0.05)
    assert time.monotonic() - start < 2
    start = time.monotonic()
    with pytest.raises(TimeoutError):
        message.receive(ends[1], start)
    assert time.monotonic() - start < 0.5
    ends[0].sendall(b"\0\0\0\x09half")
    ends[0].close()
    with pytest.raises(EOFError):
        message.receive(ends[1])
    with pytest.raises(EOFError):
        message.send(ends[1], "x" * 2**22)


def test_nobody_reading_is_a_timeout(ends):
    with pytest.raises(TimeoutError):
        message.send(ends[0], np.zeros(2**20), time.monotonic() + 0.05)


def test_a_frame_that_is_announced_too_large_is_not_waited_for(ends):
    ends[0].sendall(struct.pack(">I", message.MAX_BYTES + 1))
    with pytest.raises(ValueError, match="announced"):
        message.receive(ends[1], time.monotonic() + 2)


def test_a_large_message_still_crosses():
    assert there_and_back(np.ones(2**20)).sum() == 2**20
    assert there_and_back(Fraction(-2, 3)) == Fraction(-2, 3)
