from __future__ import annotations

from datetime import date

import pytest

from mixpanel_async import BehaviorRef, Filter, ParamValidationError, RetentionEvent, RetentionQuery


def today() -> date:
    return date(2026, 11, 24)


@pytest.mark.parametrize(
    "question",
    [
        RetentionQuery("A", "B", retention_unit="day", alignment="interval_start", mode="trends"),
        RetentionQuery(BehaviorRef(5, "retention")),
        RetentionQuery(RetentionEvent("A", [Filter.is_set("p")], "any"), "B", bucket_sizes=[1, 3, 7]),
        RetentionQuery("A", "B", unbounded_mode="carry_back", retention_cumulative=True, math="unique"),
        RetentionQuery("A", "B", where=Filter.equals("plan", "pro"), group_by=["x", "y"], data_group_id=3),
    ],
    ids=repr,
)
def test_a_question_comes_back(question: RetentionQuery) -> None:
    assert RetentionQuery.from_params(question.params(today=today)) == question


def test_an_event_without_filters_comes_back_as_its_name() -> None:
    question = RetentionQuery(RetentionEvent("A"), RetentionEvent("B"))

    assert RetentionQuery.from_params(question.params()) == RetentionQuery("A", "B")


def test_how_a_report_is_sorted_is_left_out() -> None:
    params = RetentionQuery("A", "B").params() | {"sorting": {"bar": {"sortBy": "value"}}}

    assert RetentionQuery.from_params(params) == RetentionQuery("A", "B")


def test_a_retention_of_three_events_is_refused() -> None:
    params = RetentionQuery("A", "B").params()
    params["sections"]["show"][0]["behavior"]["behaviors"] *= 2

    with pytest.raises(ParamValidationError, match=r"^\$\.sections\.show\[0\]\.behavior\.behaviors: "):
        RetentionQuery.from_params(params)
