"""What a caller may ask a report for, and how it is refused otherwise."""

import json

import pytest
from jsonschema import Draft4Validator
from pydantic import ValidationError

from functions.report.contract import Report
from infra.draft4 import draft4_schema

GIVEN = {"from": "2026-01-01", "to": "2026-01-31", "currency": "EUR"}
NAMED = {"period": "yesterday", "currency": "EUR"}


@pytest.mark.parametrize("payload", [GIVEN, NAMED, {**GIVEN, "title": "Łódź"}])
def test_a_period_is_given_by_two_days_or_by_a_name(payload: dict[str, str]) -> None:
    Report.model_validate_json(json.dumps(payload))
    Draft4Validator(draft4_schema(Report)).validate(payload)


@pytest.mark.parametrize(
    "payload",
    [
        {"currency": "EUR"},
        {"currency": "EUR", "from": "2026-01-01"},
        {"currency": "EUR", "from": "1 January", "to": "2026-01-31"},
        {"currency": "EUR", "from": None, "to": None},
        {**GIVEN, **NAMED},
        {**NAMED, "period": "tomorrow"},
        {**NAMED, "currency": "euro"},
        {**NAMED, "title": ""},
        {**NAMED, "owner": "bob"},
    ],
)
def test_what_the_gateway_can_see_is_refused_there_as_by_the_contract(payload: dict[str, object]) -> None:
    assert not Draft4Validator(draft4_schema(Report)).is_valid(payload)
    with pytest.raises(ValidationError):
        Report.model_validate_json(json.dumps(payload))


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        ({**GIVEN, "from": "2026-02-01"}, "ends on 2026-01-31, before it begins on 2026-02-01"),
        ({**GIVEN, "to": "2027-01-02"}, "has 367 days; a report covers at most 366"),
        ({**GIVEN, "to": "2026-02-30"}, "day value is outside expected range"),
        ({**NAMED, "from": "2026-01-01"}, "not by both"),
    ],
)
def test_what_needs_a_calendar_is_refused_with_a_reason(payload: dict[str, object], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        Report.model_validate_json(json.dumps(payload))


def test_a_leap_year_is_the_longest_period() -> None:
    Report.model_validate_json(json.dumps({**GIVEN, "from": "2024-01-01", "to": "2024-12-31"}))
