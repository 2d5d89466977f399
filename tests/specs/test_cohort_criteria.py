from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mixpanel_async import CohortCriteria, CohortDefinition, CustomPropertyRef, Filter, ParamTypeError
from mixpanel_async import ParamValidationError as Refused


def behavior(criterion: CohortCriteria) -> Any:
    return CohortDefinition(criterion).to_dict()["behaviors"]["bhvr_0"]


def node(criterion: CohortCriteria) -> Any:
    return CohortDefinition(criterion).to_dict()["selector"]["children"][0]


@pytest.mark.parametrize(("given", "operator"), [("at_least", ">="), ("at_most", "<="), ("exactly", "==")])
def test_an_event_is_counted(given: str, operator: str) -> None:
    counted = node(CohortCriteria.did_event("Buy", **{given: 2}, within_days=7))

    assert counted == {"property": "behaviors", "value": "bhvr_0", "operator": operator, "operand": 2}


@pytest.mark.parametrize(
    ("given", "span"),
    [
        ({"within_days": 7}, {"window": {"unit": "day", "value": 7}}),
        ({"within_weeks": 2}, {"window": {"unit": "week", "value": 2}}),
        ({"within_months": 3}, {"window": {"unit": "month", "value": 3}}),
        (
            {"from_date": date(2026, 1, 1), "to_date": "2026-01-31"},
            {"from_date": "2026-01-01", "to_date": "2026-01-31"},
        ),
    ],
)
def test_the_span_is_rolling_or_dated(given: dict[str, Any], span: dict[str, Any]) -> None:
    assert span.items() <= behavior(CohortCriteria.did_event("Buy", at_least=1, **given)).items()


def test_an_aggregation_replaces_the_count() -> None:
    criterion = CohortCriteria.did_event(
        "Buy", at_least=100, within_days=7, aggregation="total", aggregation_property="amount"
    )

    assert behavior(criterion)["count"] == {
        "event_selector": {"event": "Buy", "selector": None},
        "type": "absolute",
        "aggregationOperator": "total",
        "property": "amount",
    }


def test_filters_without_a_value_send_none() -> None:
    criterion = CohortCriteria.did_event(
        "Buy", at_least=1, within_days=7, where=[Filter.equals("plan", "pro"), Filter.is_set(CustomPropertyRef(5))]
    )

    first, second = behavior(criterion)["count"]["event_selector"]["selector"]["children"]
    assert first["filterValue"] == ["pro"]
    assert "filterValue" not in second


def test_not_doing_is_doing_no_time() -> None:
    assert CohortCriteria.did_not_do_event("Buy", within_days=7) == CohortCriteria.did_event(
        "Buy", exactly=0, within_days=7
    )


def test_a_property_is_compared_and_a_cohort_named() -> None:
    assert node(CohortCriteria.has_property("plan", ["a", "b"], operator="not_contains", property_type="list")) == {
        "property": "user",
        "value": "plan",
        "operator": "not in",
        "operand": ["a", "b"],
        "type": "list",
    }
    assert node(CohortCriteria.not_in_cohort(5)) == {"property": "cohort", "value": 5, "operator": "not in"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"event": " ", "at_least": -1}, "CD4_EMPTY_EVENT"),
        ({}, "CD1_FREQUENCY_PARAM_REQUIRED"),
        ({"at_least": 1, "exactly": 1}, "CD1_FREQUENCY_PARAM_REQUIRED"),
        ({"at_least": -1, "aggregation": "total"}, "CD2_FREQUENCY_NEGATIVE"),
        ({"at_least": 1, "aggregation": "total"}, "CA1_AGGREGATION_PAIR"),
        ({"at_least": 1, "aggregation": "total", "aggregation_property": " "}, "CA2_EMPTY_AGGREGATION_PROPERTY"),
        ({"at_least": 1, "aggregation": "sum", "aggregation_property": "x"}, "CA3_UNKNOWN_AGGREGATION"),
        ({"at_least": 1}, "CD3_TIME_CONSTRAINT_REQUIRED"),
        ({"at_least": 1, "within_days": 1, "within_weeks": 1}, "CD3_TIME_CONSTRAINT_REQUIRED"),
        ({"at_least": 1, "within_days": 1, "to_date": "2026-01-01"}, "CD3_TIME_CONSTRAINT_REQUIRED"),
        ({"at_least": 1, "within_days": 0}, "CD3_WINDOW_NOT_POSITIVE"),
        ({"at_least": 1, "from_date": "2026-01-01"}, "CD5_FROM_REQUIRES_TO"),
        ({"at_least": 1, "to_date": "2026-01-01"}, "CD5_TO_REQUIRES_FROM"),
        ({"at_least": 1, "from_date": "1.1.2026", "to_date": "2026-01-01"}, "CD6_DATE_FORMAT"),
        ({"at_least": 1, "from_date": "2026-01-01", "to_date": "2026-02-30"}, "CD6_DATE_INVALID"),
        ({"at_least": 1, "from_date": "2026-01-02", "to_date": "2026-01-01"}, "CD6_DATE_ORDER"),
    ],
)
def test_the_first_mistake_is_named(given: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as caught:
        CohortCriteria.did_event(**{"event": "Buy"} | given)

    assert caught.value.code == code


@pytest.mark.parametrize(
    "condition",
    [Filter.starts_with("p", "x"), Filter.on("p", "2026-01-01"), Filter.is_true("p"), Filter.list_contains("c", a="b")],
)
def test_what_an_event_selector_cannot_say_is_refused_with_what_it_can(condition: Filter) -> None:
    with pytest.raises(Refused, match="is between, is set, is not set") as caught:
        CohortCriteria.did_event("Buy", at_least=1, within_days=7, where=[Filter.is_set("a"), condition])

    assert caught.value.code == "CD10_UNSUPPORTED_FILTER_OPERATOR"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"property": " "}, "CD7_EMPTY_PROPERTY"),
        ({"operator": "starts_with"}, "CD11_UNKNOWN_OPERATOR"),
        ({"property_type": "text"}, "CD12_UNKNOWN_PROPERTY_TYPE"),
    ],
)
def test_a_property_condition_uses_known_words(given: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as caught:
        CohortCriteria.has_property(**{"property": "plan", "value": "pro"} | given)

    assert caught.value.code == code


@pytest.mark.parametrize("cohort", [0, -3, True])
def test_a_saved_cohort_has_a_positive_id(cohort: int) -> None:
    with pytest.raises(Refused, match="positive"):
        CohortCriteria.in_cohort(cohort)


@pytest.mark.parametrize(
    "given",
    [
        {"at_least": "3", "within_days": 7},
        {"at_least": 3, "within_days": "7"},
        {"where": ["plan"]},
    ],
)
def test_a_wrong_type_is_a_type_error(given: dict[str, Any]) -> None:
    with pytest.raises(ParamTypeError):
        CohortCriteria.did_event("Buy", **({"at_least": 1, "within_days": 1} | given))


def test_the_property_aggregated_is_text() -> None:
    amount: Any = Filter.is_set("amount")
    with pytest.raises(Refused) as refused:
        CohortCriteria.did_event("Buy", at_least=1, within_days=1, aggregation="total", aggregation_property=amount)

    assert refused.value.code == "CA2_EMPTY_AGGREGATION_PROPERTY"
