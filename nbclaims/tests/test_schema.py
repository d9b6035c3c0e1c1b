"""The claim as data: its verdict is computed anew, its numbers are shown, and it is found."""

import pytest

from nbclaims import schema

CLAIM = {"id": "a.b", "statement": "p < q", "measured": 1.23456, "because": "rounding"}
CLAIM |= {"tolerance": 0.5, "passed": True}


@pytest.mark.parametrize(
    "stated, expected",
    [
        ({"target": 1.5}, True),
        ({"target": 2.0}, False),
        ({"at_most": 1.0}, True),
        ({"at_most": 0.5}, False),
        ({"at_least": 1.5}, True),
        ({"at_least": 2.0}, False),
        ({"target": "inf", "measured": "inf"}, True),
        ({"target": 1.5, "measured": "nan"}, False),
    ],
)
@pytest.mark.parametrize("passed", [True, False])
def test_a_claim_is_in_its_band_whatever_its_verdict_says(stated, expected, passed):
    assert schema.in_band(CLAIM | {"passed": passed} | stated) is expected


@pytest.mark.parametrize("bounds", [{}, {"target": 1, "at_most": 2}])
def test_a_claim_has_one_relation(bounds):
    with pytest.raises(ValueError, match="expected one of target, at_most, at_least"):
        schema.relation(CLAIM | bounds)


def test_the_forms_show_a_claim():
    data = schema.forms(CLAIM | {"target": 1.5}, schema.band("target", 1.5, 0.5))
    assert data[schema.MIME]["target"] == 1.5
    assert " ".join(data["text/plain"].split()) == "✓ a.b 1.235 ≈ 1.5 ± 0.5 p < q"
    assert "p &lt; q" in data["text/html"] and 'class="claim claim-passed"' in data["text/html"]
    assert set(CLAIM) == schema.FIELDS
    assert set(schema.DIGITS) == {"measured", "tolerance", *schema.RELATIONS}


@pytest.mark.parametrize(
    "tolerance, target, at_most", [(0, "= 2", "≤ 2"), (0.25, "≈ 2 ± 0.25", "≤ 2 + 0.25")]
)
def test_a_band_in_signs(tolerance, target, at_most):
    assert schema.band("target", 2, tolerance) == target
    assert schema.band("at_most", 2, tolerance) == at_most


def test_all_claims_of_a_notebook_are_found():
    def output(name):
        return {"output_type": "display_data", "data": {schema.MIME: {"id": name}}}

    stream = {"output_type": "stream", "text": "1"}
    cells = [{"outputs": [stream, output("a.a"), output("a.b")]}, {}, {"outputs": [output("a.c")]}]
    found = [claim["id"] for claim in schema.of_notebook({"cells": cells})]
    assert found == ["a.a", "a.b", "a.c"]
