"""What is saved in the project, in questions of our own client: cohorts, custom properties and events, metrics."""

from __future__ import annotations

from pathlib import Path

import pytest

import mixpanel_sync
from mixpanel_sync import (
    BehaviorRef,
    CohortBreakdown,
    CohortCriteria,
    CohortDefinition,
    CohortMetric,
    ComposedPropertyValue,
    CreateBehaviorParams,
    CreateCohortParams,
    CreateCustomEventParams,
    CreateCustomPropertyParams,
    CreateMetricParams,
    CustomEventRef,
    CustomPropertyRef,
    Filter,
    Formula,
    FrequencyBreakdown,
    FrequencyFilter,
    GroupBy,
    Metric,
    MetricRef,
    QueryError,
    SimpleBehavior,
)
from tests.local.asking import at, event, stored
from tests.local.through import workspace

DAYS = {"from_date": "2026-01-10", "to_date": "2026-01-12"}


@pytest.fixture
def ws(tmp_path: Path) -> mixpanel_sync.Workspace:
    """Two users who look, one of whom pays twice and one of whom comes back."""
    events = [event("Look", user, at("2026-01-10"), price=4, quantity=number) for number, user in enumerate("uv", 1)]
    later = [("Pay", "u", "2026-01-11"), ("Pay", "u", "2026-01-12"), ("Back", "v", "2026-01-12")]
    events += [event(name, user, at(day)) for name, user, day in later]
    return workspace(stored(tmp_path, events).root)


def payers(ws: mixpanel_sync.Workspace) -> int:
    """A saved cohort: who paid."""
    definition = CohortDefinition(CohortCriteria.did_event("Pay", at_least=1, within_days=30))
    return ws.create_cohort(CreateCohortParams(name="Payers", definition=definition)).id


def test_cohorts(ws: mixpanel_sync.Workspace) -> None:
    saved = payers(ws)
    assert ws.query("Look", where=Filter.in_cohort(saved), mode="total", **DAYS).df["count"].to_list() == [1]
    assert ws.query("Look", where=Filter.not_in_cohort(saved), mode="total", **DAYS).df["count"].to_list() == [1]
    split = ws.query("Look", group_by=CohortBreakdown(saved), mode="total", **DAYS).to_dict()["series"]["Look"]
    assert split == {"$overall": {"all": 2}, "Payers": {"all": 1}, "Not In Payers": {"all": 1}}
    sizes = ws.query(CohortMetric(saved), **DAYS).to_dict()["series"]
    assert [list(line.values()) for line in sizes.values()] == [[0, 1, 1]]
    assert list(sizes) == ["Payers"]


def test_cohorts_in_funnels_and_retention(ws: mixpanel_sync.Workspace) -> None:
    saved = payers(ws)
    funnel = ws.query_funnel(["Look", "Pay"], where=Filter.in_cohort(saved), **DAYS)
    assert [step["count"] for step in funnel.steps_data] == [1, 1]
    found = ws.query_funnel(["Look", "Back"], group_by=CohortBreakdown(saved, "P"), **DAYS).series
    counts = {side: list(steps["count"].values()) for side, steps in found["Look through Back"].items()}
    assert counts == {
        "$overall": [{"all": 2}, {"all": 1}],
        "P": [{"all": 1}, {"all": 0}],
        "Not In P": [{"all": 1}, {"all": 1}],
    }
    retained = ws.query_retention("Look", "Pay", where=Filter.in_cohort(saved), retention_unit="day", **DAYS)
    assert retained.cohorts["2026-01-10"] == {"first": 1, "counts": [0, 1, 1], "rates": [0.0, 1.0, 1.0]}
    assert retained.meta["assumptions"]["cohort_window"] == "days"


def test_custom_properties(ws: mixpanel_sync.Workspace) -> None:
    parts = {
        letter: ComposedPropertyValue(resource_type="event", value=name, type="number")
        for letter, name in (("A", "price"), ("B", "quantity"))
    }
    params = CreateCustomPropertyParams(
        name="Worth", resource_type="events", display_formula="A * B", composed_properties=parts
    )
    made = ws.create_custom_property(params)
    worth = CustomPropertyRef(made.custom_property_id)
    assert ws.query("Look", math="total", math_property=worth, mode="total", **DAYS).df["count"].to_list() == [12]
    found = ws.query("Look", group_by=GroupBy(worth), mode="total", **DAYS).to_dict()
    assert found["series"]["Look"] == {"$overall": {"all": 2}, "4": {"all": 1}, "8": {"all": 1}}
    assert found["headers"] == ["$metric", "Worth"]
    assert ws.query("Look", where=Filter.greater_than(worth, 4), mode="total", **DAYS).df["count"].to_list() == [1]
    funnel = ws.query_funnel(["Look", "Back"], where=Filter.greater_than(worth, 4), **DAYS)
    assert [step["count"] for step in funnel.steps_data] == [1, 1]
    with pytest.raises(QueryError, match="no custom property is saved under the id 99"):
        ws.query("Look", group_by=GroupBy(CustomPropertyRef(99)), **DAYS)


def test_custom_events(ws: mixpanel_sync.Workspace) -> None:
    made = ws.create_custom_event(CreateCustomEventParams(name="Any", alternatives=["Pay", "Back"]))
    assert ws.query(f"$custom_event:{made.id}", mode="total", **DAYS).df["count"].to_list() == [3]
    several = Metric(("Look", CustomEventRef(made.id)), math="unique")
    assert ws.query(several, mode="total", **DAYS).df["count"].to_list() == [2]
    funnel = ws.query_funnel(["Look", CustomEventRef(made.id).name], **DAYS)
    assert [step["count"] for step in funnel.steps_data] == [2, 2]


def test_metrics(ws: mixpanel_sync.Workspace) -> None:
    looks = ws.create_metric(CreateMetricParams(name="Looks", definition=Metric("Look", math="total"))).id
    rate = Formula("B / A", metrics=[MetricRef(looks), Metric("Pay", math="total")])
    saved = ws.create_metric(CreateMetricParams(name="Rate", definition=rate)).id
    found = ws.query([MetricRef(looks), MetricRef(saved, type="formula")], mode="total", **DAYS).to_dict()["series"]
    assert found == {"Looks": {"all": 2}, "Rate": {"all": 1}}
    other = MetricRef(looks, label="Lookers", math="unique")
    assert ws.query(other, mode="total", **DAYS).to_dict()["series"] == {"Lookers": {"all": 2}}
    with pytest.raises(QueryError, match="is a metric and no formula"):
        ws.query(MetricRef(looks, type="formula"), **DAYS)
    with pytest.raises(QueryError, match="no metric is saved under the id 99"):
        ws.query(MetricRef(99), **DAYS)


def test_behaviors(ws: mixpanel_sync.Workspace) -> None:
    made = ws.create_behavior(CreateBehaviorParams(name="Either", behavior=SimpleBehavior(["Pay", "Back"])))
    either = Metric(BehaviorRef(made.id, "simple"), math="total")
    assert ws.query(either, mode="total", **DAYS).to_dict()["series"] == {"Either": {"all": 3}}


def test_frequencies(ws: mixpanel_sync.Workspace) -> None:
    often = FrequencyFilter("Pay", 2, event_filters=[Filter.is_not_set("plan")])
    assert ws.query("Look", where=often, mode="total", **DAYS).df["count"].to_list() == [1]
    split = FrequencyBreakdown("Pay", bucket_max=3)
    found = ws.query("Look", math="unique", group_by=split, mode="total", **DAYS).to_dict()
    assert found["series"]["Look"] == {"$overall": {"all": 2}, "0 - 1": {"all": 1}, "2 - 3": {"all": 1}}
    assert found["headers"] == ["$metric", "Pay Frequency"]
    # Between the steps of a funnel nobody paid beside the step itself (docs/features/computed-properties).
    between = ws.query_funnel(["Look", "Pay"], where=FrequencyFilter("Pay", 1), **DAYS)
    assert [step["count"] for step in between.steps_data] == [0, 0]
    lately = FrequencyFilter("Pay", 2, date_range_value=30, date_range_unit="day")
    assert [step["count"] for step in ws.query_funnel(["Look", "Pay"], where=lately, **DAYS).steps_data] == [1, 1]
