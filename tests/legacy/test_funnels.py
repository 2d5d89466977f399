"""Conversion through a saved funnel."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from mixpanel_async import FunnelResultStep, ParamValidationError, ResponseValidationError
from tests.legacy.asking import DAYS, answered, asked, refused


def example_day(start: int, start_times: tuple[int, int], end: int, seconds: int, ratio: float) -> dict[str, Any]:
    game = {"step_label": "Game Played", "custom_event": True, "custom_event_id": 12345}
    start_time, start_from = start_times
    return {
        "steps": [
            {
                "count": start,
                "avg_time": start_time,
                "avg_time_from_start": start_from,
                "step_conv_ratio": 1,
                "goal": "App Open",
                "overall_conv_ratio": 1,
                "event": "App Open",
            },
            {
                "count": end,
                "avg_time": seconds,
                "avg_time_from_start": seconds,
                "step_conv_ratio": ratio,
                "goal": "$custom_event:12345",
                "overall_conv_ratio": ratio,
                "event": "$custom_event:12345",
                **game,
            },
        ],
        "analysis": {"completion": end, "starting_amount": start, "steps": 2, "worst": 1},
    }


EXAMPLE = {
    "meta": {"dates": ["2016-09-12", "2016-09-19", "2016-09-26"]},
    "data": {
        "2016-09-12": example_day(32688, (2, 5), 20524, 133, 0.627875673029858),
        "2016-09-19": example_day(32486, (10, 10), 20809, 75, 0.6405528535369082),
        "2016-09-26": example_day(16103, (10, 5), 12679, 571, 0.7873688132646091),
    },
}


def funnel(ws: Any) -> Any:
    return ws.funnel(7509, **DAYS)


def steps(*counts: int) -> list[dict[str, Any]]:
    return [{"event": name, "count": count} for name, count in zip("ABCD", counts, strict=False)]


def test_the_documented_answer_is_read() -> None:
    result = answered(funnel, EXAMPLE)
    assert result.df.rows() == [
        (1, "App Open", 81277, 1.0),
        (2, "$custom_event:12345", 54012, 54012 / 81277),
    ]
    assert (result.funnel_id, result.funnel_name, result.conversion_rate) == (7509, "", 54012 / 81277)


def test_the_plain_form_is_about_all_users() -> None:
    reply = {"data": {"2026-01-01": {"$overall": steps(10, 5), "iOS": steps(6, 3)}}}
    assert answered(funnel, reply).to_dict() == {
        "funnel_id": 7509,
        "funnel_name": "",
        "from_date": "2026-01-01",
        "to_date": "2026-01-07",
        "conversion_rate": 0.5,
        "steps": [
            {"event": "A", "count": 10, "conversion_rate": 1.0},
            {"event": "B", "count": 5, "conversion_rate": 0.5},
        ],
    }


def test_segments_are_summed_over_dates_too() -> None:
    first = {"$overall": steps(10, 5), "iOS": steps(6, 3)}
    second = {"$overall": steps(2, 1), "iOS": steps(2, 1), "web": []}
    result = answered(funnel, {"data": {"2026-01-01": first, "2026-01-02": second}})
    assert [step.count for step in result.steps] == [12, 6]
    assert result.segments == {"iOS": [FunnelResultStep("A", 8, 1.0), FunnelResultStep("B", 4, 0.5)], "web": []}


def test_a_date_with_fewer_steps_adds_to_those_it_has() -> None:
    reply = {"data": {"2026-01-01": {"steps": steps(9)}, "2026-01-02": {"steps": steps(4, 1)}, "2026-01-03": {}}}
    assert [step.count for step in answered(funnel, reply).steps] == [13, 1]


@pytest.mark.parametrize(
    ("step", "name"), [({"event": "A", "goal": "B"}, "A"), ({"goal": "B"}, "B"), ({"event": None}, "Step 1")]
)
def test_a_step_is_called_by_its_event_else_its_goal_else_its_number(step: Any, name: str) -> None:
    result = answered(funnel, {"data": {"2026-01-01": {"steps": [step]}}})
    assert result.steps == [FunnelResultStep(name, 0, 1.0)]


@pytest.mark.parametrize("reply", [{}, {"data": {}}, {"data": {"2026-01-01": {}}}])
def test_nothing_still_has_its_columns(reply: Any) -> None:
    result = answered(funnel, reply)
    assert (result.steps, result.conversion_rate) == ([], 0.0)
    expected = {"step": pl.Int64, "event": pl.String, "count": pl.Int64, "conversion_rate": pl.Float64}
    assert result.df.schema == expected


def test_everything_documented_can_be_asked() -> None:
    options: Any = {"on": 'properties["a"]', "where": 'properties["b"] > 1', "length": 3, "length_unit": "hour"}
    path, query = asked(lambda ws: ws.funnel(7, unit="week", limit=9, **options, **DAYS), {})
    assert path == "/funnels"
    assert query == DAYS | {"funnel_id": "7", "unit": "week", "limit": "9"} | options | {"length": "3"}


def test_days_may_be_grouped_by_an_interval() -> None:
    _, query = asked(lambda ws: ws.funnel(7, interval=14, **DAYS), {})
    assert query == DAYS | {"funnel_id": "7", "interval": "14"}


def test_unit_and_interval_exclude_each_other() -> None:
    with pytest.raises(ParamValidationError, match="give one"):
        raise refused(lambda ws: ws.funnel(7, unit="week", interval=14, **DAYS))


@pytest.mark.parametrize(
    ("reply", "path"),
    [
        (None, r"\$: "),
        ({"meta": {}}, r"\$: there is no 'data'"),
        ({"data": []}, r"\$\.data: "),
        ({"data": {"2026-01-01": None}}, r"\$\.data\.2026-01-01: "),
        ({"data": {"2026-01-01": {"analysis": {}}}}, r"\$\.data\.2026-01-01: there is no 'steps'"),
        ({"data": {"2026-01-01": {"steps": "x"}}}, r"\$\.data\.2026-01-01\.steps: "),
        ({"data": {"2026-01-01": {"steps": [None]}}}, r"\$\.data\.2026-01-01\.steps\[0\]: "),
        ({"data": {"2026-01-01": {"steps": [{"count": "1"}]}}}, r"\$\.data\.2026-01-01\.steps\[0\]\.count: "),
        ({"data": {"2026-01-01": {"steps": [{"event": 1}]}}}, r"\$\.data\.2026-01-01\.steps\[0\]\.event: "),
        ({"data": {"2026-01-01": {"$overall": None}}}, r"\$\.data\.2026-01-01: there is no '\$overall'"),
        ({"data": {"2026-01-01": {"$overall": [], "iOS": {}}}}, r"\$\.data\.2026-01-01\.iOS: "),
    ],
)
def test_what_is_no_funnel_is_refused_by_its_place(reply: Any, path: str) -> None:
    with pytest.raises(ResponseValidationError, match=path):
        answered(funnel, reply)
