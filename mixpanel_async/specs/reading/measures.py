"""What is measured read back, from ``sections.show``: metrics of every kind, and formulas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mixpanel_async.specs.cohorts import CohortMetric
from mixpanel_async.specs.formulas import Formula
from mixpanel_async.specs.funnel_metrics import FunnelBehavior, FunnelMetric
from mixpanel_async.specs.metrics import Metric
from mixpanel_async.specs.reading.behaviors import read_funnel, read_retention, read_saved, read_simple
from mixpanel_async.specs.reading.events import read_combinator, read_event
from mixpanel_async.specs.reading.filters import read_filters
from mixpanel_async.specs.reading.measurement import read_measured, read_measurement
from mixpanel_async.specs.reading.place import Place
from mixpanel_async.specs.reading.saved_metrics import read_reference
from mixpanel_async.specs.retention_metrics import RetentionBehavior, RetentionMetric
from mixpanel_async.specs.roles import Measure
from mixpanel_async.specs.simple_behaviors import SimpleBehavior


def is_formula(place: Place) -> bool:
    """Whether an entry computes something from metrics, and is not saved."""
    return place.get("type").value == "formula" and place.get("id").value is None


def read_formula(place: Place) -> Formula:
    """The formula of an entry, with its own metrics where it has any."""
    metrics = [read_measure(each) for each in place.get("referencedMetrics").items()]
    name = place.get("name").if_given(Place.text)
    return place.made(Formula, place.get("definition").text(), name, metrics or None)


def read_measure(place: Place, *, hidden: bool = False) -> Measure:
    """The metric of an entry; *hidden* says that a formula hides it, whatever else it is."""
    behavior = place.get("behavior")
    if behavior.value is None and place.get("id").value is not None:
        return read_reference(place, hidden=hidden)
    kind = behavior.get("type")
    return _READERS.get(kind.text(), _event)(place)


def _cohort(place: Place) -> CohortMetric:
    behavior = place.get("behavior")
    name = behavior.get("name").if_given(Place.text) or None
    return place.made(CohortMetric, behavior.get("id").whole(), name)


def _funnel(place: Place) -> FunnelMetric:
    behavior, measurement = place.get("behavior"), place.get("measurement")
    math: Any = measurement.get("math").text()
    return place.made(
        FunnelMetric,
        read_saved(behavior) or behavior.made(FunnelBehavior, **read_funnel(behavior)),
        math,
        measurement.get("property").if_given(read_measured),
        measurement.get("stepIndex").if_given(Place.whole),
        place.get("name").if_given(Place.text),
    )


def _retention(place: Place) -> RetentionMetric:
    behavior, measurement = place.get("behavior"), place.get("measurement")
    math: Any = measurement.get("math").text()
    return place.made(
        RetentionMetric,
        read_saved(behavior) or behavior.made(RetentionBehavior, **read_retention(behavior)),
        math,
        measurement.get("retentionBucketIndex").if_given(Place.whole),
        measurement.get("retentionCumulative").flag(),
        measurement.get("property").if_given(read_measured),
        place.get("name").if_given(Place.text),
    )


def _event(place: Place) -> Metric:
    behavior = place.get("behavior")
    if behavior.get("type").value != "simple":
        filters, combinator = read_filters(behavior.get("filters")), read_combinator(behavior)
        return _metric(place, read_event(behavior), filters, combinator)
    event = read_saved(behavior) or read_simple(behavior)
    entries = behavior.get("behaviors").items()
    if isinstance(event, SimpleBehavior) and len(entries) > 1:
        filters, combinator = read_filters(entries[0].get("filters")), read_combinator(entries[0])
        alike = _metric(place, tuple(read_event(entry) for entry in entries), filters, combinator)
        if alike.clause()["behavior"] in (behavior.value, event.clause()):
            return alike
    return _metric(place, event, None, "all")


def _metric(place: Place, event: Any, filters: Any, combinator: Any) -> Metric:
    measurement = place.get("measurement")
    return place.made(Metric, event, **read_measurement(measurement), filters=filters, filters_combinator=combinator)


_READERS: Mapping[str, Callable[[Place], Measure]] = {
    "cohort": _cohort,
    "funnel": _funnel,
    "retention": _retention,
}
