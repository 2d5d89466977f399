"""The rules of an insights question as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mixpanel_async.dates import Day, day_text
from mixpanel_async.errors import ParamValidationError, ValidationError
from mixpanel_async.queries.insights.parts import Parts, numbered
from mixpanel_async.specs.event_names import is_plain
from mixpanel_async.specs.maths import NEEDS_PROPERTY
from mixpanel_async.specs.measurement import per_user_problems, rejects_property
from mixpanel_async.specs.metrics import name_problems
from mixpanel_async.specs.roles import Breakdown, Condition, Measure

if TYPE_CHECKING:
    from mixpanel_async.queries.insights.spec import InsightsQuery

DEFAULT_LAST = 30
MAX_LAST = 3650
MAX_ROLLING = 365


def problems_of(query: InsightsQuery, parts: Parts) -> Iterator[ValidationError]:
    """Every rule *query* breaks, in the order of its parts."""
    if query.data_group_id is not None:
        yield from _data_group(query.data_group_id)
    yield from _events(parts)
    if any(isinstance(event, str) for event in parts.events):
        yield from _measurement(query)
    if parts.formulas:
        yield from _formulas(parts)
    if query.rolling is not None:
        yield from _rolling(query.rolling, cumulative=query.cumulative)
    yield from _time(query)
    if parts.breakdowns:
        yield from _breakdowns(parts)
    yield from _metrics(parts)
    if parts.conditions:
        yield from _conditions(parts)


def _data_group(group: object) -> Iterator[ValidationError]:
    if not isinstance(group, int) or isinstance(group, bool) or group <= 0:
        message = f"data_group_id is {group!r}; it is a positive number"
        yield ValidationError("data_group_id", message, "DG1_INVALID_DATA_GROUP_ID")


def _events(parts: Parts) -> Iterator[ValidationError]:
    if not parts.events and all(formula.metrics is None for formula in parts.formulas):
        yield ValidationError("events", "there is no event; name at least one", "V0_NO_EVENTS")
    for index, event in enumerate(parts.events):
        if isinstance(event, str):
            if not is_plain(event):
                yield from name_problems(event, f"events[{index}]")
        elif isinstance(event, Measure):
            yield from event.name_problems(f"events[{index}]")
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
    yield from per_user_problems(math, prop, query.per_user, "per_user")


def _formulas(parts: Parts) -> Iterator[ValidationError]:
    if parts.lettered and len(parts.events) < 2:
        message = f"a formula needs at least 2 events; there is {len(parts.events)}"
        yield ValidationError("formula", message, "V4_FORMULA_MIN_EVENTS")
    for index, formula in enumerate(parts.formulas):
        yield from formula.problems(numbered("formula", index, parts.formulas), len(parts.events))


def _rolling(rolling: int, *, cumulative: bool) -> Iterator[ValidationError]:
    if cumulative:
        yield ValidationError("rolling", "rolling and cumulative exclude each other", "V5_ROLLING_CUMULATIVE_EXCLUSIVE")
    if rolling <= 0:
        yield ValidationError("rolling", f"rolling is {rolling}; it is 1 or more", "V6_ROLLING_POSITIVE")
    elif rolling > MAX_ROLLING:
        message = f"rolling is {rolling}; at most {MAX_ROLLING} units are averaged"
        yield ValidationError("rolling", message, "V23_ROLLING_TOO_LARGE")


def _time(query: InsightsQuery) -> Iterator[ValidationError]:
    last = query.last
    if last <= 0:
        yield ValidationError("last", f"last is {last}; it is 1 or more", "V7_LAST_POSITIVE")
    if query.from_date is not None or query.to_date is not None:
        yield from _dates(query.from_date, query.to_date, last)
    if last > MAX_LAST:
        yield ValidationError("last", f"last is {last}; at most {MAX_LAST} days", "V20_LAST_TOO_LARGE")


def _dates(from_date: Day | None, to_date: Day | None, last: int) -> Iterator[ValidationError]:
    wrong = [*_day_problems(from_date, "from_date"), *_day_problems(to_date, "to_date")]
    yield from wrong
    if from_date is None:
        yield ValidationError("to_date", "to_date has no from_date beside it; give both", "V9_TO_REQUIRES_FROM")
        return
    if last != DEFAULT_LAST:
        yield ValidationError("last", "from_date and last exclude each other; give one", "V10_DATE_LAST_EXCLUSIVE")
    shaped = to_date is not None and all(problem.code != "V8_DATE_FORMAT" for problem in wrong)
    if shaped and str(from_date) > str(to_date):
        message = f"from_date {from_date} is after to_date {to_date}; swap them"
        yield ValidationError("from_date", message, "V15_DATE_ORDER")


def _day_problems(day: Day | None, name: str) -> list[ValidationError]:
    if day is None:
        return []
    try:
        day_text(day, name)
    except ParamValidationError as problem:
        return [ValidationError(name, problem.message, problem.code)]
    return []


def _breakdowns(parts: Parts) -> Iterator[ValidationError]:
    splits = [
        (numbered("group_by", index, parts.breakdowns), split)
        for index, split in enumerate(parts.breakdowns)
        if isinstance(split, Breakdown)
    ]
    for path, split in splits:
        yield from split.problems(path)
    for path, split in splits:
        yield from split.property_problems(path)


def _metrics(parts: Parts) -> Iterator[ValidationError]:
    metrics = [(f"events[{i}]", event) for i, event in enumerate(parts.events) if isinstance(event, Measure)]
    for path, metric in metrics:
        yield from metric.property_problems(path)
    for path, metric in metrics:
        yield from metric.problems(path)


def _conditions(parts: Parts) -> Iterator[ValidationError]:
    several = len(parts.conditions) > 1
    for index, condition in enumerate(parts.conditions):
        if isinstance(condition, Condition):
            yield from condition.problems("where", index if several else None)
        else:
            path = numbered("where", index, parts.conditions)
            yield ValidationError(
                path, f"{condition!r} is no Filter; make one with Filter.equals", "V25_INVALID_FILTER_TYPE"
            )
