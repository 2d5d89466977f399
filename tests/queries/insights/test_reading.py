from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mixpanel_async import (
    CohortBreakdown,
    CohortCriteria,
    CohortDefinition,
    Filter,
    Formula,
    FunnelBehavior,
    FunnelMetric,
    GroupBy,
    InlineCustomProperty,
    InsightsQuery,
    Metric,
    MetricRef,
    ParamValidationError,
    TimeComparison,
)

ACTIVE = CohortDefinition.any_of(
    CohortCriteria.did_event("Buy", at_least=3, within_days=30, where=Filter.equals("plan", "pro")),
    CohortCriteria.property_is_set("$email"),
)


def today() -> date:
    return date(2026, 11, 24)


@pytest.mark.parametrize(
    "question",
    [
        InsightsQuery("Login", math="dau", last=90),
        InsightsQuery(["Login", "Buy"], math="average", math_property="amount", per_user="total"),
        InsightsQuery("Buy", math="percentile", math_property="amount", percentile_value=95),
        InsightsQuery([Metric("A", math="unique"), "B"], rolling=7, mode="table"),
        InsightsQuery([Metric(["A", "B"], filters=[Filter.is_set("x")]), FunnelMetric(FunnelBehavior(["A", "B"]))]),
        InsightsQuery(["A", "B", Formula("B / A", "Rate")], cumulative=True),
        InsightsQuery(Formula("A * 2", metrics=[Metric("A")])),
        InsightsQuery(MetricRef(7, label="Ours", math="median", overrides={"measurement": {"extra": 1}})),
        InsightsQuery("A", from_date="2026-01-01", to_date="2026-01-31", unit="week", data_group_id=4),
        InsightsQuery("A", where=[Filter.in_cohort(ACTIVE), Filter.list_contains("cart", Brand="nike")]),
        InsightsQuery("A", group_by=["country", GroupBy("age", "number", 10, 0, 90), CohortBreakdown(ACTIVE, "On")]),
        InsightsQuery("A", math="max", math_property=InlineCustomProperty.numeric("A * 2", A="price")),
        InsightsQuery("A", time_comparison=TimeComparison.relative("month")),
    ],
    ids=repr,
)
def test_a_question_comes_back(question: InsightsQuery) -> None:
    assert InsightsQuery.from_params(question.params(today=today)) == question


@pytest.mark.parametrize(
    ("given", "spelling"),
    [
        (InsightsQuery(["A"]), InsightsQuery("A")),
        (InsightsQuery("A", where=[]), InsightsQuery("A")),
        (InsightsQuery([Metric("A"), Metric("B")]), InsightsQuery(["A", "B"])),
        (InsightsQuery(Metric("A", math="unique")), InsightsQuery("A", math="unique")),
        (InsightsQuery(["A", "B"], formula="A / B"), InsightsQuery(["A", "B", Formula("A / B")])),
        (
            InsightsQuery("A", from_date="2026-11-01"),
            InsightsQuery("A", from_date="2026-11-01", to_date="2026-11-24"),
        ),
        (InsightsQuery("A", group_by=GroupBy("country")), InsightsQuery("A", group_by="country")),
        (
            InsightsQuery(MetricRef(7, label="Ours", overrides={"measurement": {}})),
            InsightsQuery(MetricRef(7, label="Ours", overrides={"measurement": {}})),
        ),
    ],
    ids=repr,
)
def test_what_params_do_not_tell_apart_has_one_spelling(given: InsightsQuery, spelling: InsightsQuery) -> None:
    assert InsightsQuery.from_params(given.params(today=today)) == spelling


def test_how_a_report_looks_is_left_out() -> None:
    params = InsightsQuery("A", group_by="country").params(today=today)
    params |= {"name": "Logins", "description": "ours", "sorting": {"bar": {}}, "legend": [1]}
    params["displayOptions"] |= {"chartType": "stacked-line", "plotStyle": "standard"}
    params["sections"]["group"][0] |= {"color": "red", "search": "", "typeCast": None}
    params["sections"]["formula"] = []

    assert InsightsQuery.from_params(params) == InsightsQuery("A", group_by="country")


def test_what_goes_without_saying_may_be_left_out() -> None:
    params = InsightsQuery("A", where=Filter.is_set("plan")).params(today=today)
    del params["sections"]["show"][0]["behavior"]["filtersDeterminer"]
    del params["sections"]["filter"][0]["defaultType"]

    assert InsightsQuery.from_params(params) == InsightsQuery("A", where=Filter.is_set("plan"))


def _changed(*keys: Any, to: object) -> dict[str, Any]:
    """Params of a question with something else under *keys*."""
    node: Any = (params := InsightsQuery("A", where=Filter.is_set("p")).params(today=today))
    for key in keys[:-1]:
        node = node[key]
    node[keys[-1]] = to
    return params


@pytest.mark.parametrize(
    ("path", "params"),
    [
        (
            "$.sections.show[0].measurement.rollingOf",
            _changed("sections", "show", 0, "measurement", "rollingOf", to="mau"),
        ),
        ("$.sections.show[0].isHidden", _changed("sections", "show", 0, "isHidden", to=True)),
        ("$.sections.show[0].behavior.type", _changed("sections", "show", 0, "behavior", "type", to="addiction")),
        ("$.sections.time[0].window.unit", _changed("sections", "time", 0, "window", "unit", to="week")),
        ("$.sections.time[0].dateRangeType", _changed("sections", "time", 0, "dateRangeType", to="since")),
        ("$.sections.filter[0].filterOperator", _changed("sections", "filter", 0, "filterOperator", to="resembles")),
        ("$.sections.filter", _changed("sections", "filter", to="all")),
        ("$.sections.segmentation", _changed("sections", "segmentation", to={"by": "x"})),
        ("$.displayOptions.chartType", _changed("displayOptions", "chartType", to="sankey")),
        ("$.displayOptions.analysis", _changed("displayOptions", "analysis", to="logarithmic")),
    ],
)
def test_what_no_question_says_is_named_by_its_place(path: str, params: dict[str, Any]) -> None:
    with pytest.raises(ParamValidationError) as refused:
        InsightsQuery.from_params(params)

    assert path in str(refused.value)


def test_a_report_that_breaks_a_rule_of_questions_is_refused() -> None:
    with pytest.raises(ParamValidationError, match="V20_LAST_TOO_LARGE"):
        InsightsQuery.from_params(_changed("sections", "time", 0, "window", "value", to=5000))
