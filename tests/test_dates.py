"""Days as the wire writes them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from mixpanel_async.dates import day_range, day_text, days_later, starts_with_day
from mixpanel_async.errors import ParamTypeError, ParamValidationError


def test_a_day_may_be_text_or_a_date():
    assert day_range("2026-01-01", date(2026, 1, 31)) == ("2026-01-01", "2026-01-31")


@pytest.mark.parametrize(
    ("value", "code"),
    [("01/02/2026", "V8_DATE_FORMAT"), ("2026-1-2", "V8_DATE_FORMAT"), ("2026-02-30", "V8_DATE_INVALID")],
)
def test_what_is_no_day_names_the_argument_and_the_rule(value, code):
    with pytest.raises(ParamValidationError, match="from_date") as error:
        day_text(value, "from_date")
    assert error.value.code == code


@pytest.mark.parametrize("value", [20260101, datetime(2026, 1, 1), None])
def test_other_types_are_refused(value):
    with pytest.raises(ParamTypeError, match="to_date"):
        day_text(value, "to_date")


def test_days_in_the_wrong_order_are_refused():
    with pytest.raises(ParamValidationError, match="swap them"):
        day_range("2026-02-01", "2026-01-31")


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        ("2026-03-01", -30, "2026-01-30"),
        ("2026-01-30", 30, "2026-03-01"),
        ("0001-01-05", -30, "0001-01-01"),
        ("9999-12-31", 30, "9999-12-31"),
    ],
)
def test_days_are_counted_to_the_ends_of_the_calendar(day, days, expected):
    assert days_later(day, days) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("2026-01-01", True), ("2026-01-01T00:00:00+01:00", True), ("$overall", False), ("", False)]
)
def test_times_start_with_a_day(text, expected):
    assert starts_with_day(text) is expected
