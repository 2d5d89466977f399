"""Arguments of a wrong kind cost no query: they are refused before anything is sent, each by its name."""

from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import ParamTypeError, ParamValidationError
from tests.legacy.asking import DAYS, refused

# Each report with the least it must be told, and what else it can be told.
REPORTS: dict[str, tuple[dict[str, Any], str]] = {
    "segmentation": ({"event": "A"}, "event on where unit type limit interval"),
    "event_counts": ({"events": ["A"]}, "events unit type"),
    "property_counts": ({"event": "A", "property_name": "p"}, "event property_name unit type limit values"),
    "funnel": ({"funnel_id": 7}, "funnel_id on where unit interval length length_unit limit"),
    "retention": (
        {"born_event": "A"},
        "born_event return_event born_where return_where on unit retention_type interval interval_count limit "
        "unbounded_retention",
    ),
    "frequency": ({}, "event where on unit addiction_unit limit"),
    "segmentation_numeric": ({"event": "A", "on": "n"}, "event on where unit type"),
    "segmentation_sum": ({"event": "A", "on": "n"}, "event on where unit"),
    "segmentation_average": ({"event": "A", "on": "n"}, "event on where unit"),
}
ARGUMENTS = [(report, name) for report, (_, names) in REPORTS.items() for name in names.split()]
NUMBERS = {"limit", "interval", "interval_count", "length", "funnel_id"}
WORDS = {"unit", "type", "length_unit", "retention_type", "addiction_unit"}


def ask(report: str, **said: Any) -> Exception:
    told = {**REPORTS[report][0], **said}
    return refused(lambda ws: getattr(ws, report)(**told, **DAYS))


@pytest.mark.parametrize(("report", "name"), ARGUMENTS)
@pytest.mark.parametrize("value", [object(), b"A", 1.5, float("nan"), {"a": 1}], ids=lambda value: type(value).__name__)
def test_what_is_of_no_kind_that_an_argument_has_is_refused(report: str, name: str, value: object) -> None:
    error = ask(report, **{name: value})

    assert isinstance(error, ParamTypeError | ParamValidationError)
    assert str(error).startswith(name)


@pytest.mark.parametrize(("report", "name"), [each for each in ARGUMENTS if each[1] in NUMBERS])
@pytest.mark.parametrize(("value", "kind"), [("5", ParamTypeError), (True, ParamTypeError), (-1, ParamValidationError)])
def test_a_number_is_whole_and_asks_for_something(report: str, name: str, value: object, kind: type[Exception]) -> None:
    assert isinstance(ask(report, **{name: value}), kind)


@pytest.mark.parametrize(("report", "name"), [each for each in ARGUMENTS if each[1] in WORDS])
def test_a_word_is_one_of_those_there_are(report: str, name: str) -> None:
    error = ask(report, **{name: "fortnight"})

    assert isinstance(error, ParamValidationError)
    assert str(error).startswith(f"{name} is 'fortnight'; it is one of ")
