"""An insights report read back into the options of a question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mixpanel_async.queries.bookmark.reading import Options, read_mode, read_sections
from mixpanel_async.queries.insights.params import CHARTS
from mixpanel_async.specs.metrics import Metric
from mixpanel_async.specs.reading.measures import is_formula, read_formula, read_measure
from mixpanel_async.specs.reading.place import Place, only
from mixpanel_async.specs.roles import Measure

# The fields of a metric by what a question calls them.
_SHARED = {
    "math": "math",
    "math_property": "property",
    "per_user": "per_user",
    "percentile_value": "percentile_value",
}
_COUNTED: Options = {"math": "total", "math_property": None, "per_user": None, "percentile_value": None}


def read(given: Place) -> Options:
    """The options that make the question, events measured alike by their names."""
    shown = given.get("sections").get("show").items()
    formulas = [read_formula(entry) for entry in shown if is_formula(entry)]
    lettered = any(formula.metrics is None for formula in formulas)
    metrics = [read_measure(entry, hidden=lettered) for entry in shown if not is_formula(entry)]
    alike = _measured_alike(metrics)
    events = [_named(metric, alike) for metric in metrics]
    return {
        **read_sections(given),
        **_analysis(given.get("displayOptions")),
        **alike,
        "events": only([*events, *formulas]) or (),
        "mode": read_mode(given, CHARTS),
    }


def _measured_alike(metrics: Sequence[Measure]) -> Options:
    """The measurement that all metrics share, where nothing else is said of their events."""
    shared = [_measurement(metric) for metric in metrics if isinstance(metric, Metric) and _is_plain(metric)]
    is_shared = len(shared) == len(metrics) > 0 and all(each == shared[0] for each in shared)
    return shared[0] if is_shared else _COUNTED


def _measurement(metric: Metric) -> Options:
    return {option: getattr(metric, field) for option, field in _SHARED.items()}


def _is_plain(metric: Metric) -> bool:
    """Whether its event is named, and nothing said of it but how it is measured."""
    said = {field: getattr(metric, field) for field in _SHARED.values()}
    return isinstance(metric.event, str) and metric == Metric(metric.event, **said)


def _named(metric: Measure, alike: Options) -> Any:
    """The name of a plain event measured as all are, else the metric."""
    if isinstance(metric, Metric) and _is_plain(metric) and _measurement(metric) == alike:
        return metric.event
    return metric


def _analysis(display: Place) -> Options:
    match display.get("analysis").value:
        case "rolling":
            return {"rolling": display.get("rollingWindowSize").whole()}
        case "cumulative":
            return {"cumulative": True}
    return {}
