"""The rules of an insights question as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import evolve

from mixpanel_async.errors import ValidationError
from mixpanel_async.queries.bookmark.questions import given_beside
from mixpanel_async.queries.bookmark.spans import span_problems
from mixpanel_async.queries.bookmark.splits import breakdown_problems, condition_problems, group_problems
from mixpanel_async.queries.insights.parts import Parts
from mixpanel_async.specs.maths import NEEDS_PROPERTY
from mixpanel_async.specs.measurement import per_user_problems, rejects_property
from mixpanel_async.specs.metric_refs import MetricRef
from mixpanel_async.specs.name_rules import EVENT_NAMES
from mixpanel_async.specs.problems import placed
from mixpanel_async.specs.roles import Measure
from mixpanel_async.specs.warehouse_metrics import WarehouseMetric

if TYPE_CHECKING:
    from mixpanel_async.queries.insights.spec import InsightsQuery

MAX_ROLLING = 365

_MEASUREMENT = ("math", "math_property", "per_user", "percentile_value")


def problems_of(query: InsightsQuery, parts: Parts) -> Iterator[ValidationError]:
    """Every rule *query* breaks, in the order of its parts."""
    yield from group_problems(query.data_group_id)
    yield from _events(parts)
    if any(isinstance(event, str) for event in parts.events):
        yield from _measurement(query)
    elif any(isinstance(event, MetricRef) for event in parts.events):
        yield from _ignored(query)
    if parts.formulas:
        yield from formula_problems(parts)
    if query.rolling is not None:
        yield from rolling_problems(query.rolling, cumulative=query.cumulative)
    yield from span_problems(query.from_date, query.to_date, query.last)
    if parts.breakdowns:
        yield from breakdown_problems(parts.breakdowns)
    yield from _metrics(parts)
    if parts.conditions:
        yield from condition_problems(parts.conditions)
    if any(isinstance(event, MetricRef) and event.type == "warehouse" for event in parts.events):
        yield from _warehouse(parts)


def _events(parts: Parts) -> Iterator[ValidationError]:
    if not parts.events and all(formula.metrics is None for formula in parts.formulas):
        yield ValidationError("events", "there is no event; name at least one", "V0_NO_EVENTS")
    for index, event in enumerate(parts.events):
        if isinstance(event, str):
            yield from placed(EVENT_NAMES.broken_by(event), "events", index)
        elif isinstance(event, Measure):
            yield from placed(event.name_problems(), "events", index)
        elif isinstance(event, WarehouseMetric):
            message = "a warehouse metric is computed once it is saved; save it, then ask for its MetricRef"
            yield ValidationError(f"events[{index}]", message, "MR3_WAREHOUSE_INLINE")
        else:
            message = f"{event!r} is no event; give a name or a Metric"
            yield ValidationError(f"events[{index}]", message, "V21_INVALID_EVENT_TYPE")


def _measurement(query: InsightsQuery) -> Iterator[ValidationError]:
    math, prop = query.math, query.math_property
    if prop is None and math in NEEDS_PROPERTY:
        message = f"math={math!r} aggregates a property; name it in math_property"
        yield ValidationError("math", message, "V1_MATH_REQUIRES_PROPERTY")
    if rejects_property(math, prop):
        yield ValidationError(
            "math_property", f"math={math!r} takes no property; remove it", "V2_MATH_REJECTS_PROPERTY"
        )
    if math == "percentile" and query.percentile_value is None:
        yield ValidationError("percentile_value", "give percentile_value, 95 for p95", "V26_PERCENTILE_REQUIRES_VALUE")
    for problem in per_user_problems(math, prop, query.per_user):
        yield evolve(problem, path="per_user")


def _ignored(query: InsightsQuery) -> Iterator[ValidationError]:
    for name in given_beside(query, _MEASUREMENT):
        message = f"{name} applies to events given by name, and there is none; give it to the MetricRef"
        yield ValidationError(name, message, "V29_QUERY_MEASUREMENT_IGNORED")


def formula_problems(parts: Parts) -> Sequence[ValidationError]:
    """Rules that the formulas break."""
    found: list[ValidationError] = []
    if parts.lettered and len(parts.events) < 2:
        message = f"a formula needs at least 2 events; there is {len(parts.events)}"
        found.append(ValidationError("formula", message, "V4_FORMULA_MIN_EVENTS"))
    several = len(parts.formulas) > 1
    for index, formula in enumerate(parts.formulas):
        for problem in formula.problems(len(parts.events)):
            path = f"formula[{index}]" if several else "formula"
            found.append(evolve(problem, path=path + problem.path))
    return found


def rolling_problems(rolling: int, *, cumulative: bool) -> Sequence[ValidationError]:
    """Rules of averaging over *rolling* units."""
    found: list[ValidationError] = []
    if cumulative:
        message = "rolling and cumulative exclude each other"
        found.append(ValidationError("rolling", message, "V5_ROLLING_CUMULATIVE_EXCLUSIVE"))
    if rolling <= 0:
        found.append(ValidationError("rolling", f"rolling is {rolling}; it is 1 or more", "V6_ROLLING_POSITIVE"))
    elif rolling > MAX_ROLLING:
        message = f"rolling is {rolling}; at most {MAX_ROLLING} units are averaged"
        found.append(ValidationError("rolling", message, "V23_ROLLING_TOO_LARGE"))
    return found


def _metrics(parts: Parts) -> Iterator[ValidationError]:
    metrics = [(index, event) for index, event in enumerate(parts.events) if isinstance(event, Measure)]
    for index, metric in metrics:
        yield from placed(metric.property_problems(), "events", index)
    for index, metric in metrics:
        yield from placed(metric.problems(), "events", index)


def _warehouse(parts: Parts) -> Iterator[ValidationError]:
    for name, given in (("group_by", parts.breakdowns), ("where", parts.conditions)):
        if given:
            message = f"{name} may have no effect on a warehouse metric; put it into its SQL"
            yield ValidationError(name, message, "V28_WAREHOUSE_BREAKDOWN", "warning")
