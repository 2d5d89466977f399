"""Behaviors as metrics: several events as one, funnels, retentions, and saved ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mixpanel_async import (
    BehaviorRef,
    BookmarkValidationError,
    CustomEventRef,
    CustomPropertyRef,
    Exclusion,
    Filter,
    Formula,
    FunnelBehavior,
    FunnelMetric,
    FunnelQuery,
    FunnelStep,
    InsightsQuery,
    Metric,
    ParamTypeError,
    ParamValidationError,
    RetentionBehavior,
    RetentionMetric,
    RetentionQuery,
    SimpleBehavior,
)

FUNNEL = FunnelBehavior(["A", "B"])
RETENTION = RetentionBehavior("A", "B")
BAD = Filter.is_set(CustomPropertyRef(0))


def paths(*events: Any) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in InsightsQuery(events).problems()]


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: SimpleBehavior([]), "BH1_STEP_COUNT"),
        (lambda: SimpleBehavior([" "]), "BH2_EMPTY_EVENT"),
        (lambda: SimpleBehavior(["a\x00"]), "EV2_CONTROL_CHAR_EVENT"),
        (lambda: SimpleBehavior([5]), "MT5_INVALID_EVENT_TYPE"),
        (lambda: FunnelBehavior(["A"]), "BH1_STEP_COUNT"),
        (lambda: FunnelBehavior(["A", ""]), "BH2_EMPTY_EVENT"),
        (lambda: FunnelBehavior(["A", "B"], exclusions=[""]), "EV1_EMPTY_EVENT"),
        (lambda: FunnelBehavior(["A", "B"], holding_constant=""), "HC1_EMPTY_PROPERTY"),
        (lambda: RetentionBehavior("A", ""), "BH2_EMPTY_EVENT"),
        (lambda: FunnelMetric(FUNNEL, step_index=-1), "MT4_INVALID_INDEX"),
        (lambda: FunnelMetric(FUNNEL, step_index=True), "MT4_INVALID_INDEX"),
        (lambda: RetentionMetric(RETENTION, bucket_index=1.5), "MT4_INVALID_INDEX"),
        (lambda: FunnelMetric(FUNNEL, math="average"), "F10_MATH_MISSING_PROPERTY"),
        (lambda: FunnelMetric(FUNNEL, math="unique", property="p"), "F11_MATH_REJECTS_PROPERTY"),
        (lambda: RetentionMetric(RETENTION, math="average"), "BH3_PROPERTY_MATH"),
        (lambda: RetentionMetric(RETENTION, property="p"), "BH3_PROPERTY_MATH"),
        (lambda: FunnelMetric(BehaviorRef(5, "simple")), "BH5_BEHAVIOR_REF_TYPE"),
        (lambda: RetentionMetric(BehaviorRef(5, "funnel")), "BH5_BEHAVIOR_REF_TYPE"),
        (lambda: Metric(BehaviorRef(5, "funnel")), "BH5_BEHAVIOR_REF_TYPE"),
        (lambda: Metric(SimpleBehavior(["A"]), filters=[BAD]), "MT3_FILTERS_WITH_BEHAVIOR"),
        (lambda: Metric([FunnelStep("A")]), "MT5_INVALID_EVENT_TYPE"),
        (lambda: Metric(FunnelStep("A")), "MT5_INVALID_EVENT_TYPE"),
    ],
)
def test_what_means_nothing_is_refused_at_once(make: Callable[[], object], code: str) -> None:
    with pytest.raises(ParamValidationError) as caught:
        make()

    assert caught.value.code == code


@pytest.mark.parametrize(
    "make",
    [
        lambda: SimpleBehavior("AB"),
        lambda: FunnelBehavior("AB"),
        lambda: FunnelBehavior(["A", 5]),
        lambda: FunnelBehavior(["A", "B"], exclusions="X"),
        lambda: FunnelBehavior(["A", "B"], exclusions=[5]),
        lambda: FunnelBehavior(["A", "B"], holding_constant=5),
        lambda: RetentionBehavior("A", 5),
        lambda: RetentionBehavior("A", "B", bucket_sizes=7),
        lambda: FunnelMetric("A"),
        lambda: RetentionMetric(FUNNEL),
    ],
)
def test_other_types_are_refused(make: Callable[[], object]) -> None:
    with pytest.raises(ParamTypeError):
        make()


@pytest.mark.parametrize(
    ("behavior", "name"),
    [
        (SimpleBehavior(["A", CustomEventRef(5), FunnelStep("B", "bee")]), "A or $custom_event:5 or bee"),
        (SimpleBehavior(["A", "B"], name="Either"), "Either"),
        (SimpleBehavior(["A"], name="  "), "A"),
    ],
)
def test_several_events_have_one_name(behavior: SimpleBehavior, name: str) -> None:
    assert behavior.clause()["name"] == name


def test_several_events_of_a_metric_share_its_filters() -> None:
    metric = Metric(["A", CustomEventRef(5)], filters=[Filter.is_set("p")])

    entries = metric.clause()["behavior"]["behaviors"]

    assert [(entry["type"], entry["id"], len(entry["filters"])) for entry in entries] == [
        ("event", None, 1),
        ("custom-event", 5, 1),
    ]


def test_a_saved_behavior_is_named_by_its_id() -> None:
    params = InsightsQuery(Metric(BehaviorRef(7, "simple"), math="unique")).params()

    assert params["sections"]["show"][0]["behavior"] == {"type": "simple", "id": 7}


def test_a_funnel_is_the_same_as_a_question_and_as_a_metric() -> None:
    settings: Any = {"conversion_window": 7, "order": "any", "exclusions": ["X"], "holding_constant": "p"}
    steps = ["A", FunnelStep("B", "bee")]
    question = FunnelQuery(steps, math="total", math_property="price", **settings)

    metric = FunnelMetric(FunnelBehavior(steps, **settings), math="total", property="price")

    assert metric.clause() == question.params()["sections"]["show"][0]


def test_a_retention_is_the_same_as_a_question_and_as_a_metric() -> None:
    settings: Any = {"retention_unit": "day", "bucket_sizes": [1, 3], "unbounded_mode": "carry_back"}
    question = RetentionQuery("A", "B", math="unique", retention_cumulative=True, **settings)

    metric = RetentionMetric(RetentionBehavior("A", "B", **settings), "unique", retention_cumulative=True)

    assert metric.clause() == question.params()["sections"]["show"][0]


@pytest.mark.parametrize(
    ("metric", "measured"),
    [
        (FunnelMetric(FUNNEL, step_index=0), {"stepIndex": 0}),
        (RetentionMetric(RETENTION, bucket_index=0), {"retentionBucketIndex": 0}),
    ],
)
def test_one_step_or_bucket_can_be_measured(metric: Any, measured: dict[str, int]) -> None:
    assert measured.items() <= metric.clause()["measurement"].items()


@pytest.mark.parametrize("math", ["average", "total"])
def test_a_retention_aggregates_a_property_where_its_math_does(math: Any) -> None:
    measured = RetentionMetric(RETENTION, math, property="p").clause()["measurement"]

    assert measured == {"math": math, "property": {"name": "p", "resourceType": "events"}}


@pytest.mark.parametrize("metric", [FunnelMetric(FUNNEL, label="Rate"), RetentionMetric(RETENTION, label="Rate")])
def test_a_label_is_shown_for_it(metric: Any) -> None:
    assert metric.clause()["name"] == "Rate"


def test_a_formula_hides_what_it_speaks_of() -> None:
    question = InsightsQuery([FunnelMetric(FUNNEL), RetentionMetric(RETENTION), Formula("A / B")])

    hidden = [clause.get("isHidden") for clause in question.params()["sections"]["show"]]

    assert hidden == [True, True, None]


@pytest.mark.parametrize(
    ("metric", "path", "code"),
    [
        (
            Metric(SimpleBehavior(["A", FunnelStep("B", filters=[BAD])])),
            ".event.events[1].filters[0]",
            "CP1_INVALID_ID",
        ),
        (Metric(SimpleBehavior(["A", "\u200b"])), ".event.events[1]", "V22_INVISIBLE_EVENT"),
        (FunnelMetric(FunnelBehavior(["A", FunnelStep("B", filters=[BAD])])), ".steps[1].filters[0]", "CP1_INVALID_ID"),
        (FunnelMetric(FunnelBehavior(["A", "B"], 400)), ".conversion_window", "F3_CONVERSION_WINDOW_MAX"),
        (
            FunnelMetric(FunnelBehavior(["A", "B"], exclusions=[Exclusion("X", 1, 1)])),
            ".exclusions[0]",
            "F4_EXCLUSION_STEP_ORDER",
        ),
        (RetentionMetric(RetentionBehavior("A", "B", "year")), ".retention_unit", "R7_INVALID_RETENTION_UNIT"),
        (
            RetentionMetric(RetentionBehavior("A", "B", bucket_sizes=[2, 1])),
            ".bucket_sizes",
            "R6_BUCKET_SIZES_ASCENDING",
        ),
        (RetentionMetric(RETENTION, "sum"), ".math", "R9_INVALID_MATH"),
    ],
)
def test_problems_say_where_in_the_metric_they_are(metric: Any, path: str, code: str) -> None:
    operand = [(problem.path, problem.code) for problem in InsightsQuery(Formula("A", metrics=[metric])).problems()]

    assert paths(metric) == [(f"events[0]{path}", code)]
    assert operand == [(f"formula.metrics[0]{path}", code)]


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: CustomEventRef(0), "CE1_INVALID_ID"),
        (lambda: CustomEventRef("5"), "CE1_INVALID_ID"),
        (lambda: BehaviorRef(True, "simple"), "BR1_INVALID_ID"),
        (lambda: BehaviorRef(5, "cohort"), "BR2_INVALID_TYPE"),
    ],
)
def test_a_reference_names_something_that_can_be_saved(make: Callable[[], object], code: str) -> None:
    with pytest.raises(ParamValidationError) as caught:
        make()

    assert caught.value.code == code


def test_a_saved_retention_has_its_own_settings() -> None:
    wrong = RetentionQuery(BehaviorRef(5, "funnel"), "B", retention_unit="day")

    with pytest.raises(BookmarkValidationError) as caught:
        wrong.params()

    assert [(error.path, error.code) for error in caught.value.errors] == [
        ("born_event", "R14_BEHAVIOR_REF_TYPE"),
        ("return_event", "R15_BEHAVIOR_REF_SETTINGS"),
        ("retention_unit", "R15_BEHAVIOR_REF_SETTINGS"),
    ]
