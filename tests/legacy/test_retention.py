"""How many users come back."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from mixpanel_async import CohortInfo, ParamTypeError, ParamValidationError, ResponseValidationError
from tests.legacy.asking import DAYS, answered, asked, refused

EXAMPLE = {
    "2012-01-01": {"counts": [2, 1, 2], "first": 2},
    "2012-01-02": {"counts": [9, 7, 6], "first": 10},
    "2012-01-03": {"counts": [9, 6, 4], "first": 10},
}
ALWAYS = DAYS | {"born_event": "A", "event": "B", "retention_type": "birth", "interval_count": "10"}


def retention(ws: Any) -> Any:
    return ws.retention(born_event="A", return_event="B", **DAYS)


def test_the_documented_answer_is_read() -> None:
    result = answered(retention, EXAMPLE)
    assert result.cohorts[1] == CohortInfo("2012-01-02", 10, [0.9, 0.7, 0.6])
    assert result.df.columns == ["cohort_date", "cohort_size", "period_0", "period_1", "period_2"]
    assert result.df.row(0) == (date(2012, 1, 1), 2, 1.0, 0.5, 1.0)
    assert result.to_dict()["cohorts"][2] == {"date": "2012-01-03", "size": 10, "retention": [0.9, 0.6, 0.4]}


def test_cohorts_are_sorted_and_what_they_lack_is_null() -> None:
    result = answered(
        retention, {"2026-01-02": {"first": 4, "counts": [2, None, 1]}, "2026-01-01": {"first": 5, "counts": [5]}}
    )
    assert [cohort.date for cohort in result.cohorts] == ["2026-01-01", "2026-01-02"]
    assert result.df.rows() == [
        (date(2026, 1, 1), 5, 1.0, None, None),
        (date(2026, 1, 2), 4, 0.5, None, 0.25),
    ]


def test_a_cohort_of_nobody_has_rates_of_zero() -> None:
    result = answered(retention, {"2026-01-01": {"counts": [1, 2]}, "2026-01-02": {"first": 3}, "2026-01-03": {}})
    assert result.cohorts == [
        CohortInfo("2026-01-01", 0, [0.0, 0.0]),
        CohortInfo("2026-01-02", 3, []),
        CohortInfo("2026-01-03", 0, []),
    ]


def test_segments_stand_beside_the_numbers_of_all() -> None:
    split = {name: {"counts": [1], "first": 2} for name in ("mac", "win")}
    result = answered(retention, {"2026-01-01": {"counts": [2], "first": 4, "segments": split}})
    assert result.cohorts == [CohortInfo("2026-01-01", 4, [0.5])]
    assert result.segments == {name: [CohortInfo("2026-01-01", 2, [0.5])] for name in ("mac", "win")}
    assert result.df.rows() == [(name, date(2026, 1, 1), 2, 0.5) for name in ("mac", "win")]
    assert result.df.columns == ["segment", "cohort_date", "cohort_size", "period_0"]
    assert "segments" in result.to_dict()
    assert "segments" not in answered(retention, EXAMPLE).to_dict()


def test_nothing_still_has_its_columns() -> None:
    assert answered(retention, {}).df.schema == {"cohort_date": pl.Date, "cohort_size": pl.Int64}


def test_the_least_that_is_asked() -> None:
    path, query = asked(retention, {})
    assert (path, query) == ("/retention", ALWAYS | {"unit": "day"})


@pytest.mark.parametrize(
    ("options", "sent"),
    [
        ({"interval": 7}, {"interval": "7"}),
        ({"unit": "week"}, {"unit": "week"}),
        ({"unit": "week", "interval": 2}, {"unit": "week", "interval": "2"}),
    ],
)
def test_buckets_are_as_long_as_interval_and_unit_say(options: Any, sent: dict[str, str]) -> None:
    """Only the server's own default, the day, goes without saying where there is an interval."""
    _, query = asked(lambda ws: ws.retention(born_event="A", return_event="B", **options, **DAYS), {})
    assert query == ALWAYS | sent


def test_everything_documented_can_be_asked() -> None:
    options: Any = {"born_where": "x", "return_where": "y", "on": "z", "limit": 5, "interval_count": 3}
    _, query = asked(
        lambda ws: ws.retention(
            born_event="A", retention_type="compounded", unbounded_retention=True, **options, **DAYS
        ),
        {},
    )
    assert query == DAYS | {
        "born_event": "A",
        "retention_type": "compounded",
        "interval_count": "3",
        "unit": "day",
        "born_where": "x",
        "where": "y",
        "unbounded_retention": "true",
        "on": "z",
        "limit": "5",
    }


@pytest.mark.parametrize(
    ("events", "kind", "hint"),
    [
        ({"born_event": ""}, ParamValidationError, "born_event is ''"),
        ({"born_event": "A", "return_event": " "}, ParamValidationError, "return_event is ' '"),
        ({"born_event": 5}, ParamTypeError, "born_event is 5"),
    ],
)
def test_events_without_a_name_are_refused_before_anything_is_sent(events: Any, kind: Any, hint: str) -> None:
    with pytest.raises(kind, match=hint):
        raise refused(lambda ws: ws.retention(**events, **DAYS))


@pytest.mark.parametrize(
    ("reply", "path"),
    [
        (None, r"\$: "),
        ({"2026-01-01": None}, r"\$\.2026-01-01: "),
        ({"2026-01-01": {"US": {"first": 1, "counts": [1]}}}, r"\$\.2026-01-01: there is neither"),
        ({"2026-01-01": {"first": "1"}}, r"\$\.2026-01-01\.first: "),
        ({"2026-01-01": {"first": 1, "counts": {}}}, r"\$\.2026-01-01\.counts: "),
        ({"2026-01-01": {"first": 1, "counts": [True]}}, r"\$\.2026-01-01\.counts\[0\]: "),
    ],
)
def test_what_is_no_cohort_is_refused_by_its_place(reply: Any, path: str) -> None:
    with pytest.raises(ResponseValidationError, match=path):
        answered(retention, reply)
