"""Goals of saved metrics, as they are given and as they are sent."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from mixpanel_async import MetricGoal, ParamTypeError, ParamValidationError
from mixpanel_async.entities._reader import reader_of
from mixpanel_async.entities.metrics.goals import goal_entries

ZURICH = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("time", "text"),
    [
        ("2026-12-31T10:00:00", "2026-12-31T10:00:00"),
        ("2026-12-31", "2026-12-31T00:00:00"),
        ("2026-12-31T10:00:00+01:00", "2026-12-31T09:00:00"),
        (date(2026, 12, 31), "2026-12-31T00:00:00"),
        (datetime(2026, 12, 31, 10), "2026-12-31T10:00:00"),
        (datetime(2026, 12, 31, 0, 30, tzinfo=ZURICH), "2026-12-30T23:30:00"),
    ],
)
def test_the_time_of_a_checkpoint_is_text_in_utc(time: Any, text: str) -> None:
    assert MetricGoal(label="a", checkpoints=[(time, 5)]).checkpoints == ((text, 5.0),)


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),
    st.integers(-12 * 60, 14 * 60),
)
def test_a_moment_is_the_same_in_every_zone(moment: datetime, minutes: int) -> None:
    elsewhere = moment.astimezone(timezone(timedelta(minutes=minutes)))

    assert MetricGoal(label="a", checkpoints=[(elsewhere, 1)]) == MetricGoal(label="a", checkpoints=[(moment, 1)])


@pytest.mark.parametrize(
    "checkpoint", [("soon", 5), (5, 5), ("2026-12-31", "5"), ("2026-12-31", True), ("2026-12-31", float("nan"))]
)
def test_a_checkpoint_is_a_time_and_a_number(checkpoint: Any) -> None:
    with pytest.raises(ParamValidationError, match=r"^MetricGoal: checkpoints\[1\] is "):
        MetricGoal(label="a", checkpoints=[("2026-01-01", 1), checkpoint])


def test_a_checkpoint_of_another_shape_is_refused() -> None:
    with pytest.raises(ParamTypeError, match=r"checkpoints\[0\] is '2026-12-31'; give a time and a number"):
        MetricGoal(label="a", checkpoints=["2026-12-31"])  # type: ignore[list-item]  # a mistake


def test_a_new_goal_gets_an_id_and_says_what_it_is() -> None:
    ids = count(1)

    assert goal_entries([MetricGoal(label="a"), MetricGoal(label="b", id="own")], lambda: f"new-{next(ids)}") == [
        {"id": "new-1", "label": "a", "checkpoints": [], "target_type": "absolute"},
        {"id": "own", "label": "b", "checkpoints": [], "target_type": "absolute"},
    ]


def test_ids_are_uuids_and_all_different() -> None:
    first, second = (entry["id"] for entry in goal_entries([MetricGoal(label="a"), MetricGoal(label="a")]))

    assert (UUID(first).version, UUID(second).version, first != second) == (4, 4, True)


@pytest.mark.parametrize("checkpoints", [None, [None]])
def test_a_goal_that_was_read_with_nulls_can_be_changed(checkpoints: object) -> None:
    raw = {"id": "g", "label": "a", "checkpoints": checkpoints}

    assert evolve(reader_of(MetricGoal)(raw), label="b").to_dict() == {**raw, "label": "b"}


def test_a_goal_that_was_read_goes_back_with_all_but_unit_and_direction() -> None:
    raw = {"id": "g", "label": "a", "checkpoints": [["2026-12-31T00:00:00", 5]], "target_type": "growth"}
    goal = reader_of(MetricGoal)({**raw, "target_input": 10, "unit": "u", "direction": "up", "new": 1})

    assert goal_entries([goal]) == [{**raw, "target_input": 10, "new": 1}]
