from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import (
    CustomPropertyRef,
    Filter,
    Formula,
    InsightsQuery,
    Metric,
    MetricRef,
    ParamValidationError,
    WarehouseMetric,
)

NAN = float("nan")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"id": 0}, "MR4_INVALID_ID"),
        ({"id": True}, "MR4_INVALID_ID"),
        ({"type": "cohort"}, "MR5_INVALID_TYPE"),
        ({"type": "warehouse", "step_index": 1}, "MR6_OVERRIDE_NOT_APPLICABLE"),
        ({"type": "formula", "math": "unique"}, "MR6_OVERRIDE_NOT_APPLICABLE"),
        ({"label": " "}, "MR7_INVALID_OVERRIDE"),
        ({"math": "sum"}, "MR7_INVALID_OVERRIDE"),
        ({"property": 5}, "MR7_INVALID_OVERRIDE"),
        ({"property": ""}, "MR7_INVALID_OVERRIDE"),
        ({"per_user": "sum"}, "MR7_INVALID_OVERRIDE"),
        ({"percentile_value": NAN}, "MR7_INVALID_OVERRIDE"),
        ({"percentile_value": True}, "MR7_INVALID_OVERRIDE"),
        ({"funnel_order": "strict"}, "MR7_INVALID_OVERRIDE"),
        ({"step_index": -1}, "MR7_INVALID_OVERRIDE"),
        ({"bucket_index": 1.5}, "MR7_INVALID_OVERRIDE"),
        ({"hidden": "yes"}, "MR7_INVALID_OVERRIDE"),
        ({"overrides": [1]}, "MR7_INVALID_OVERRIDE"),
        ({"segment_method": "last"}, "MT2_INVALID_SEGMENT_METHOD"),
        ({"math": "dau", "per_user": "total"}, "V3_PER_USER_INCOMPATIBLE"),
        ({"math": "unique", "property": "p"}, "V14_METRIC_REJECTS_PROPERTY"),
        ({"overrides": {"behavior": {"behaviors": [{"filters": []}]}}}, "MR1_FILTER_OVERRIDE"),
    ],
)
def test_a_change_that_means_nothing_is_refused(arguments: dict[str, Any], code: str) -> None:
    with pytest.raises(ParamValidationError) as caught:
        MetricRef(**({"id": 5} | arguments))

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("changes", "overrides"),
    [
        ({"label": "L"}, {"name": "L"}),
        (
            {"math": "percentile", "percentile_value": 95},
            {"measurement": {"math": "custom_percentile", "percentile": 95}},
        ),
        ({"property": "p"}, {"measurement": {"property": {"name": "p", "resourceType": "events"}}}),
        ({"per_user": "total"}, {"measurement": {"perUserAggregation": "total"}}),
        ({"segment_method": "first"}, {"measurement": {"segmentMethod": "first"}}),
        ({"step_index": 0}, {"measurement": {"stepIndex": 0}}),
        ({"bucket_index": 0}, {"measurement": {"retentionBucketIndex": 0}}),
        ({"funnel_order": "any"}, {"behavior": {"funnelOrder": "any"}}),
    ],
)
def test_only_what_is_different_is_sent(changes: dict[str, Any], overrides: dict[str, Any]) -> None:
    assert MetricRef(5, **changes).clause() == {"type": "metric", "id": 5, "overrides": overrides}
    assert MetricRef(5).clause() == {"type": "metric", "id": 5}


def test_raw_overrides_win_over_named_ones_part_by_part() -> None:
    metric = MetricRef(5, math="unique", step_index=1, overrides={"measurement": {"math": "total", "x": 1}})

    assert metric.clause()["overrides"] == {"measurement": {"math": "total", "stepIndex": 1, "x": 1}}


def test_later_changes_of_a_mapping_given_do_not_reach_it() -> None:
    given: dict[str, Any] = {"display": {"suffix": "%"}}
    metric = MetricRef(5, overrides=given)

    given["display"]["suffix"] = "!"

    assert metric.clause()["overrides"] == {"display": {"suffix": "%"}}


@pytest.mark.parametrize(("own", "by_formula", "sent"), [(None, None, None), (False, None, False), (False, True, True)])
def test_a_formula_hides_it_whatever_it_says(own: Any, by_formula: Any, sent: Any) -> None:
    assert MetricRef(5, hidden=own).clause(hidden=by_formula).get("isHidden") == sent


@pytest.mark.parametrize(
    ("operand", "code"),
    [
        (MetricRef(5, type="formula"), "FM3_NESTED_FORMULA"),
        (MetricRef(5, type="warehouse"), "FM7_WAREHOUSE_OPERAND"),
        (MetricRef(5, label="L"), "MR2_OPERAND_OVERRIDE"),
        (MetricRef(5, hidden=False), "MR2_OPERAND_OVERRIDE"),
        (MetricRef(5, step_index=0), "MR2_OPERAND_OVERRIDE"),
    ],
)
def test_a_formula_takes_saved_metrics_as_they_are_saved(operand: MetricRef, code: str) -> None:
    with pytest.raises(ParamValidationError) as caught:
        Formula("A", metrics=[operand])

    assert caught.value.code == code


def test_measurement_of_the_question_that_reaches_no_event_is_refused() -> None:
    problems = InsightsQuery([MetricRef(5), Metric("A")], math="unique", per_user="total").problems()

    assert [(problem.path, problem.code) for problem in problems] == [
        ("math", "V29_QUERY_MEASUREMENT_IGNORED"),
        ("per_user", "V29_QUERY_MEASUREMENT_IGNORED"),
    ]
    assert InsightsQuery([MetricRef(5), "A"], math="unique").problems() == []


def test_its_custom_property_is_looked_at() -> None:
    problems = InsightsQuery(MetricRef(5, property=CustomPropertyRef(0))).problems()

    assert [(problem.path, problem.code) for problem in problems] == [("events[0]", "CP1_INVALID_ID")]


def test_splitting_a_warehouse_metric_is_warned_of_and_asked() -> None:
    question = InsightsQuery(MetricRef(5, type="warehouse"), group_by="plan", where=Filter.is_set("p"))

    assert [(problem.path, problem.severity) for problem in question.problems()] == [
        ("group_by", "warning"),
        ("where", "warning"),
    ]
    assert question.params()["sections"]["show"] == [{"type": "warehouse", "id": 5}]


def test_a_warehouse_metric_is_saved_first() -> None:
    problems = InsightsQuery(WarehouseMetric(4, "select 1", "numeric")).problems()

    assert [(problem.path, problem.code) for problem in problems] == [("events[0]", "MR3_WAREHOUSE_INLINE")]
