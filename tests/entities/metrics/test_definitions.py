"""Words of questions as the definitions of saved metrics."""

from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import (
    CohortMetric,
    CreateMetricParams,
    Formula,
    FunnelBehavior,
    FunnelMetric,
    Metric,
    MetricRef,
    ParamTypeError,
    ParamValidationError,
    RawMetricDefinition,
    RetentionMetric,
    WarehouseMetric,
)
from mixpanel_async.specs.references import BehaviorRef


def body(definition: Any) -> dict[str, Any]:
    return CreateMetricParams(name="M", definition=definition).to_body()


@pytest.mark.parametrize(
    "metric",
    [
        Metric("Purchase", math="total", property="amount"),
        CohortMetric(5, "Buyers"),
        FunnelMetric(FunnelBehavior(["A", "B"]), step_index=1),
        RetentionMetric(BehaviorRef(7, "retention"), bucket_index=2),
    ],
)
def test_a_metric_is_kept_as_a_question_says_it(metric: Any) -> None:
    clause = metric.clause()

    assert body(metric) == {
        "type": "metric",
        "name": "M",
        "definition": {"behavior": clause["behavior"], "measurement": clause["measurement"]},
    }


def test_a_label_is_not_kept_since_the_metric_has_a_name() -> None:
    plain, labelled = (FunnelMetric(FunnelBehavior(["A", "B"]), label=label) for label in (None, "Conversion"))

    assert body(labelled) == body(plain)


def test_a_formula_is_kept_with_its_metrics() -> None:
    formula = Formula("A / B", "Ratio", metrics=[Metric("Login"), MetricRef(901)])

    assert body(formula) == {
        "type": "formula",
        "name": "M",
        "definition": {
            "formula": {
                "definition": "A / B",
                "referencedMetrics": [Metric("Login").clause(), {"type": "metric", "id": 901}],
            }
        },
    }


def test_a_formula_of_a_questions_events_cannot_be_saved() -> None:
    with pytest.raises(ParamValidationError, match="a saved formula stands alone") as caught:
        body(Formula("A / B"))

    assert caught.value.code == "V0_NO_EVENTS"


def test_a_new_warehouse_metric_says_how_it_is_fetched() -> None:
    assert body(WarehouseMetric(4, "select 1", "numeric", value_column="v", sync_interval="daily")) == {
        "type": "warehouse",
        "name": "M",
        "definition": {
            "query": "select 1",
            "metricType": "numeric",
            "valueColumn": "v",
            "aggregation": "none",
            "syncInterval": "daily",
        },
        "warehouse_source_id": 4,
    }


def test_the_servers_own_words_are_sent_as_they_are() -> None:
    words = {"behavior": {"type": "new"}, "display": {"suffix": "%"}}

    assert body(RawMetricDefinition("metric", words)) == {"type": "metric", "name": "M", "definition": words}


def test_the_servers_own_words_are_ours_once_given() -> None:
    words: dict[str, Any] = {"behavior": {"type": "event"}}
    raw = RawMetricDefinition("metric", words)
    words["behavior"]["type"] = "other"

    assert raw.definition == {"behavior": {"type": "event"}}


@pytest.mark.parametrize("wrong", [{"behavior": {}}, MetricRef(901), "Login", None])
def test_what_defines_no_metric_is_refused(wrong: Any) -> None:
    with pytest.raises(ParamTypeError, match=r"^CreateMetricParams: definition is .*RawMetricDefinition$"):
        body(wrong)


def test_the_servers_own_words_are_of_a_type_there_is() -> None:
    with pytest.raises(ParamValidationError, match="type is 'funnel'; it is one of metric, formula, warehouse"):
        RawMetricDefinition("funnel", {})  # type: ignore[arg-type]  # a mistake


def test_the_servers_own_words_are_an_object() -> None:
    with pytest.raises(ParamTypeError, match="definition is 'x'; give an object"):
        RawMetricDefinition("metric", "x")  # type: ignore[arg-type]  # a mistake


def test_the_servers_own_words_show_as_the_call_that_makes_them() -> None:
    assert repr(RawMetricDefinition("metric", {"a": 1})) == "RawMetricDefinition('metric', {'a': 1})"
