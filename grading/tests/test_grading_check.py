"""How an answer is compared with what it should be, and what is said about it."""

import numpy as np
import pytest

from grading.check import Check, compare, fits, kind, parts

RIGHT = np.array([1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    "got, complaint",
    [
        ([1, 2, 3], None),
        ((1.0, 2.0, 3.00001), None),
        ([1, 2], "v should have shape (3,), but has (2,)"),
        (6.0, "v should have shape (3,), but has ()"),
        ([[1, 2, 3]], "v should have shape (3,), but has (1, 3)"),
        (None, "v should be numbers, but is None (is a `return` missing?)"),
        ("abc", "v should be numbers, but is of type str"),
        ([1, [2], 3], "v should be numbers, but is of type list"),
        ({"a": 1}, "v should be numbers, but is of type dict"),
        ([1, 2, np.nan], "v is not finite: 1 nan or infinite"),
        ([np.inf, 2, -np.inf], "v is not finite: 2 nan or infinite"),
        ([1, 2, 3.5], "v is wrong in 1 of 3 places, by up to 0.5"),
        ([0, 0, 0], "v is wrong in 3 of 3 places, by up to 3"),
    ],
)
def test_an_answer_is_compared(got, complaint):
    assert compare(got, RIGHT, what="v") == complaint


def test_one_number_is_compared():
    assert compare(2, 2.0) is None
    assert compare(2.5, 2.0) == "the result is wrong, by 0.5"
    assert compare(1.75, 2.0, what="n") == "n is wrong, by 0.25"


def test_tolerances_are_relative_and_absolute():
    assert compare(100.9, 100.0, rtol=0.01, atol=0.0) is None
    assert compare(101.1, 100.0, rtol=0.01, atol=0.0)
    assert compare(0.0009, 0.0, rtol=0.0, atol=1e-3) is None
    assert compare(0.0011, 0.0, rtol=0.0, atol=1e-3)
    assert compare([100.9, 0.0], [100.0, 0.1], rtol=0.01).startswith(
        "the result is wrong in 1 of 2"
    )


def test_infinities_must_be_where_they_should():
    assert compare([np.inf, 1], [np.inf, 1]) is None
    assert compare([np.nan, 1], [np.nan, 1]) is None
    assert compare([-np.inf, 1], [np.inf, 1])
    assert compare([1e300, 1], [np.inf, 1])


def test_the_first_misconception_that_fits_is_named():
    mistakes = {
        "of another shape": [1.0],
        "minus": -RIGHT,
        "also minus": -RIGHT,
        "double": 2 * RIGHT,
    }
    assert compare(-RIGHT, RIGHT, mistakes=mistakes) == "minus"
    assert compare(2 * RIGHT, RIGHT, mistakes=mistakes) == "double"
    assert compare(3 * RIGHT, RIGHT, mistakes=mistakes).startswith("the result is wrong in 3")
    assert compare(RIGHT, RIGHT, mistakes={"right": RIGHT}) is None
    assert compare([np.nan] * 3, RIGHT, mistakes={"never": [np.nan] * 3}) == "never"


def test_a_complaint_tells_no_right_number():
    right = np.array([0.123456789, 9.87654321])
    said = compare([0, 0], right) + compare([0, np.nan], right) + compare([0], right)
    assert "0.123456" not in said and "9.876543" not in said


def test_fits():
    assert fits([1.0, np.nan], [1.05, np.nan], 0.1, 0.0)
    assert not fits([1.0, np.nan], [1.0, 1.0], 0.1, 0.0)
    assert not fits([1.2], [1.0], 0.1, 0.05)
    assert fits([1.14], [1.0], 0.1, 0.05)
    assert fits([1.0], [1.1], 0.095, 0.0) and not fits([1.1], [1.0], 0.095, 0.0)


@pytest.mark.parametrize("answer", [(1, 2), [1, 2], np.array([1, 2]), ("a", None)])
def test_parts_may_come_in_any_sequence(answer):
    first, second = parts(answer, 2)
    assert (first, second) == (answer[0], answer[1])


@pytest.mark.parametrize(
    "answer, complaint",
    [
        ((1, 2, 3), "but there are 3"),
        (np.ones((1, 2)), "but there are 1"),
        (np.array(1.0), "but it is of type ndarray"),
        ({"a": 1, "b": 2}, "but it is of type dict"),
        ("ab", "but it is of type str"),
        (None, "but it is None"),
        (1.5, "but it is of type float"),
    ],
)
def test_what_has_other_parts_is_refused(answer, complaint):
    with pytest.raises(ValueError, match=f"^2 results are asked for, {complaint}"):
        parts(answer, 2)


def test_what_a_value_is():
    assert kind(None) == "None (is a `return` missing?)"
    assert kind("x") == "of type str"


def drawn(answer, rng):
    """the first line

    And more.
    """
    return str(rng.integers(2**62))


def other(answer, rng):
    return str(rng.integers(2**62))


def fixed(answer):
    """a fixed input"""
    return answer


def test_a_check_s_inputs_depend_on_the_seed_and_its_name():
    a, b = Check("q", 1, drawn), Check("q", 1, other)
    assert a(None, 0) == a(None, 0)
    assert len({a(None, 0), a(None, 1), b(None, 0), b(None, 1)}) == 4


def test_a_public_check_gets_the_answer_alone():
    check = Check("q", 1, fixed, public=True)
    assert check("x", 0) == "x" and check(None, 3) is None


def test_a_check_s_name_and_title():
    assert Check("q", 1, drawn).name == "drawn"
    assert Check("q", 1, drawn).title == "the first line"
    assert Check("q", 1, other).title == "other"
