"""What a saved metric says of itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from mixpanel_async import (
    CohortCreator,
    MetricDisplay,
    MetricGoal,
    MetricRef,
    ParamValidationError,
    RawMetricDefinition,
    ResponseValidationError,
    SavedMetric,
)
from tests.entities.metrics.data import LOGINS, RATIO, WAREHOUSE, rows
from tests.faces import both, raised


def read(row: dict[str, Any]) -> SavedMetric:
    found, _ = both(lambda ws: ws.get_metric(row["id"]), rows(row))
    assert isinstance(found, SavedMetric)
    return found


def test_parts_of_its_definition_are_named() -> None:
    metric = read(LOGINS)

    assert (metric.behavior_type, metric.math) == ("event", "total")
    assert (metric.formula_expression, metric.referenced_metric_ids) == (None, [])


def test_a_formula_names_the_saved_metrics_it_is_made_of() -> None:
    metric = read(RATIO)

    assert (metric.formula_expression, metric.referenced_metric_ids) == ("A / B", [901])
    assert (metric.behavior_type, metric.math, metric.display, metric.goals) == (None, None, None, [])


def test_its_display_and_goals_are_values() -> None:
    metric = read(LOGINS)

    assert metric.display == MetricDisplay(prefix="$", minimum_detectable_effect=0.05)
    assert metric.goals == [
        MetricGoal(
            id="g-1",
            label="2026",
            checkpoints=[("2026-12-31", 5000)],
            raw={"unit": "users", "direction": "up"},
        )
    ]


def test_it_stands_in_a_question_as_a_reference() -> None:
    assert read(LOGINS).to_ref() == MetricRef(901)
    assert read(RATIO).to_ref() == MetricRef(902, type="formula")


def test_a_type_that_no_question_knows_has_no_reference() -> None:
    with pytest.raises(ParamValidationError, match="type is 'sketch'"):
        read(LOGINS | {"type": "sketch"}).to_ref()


def test_its_definition_can_be_sent_again() -> None:
    assert read(WAREHOUSE).to_raw_definition() == RawMetricDefinition("warehouse", WAREHOUSE["definition"], 4)


def test_who_owns_it_and_when_it_was_verified_is_read() -> None:
    metric = read(LOGINS | {"owned_by": {"id": 3, "name": "Ada"}, "last_verified": "2026-01-31T12:00:00+00:00"})

    assert metric.owned_by == CohortCreator(id=3, name="Ada")
    assert metric.last_verified == datetime(2026, 1, 31, 12, tzinfo=UTC)


def test_nulls_and_fields_that_are_left_out_do_no_harm() -> None:
    metric = read({"id": 1, "name": "Hidden", "type": "metric", "description": None, "contacts": None, "new": 5})

    assert (metric.description, metric.contacts, metric.definition, metric.extra) == (None, None, {}, {"new": 5})
    assert (metric.math, metric.display, metric.goals) == (None, None, [])


@pytest.mark.parametrize(
    ("checkpoint", "problem"),
    [
        (["2026-01-01", "x"], r"\[1\]: 'x' is no number"),
        (["2026-01-01"], r": \['2026-01-01'\] is no list of 2"),
        ("2026-01-01", ": '2026-01-01' is no list of 2"),
    ],
)
def test_a_definition_of_another_shape_is_told_by_its_place(checkpoint: Any, problem: str) -> None:
    metric = read(LOGINS | {"definition": {"goals": [{"label": "a", "checkpoints": [checkpoint]}]}})

    with pytest.raises(ResponseValidationError, match=rf"^definition\.goals\[0\]\.checkpoints\[0\]{problem}"):
        _ = metric.goals


@pytest.mark.parametrize("found", [[], [LOGINS, RATIO]])
def test_an_answer_without_the_one_row_is_refused(found: list[dict[str, Any]]) -> None:
    error, _ = raised(lambda ws: ws.get_metric(901), rows(*found))

    assert isinstance(error, ResponseValidationError)
    assert f"$.results: there are {len(found)} of them where one metric is expected" in error.message
