"""The checked claim: its band, its errors, and what it leaves in a notebook."""

import json

import numpy as np
import pytest
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from myst_nb import glue as myst_glue
from scipy import stats

from nbclaims import SIGMAS, ClaimError, check, check_mean, claim, glue
from nbclaims.schema import MIME, holds


def after(x, towards):
    """The next float64 from x."""
    return float(np.nextafter(x, towards))


GOOD = {"id": "part.says", "measured": 1.0, "target": 1.0, "because": "theorem"}


@pytest.fixture
def outputs(monkeypatch):
    """What is published in an interactive shell, as a notebook would store it."""
    shell = InteractiveShell.instance()
    publisher = CapturingDisplayPublisher()
    monkeypatch.setattr(shell, "display_pub", publisher)
    monkeypatch.setattr(claim, "get_ipython", lambda: shell)
    yield publisher.outputs
    InteractiveShell.clear_instance()


def passes(measured, **band):
    try:
        check("part.says", measured, because="test", **band)
    except ClaimError:
        return False
    return True


# Binary fractions, so that the edge itself is not a matter of rounding.
@pytest.mark.parametrize(
    "measured, band, expected",
    [
        (1.25, {"target": 1.0, "tolerance": 0.25}, True),
        (0.75, {"target": 1.0, "tolerance": 0.25}, True),
        (after(1.25, 2), {"target": 1.0, "tolerance": 0.25}, False),
        (after(0.75, 0), {"target": 1.0, "tolerance": 0.25}, False),
        (1.0, {"target": 1.0}, True),
        (after(1.0, 2), {"target": 1.0}, False),
        (2.5, {"at_most": 2.0, "tolerance": 0.5}, True),
        (after(2.5, 3), {"at_most": 2.0, "tolerance": 0.5}, False),
        (-1e9, {"at_most": 2.0}, True),
        (1.5, {"at_least": 2.0, "tolerance": 0.5}, True),
        (after(1.5, 1), {"at_least": 2.0, "tolerance": 0.5}, False),
        (1e9, {"at_least": 2.0}, True),
        (0, {"at_least": 0}, True),
        (0, {"target": 0}, True),
    ],
)
def test_passes_up_to_the_edge_of_the_band_and_fails_beyond(measured, band, expected):
    assert passes(measured, **band) is expected
    ((relation, bound),) = [(k, v) for k, v in band.items() if k != "tolerance"]
    assert holds(measured, relation, bound, band.get("tolerance", 0.0)) is expected


@pytest.mark.parametrize("band", [{"target": 1.0}, {"at_most": 1.0}, {"at_least": 1.0}])
def test_nan_never_passes(band):
    assert not passes(np.nan, tolerance=1e9, **band)


@pytest.mark.parametrize(
    "measured, band, expected",
    [
        (np.inf, {"target": np.inf}, True),
        (-np.inf, {"target": np.inf}, False),
        (np.inf, {"target": 1.0, "tolerance": 1e300}, False),
        (1.0, {"target": np.inf, "tolerance": 1e300}, False),
        (np.inf, {"at_most": 1.0}, False),
        (np.inf, {"at_least": 1.0}, True),
        (-np.inf, {"at_most": 1.0}, True),
    ],
)
def test_infinite_measurements(measured, band, expected):
    assert passes(measured, **band) is expected


@pytest.mark.parametrize(
    "measured",
    [
        *[1, 1.0, True, np.True_, np.float32(1), np.int8(1), np.ones(()), np.ones((1, 1))],
        *[np.array(True), np.array(1), np.ones(1, np.float32)],
    ],
    ids=lambda value: f"{type(value).__name__}{getattr(value, 'shape', '')}",
)
def test_one_number_of_any_kind_is_accepted(outputs, measured):
    check("part.says", measured, target=1, because="test")
    assert json.loads(json.dumps(outputs[0]["data"][MIME]))["measured"] == 1


def test_a_false_bool_fails():
    assert not passes(np.array(False), target=True)


@pytest.mark.parametrize("measured", [np.ones(2), np.ones(0), [1.0], "1", None, 1j])
def test_anything_but_one_number_is_malformed(measured):
    with pytest.raises(ValueError, match="measured must be one number"):
        check("part.says", measured, target=1.0, because="test")


@pytest.mark.parametrize(
    "id", ["", "part", "part.", ".says", "Part.says", "part says", "a..b", "a.b\n"]
)
def test_malformed_id(id):
    with pytest.raises(ValueError, match=r"claim id .* is not of the form"):
        check(id, 1.0, target=1.0, because="test")


@pytest.mark.parametrize("id", ["a.b", "vae.elbo-bound", "vae.part-2.says", "06.kl"])
def test_well_formed_id(id):
    check(id, 1.0, target=1.0, because="test")


@pytest.mark.parametrize(
    "change, message",
    [
        ({"target": None}, "takes exactly one of target, at_most, at_least; got \\[\\]"),
        ({"at_most": 2.0}, "takes exactly one .* got \\['at_most', 'target'\\]"),
        ({"because": ""}, "needs a reason"),
        ({"because": " \n"}, "needs a reason"),
        ({"tolerance": -0.1}, "tolerance must be finite and ≥ 0"),
        ({"tolerance": np.nan}, "tolerance must be finite and ≥ 0"),
        ({"tolerance": np.inf}, "tolerance must be finite and ≥ 0"),
        ({"tolerance": "0.1"}, "tolerance must be one number"),
        ({"target": "1"}, "target must be one number"),
    ],
)
def test_malformed_claim(change, message):
    with pytest.raises(ValueError, match=message):
        check(**(GOOD | change))


# The claim must be able to fail.


@pytest.mark.parametrize(
    "band, inside, outside",
    [
        ({"target": 1.0, "tolerance": 0.25}, 1.25, 1.5),
        ({"at_most": 1.0}, 1.0, 1.5),
        ({"at_least": 1.0}, 1.0, 0.5),
    ],
)
def test_a_claim_that_would_accept_a_mistake_is_refused(outputs, band, inside, outside):
    because = "test"
    check("part.says", 1.0, because=because, rejects={"a half missing": outside}, **band)
    assert outputs[0]["data"][MIME]["because"] == "test; rejects a half missing"
    with pytest.raises(ClaimError, match=r"part\.says would not catch the swap"):
        check("part.says", 1.0, because=because, rejects={"x": outside, "the swap": inside}, **band)


def test_sigmas_is_bonferroni_over_a_thousand_two_sided_checks():
    assert 0.0097 < 1000 * 2 * stats.norm.sf(SIGMAS) <= 0.01  # rounded up to two decimals


@pytest.mark.parametrize(
    "deviation, expected", [(0, True), (4.4, True), (-4.4, True), (4.5, False)]
)
def test_mean_is_compared_in_standard_errors(outputs, deviation, expected):
    found = (2.0 + 0.1 * deviation, 0.1)
    if expected:
        check_mean("part.says", found, target=2.0)
    else:
        with pytest.raises(ClaimError):
            check_mean("part.says", found, target=2.0)
    claim = outputs[0]["data"][MIME]
    assert claim["measured"] == pytest.approx(deviation)
    assert (claim["target"], claim["tolerance"]) == (0, 4.42)


def test_a_mistake_that_measures_nan_is_refused(outputs):
    check("part.says", 1.0, because="test", at_most=1.0, rejects={"log of 0": np.inf})
    with pytest.raises(ClaimError, match=r"part\.says: 0/0 measures nan"):
        check("part.says", 1.0, because="test", at_most=1.0, rejects={"0/0": np.nan})


def test_mean_near_a_mistake_is_refused():
    check_mean("part.says", (2.0, 0.1), target=2.0, rejects={"the swap": 3.0})
    with pytest.raises(ClaimError, match="would not catch the swap"):
        check_mean("part.says", (2.0, 0.1), target=2.0, rejects={"the swap": 2.4})


@pytest.mark.parametrize("worst", [4.3, -4.3, 5.0, -5.0])
def test_of_several_means_the_worst_counts_on_either_side(outputs, worst):
    found = (2.0 + 0.1 * np.array([0.0, 3.0, worst, -3.0]), np.full(4, 0.1))
    if abs(worst) < SIGMAS:
        check_mean("part.says", found, target=np.full(4, 2.0))
    else:
        with pytest.raises(ClaimError):
            check_mean("part.says", found, target=np.full(4, 2.0))
    assert outputs[0]["data"][MIME]["measured"] == pytest.approx(worst)


@pytest.mark.parametrize("standard_error", [0.0, np.nan])
def test_mean_without_a_standard_error_does_not_pass(standard_error):
    with pytest.raises((ClaimError, ValueError)):
        check_mean("part.says", (2.0, standard_error), target=1.0)


# What is left in the notebook.


def test_structured_output(outputs):
    check(
        "vae.gap",
        np.float32(0.5),
        at_most=0.25,
        tolerance=0.5,
        because="Jensen <&>",
        statement="the gap is small",
    )
    (output,) = outputs
    assert set(output["data"]) == {MIME, "text/plain", "text/html"}
    assert output["data"][MIME] == {
        "id": "vae.gap",
        "statement": "the gap is small",
        "measured": 0.5,
        "at_most": 0.25,
        "tolerance": 0.5,
        "because": "Jensen <&>",
        "passed": True,
    }
    plain, page = output["data"]["text/plain"], output["data"]["text/html"]
    assert plain.startswith("✓ vae.gap ")
    assert "0.5 ≤ 0.25 + 0.5" in " ".join(plain.split())
    assert plain.endswith("the gap is small") and "\n" not in plain
    assert 'class="claim claim-passed"' in page
    assert "Jensen &lt;&amp;&gt;" in page and "<&>" not in page


@pytest.mark.parametrize("relation, sign", [("target", "="), ("at_most", "≤"), ("at_least", "≥")])
def test_statement_defaults_to_the_relation(outputs, relation, sign):
    check("part.says", 2.0, because="test", **{relation: 2.0})
    assert outputs[0]["data"][MIME]["statement"] == f"{sign} 2"
    assert outputs[0]["data"][MIME][relation] == 2.0


def test_a_failing_claim_is_published_and_then_raises(outputs):
    with pytest.raises(
        ClaimError, match=r"claim part\.says: measured 3, claimed . 1 ± 0\.5"
    ) as caught:
        check("part.says", 3.0, target=1.0, tolerance=0.5, because="test")
    assert isinstance(caught.value, AssertionError)
    (output,) = outputs
    assert output["data"][MIME]["passed"] is False
    assert output["data"]["text/plain"].startswith("✗ part.says")
    assert "claim-failed" in output["data"]["text/html"]


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("place", ["measured", "target"])
def test_stored_output_is_strict_json(outputs, place, value):
    band = GOOD | {place: value}
    with pytest.raises((ClaimError, ValueError)):
        check(**band)
    stored = [json.dumps(output["data"][MIME], allow_nan=False) for output in outputs]
    if place == "measured":
        assert json.loads(stored[0])["measured"] == str(value)


def test_a_malformed_claim_publishes_nothing(outputs):
    with pytest.raises(ValueError):
        check("part", 1.0, target=1.0, because="test")
    assert outputs == []


def test_outside_a_notebook_the_line_is_printed(capsys):
    check("part.says", 1.0, target=1.0, because="test", statement="one is one")
    line = capsys.readouterr().out
    assert line.startswith("✓ part.says") and line.endswith("one is one\n")
    with pytest.raises(ClaimError):
        check("part.says", 2.0, target=1.0, because="test")
    assert capsys.readouterr().out.startswith("✗ part.says")


@pytest.mark.parametrize("value", [0.1, -3.0, 7, 1e-30, float("inf")])
def test_glue_writes_what_myst_nb_writes(outputs, value):
    glue("a-number", value)
    myst_glue("a-number", value, display=False)
    ours, theirs = outputs
    for part in ("data", "metadata"):
        assert ours[part] == theirs[part]


def test_glue_of_a_device_scalar_is_a_plain_number(outputs):
    glue("a-number", np.float32(0.25))
    assert outputs[0]["data"] == {"application/papermill.record/text/plain": "0.25"}
    with pytest.raises(ValueError, match="a-number must be one number"):
        glue("a-number", np.ones(2))
