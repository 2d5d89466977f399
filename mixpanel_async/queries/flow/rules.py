"""The rules of a flow question as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, get_args

from mixpanel_async.errors import ValidationError
from mixpanel_async.queries.bookmark.findings import Findings
from mixpanel_async.queries.bookmark.questions import several
from mixpanel_async.queries.bookmark.spans import span_problems
from mixpanel_async.queries.bookmark.splits import condition_problems, group_problems
from mixpanel_async.queries.flow.step_rules import step_problems, type_problems
from mixpanel_async.specs.problems import placed
from mixpanel_async.specs.words import FlowChartType, FlowConversionWindowUnit, FlowCountType

if TYPE_CHECKING:
    from mixpanel_async.queries.flow.spec import FlowQuery
    from mixpanel_async.specs.flow_steps import FlowStep

MAX_CARDINALITY = 50
MAX_WINDOWS = {"day": 366, "week": 52, "month": 12}

_WORDS = (
    ("count_type", frozenset(get_args(FlowCountType)), "FL_INVALID_COUNT_TYPE"),
    ("mode", frozenset(get_args(FlowChartType)), "FL_INVALID_MODE"),
    ("conversion_window_unit", frozenset(get_args(FlowConversionWindowUnit)), "FL_INVALID_WINDOW_UNIT"),
)


def problems_of(query: FlowQuery, steps: Sequence[FlowStep]) -> list[ValidationError]:
    """Every rule *query* breaks, in the order of its parts; while its directions are no numbers, only that."""
    types = [*type_problems(query)]
    for index, step in enumerate(steps):
        types += placed(type_problems(step, prefix="."), "steps", index)
    return types or [*_problems(query, steps)]


def _problems(query: FlowQuery, steps: Sequence[FlowStep]) -> Iterator[ValidationError]:
    yield from group_problems(query.data_group_id)
    for index, step in enumerate(steps):
        yield from placed(step_problems(step), "steps", index)
    if all(not step.forward and not step.reverse for step in steps):
        message = "forward and reverse are 0 at every step, so there is nothing to show; raise one of them"
        yield ValidationError("forward", message, "FL5_NO_DIRECTION")
    if not 1 <= query.cardinality <= MAX_CARDINALITY:
        message = f"cardinality is {query.cardinality}; it is 1 to {MAX_CARDINALITY}"
        yield ValidationError("cardinality", message, "FL6_CARDINALITY_RANGE")
    yield from _window_problems(query.conversion_window, query.conversion_window_unit)
    yield from span_problems(query.from_date, query.to_date, query.last)
    yield from _word_problems(query)
    yield from _session_problems(query)
    yield from _hidden_problems(query.hidden_events or ())
    yield from condition_problems(several(query.where))


def _window_problems(window: int, unit: str) -> Iterator[ValidationError]:
    if window <= 0:
        message = f"conversion_window is {window}; it is 1 or more"
        yield ValidationError("conversion_window", message, "FL7_CONVERSION_WINDOW_POSITIVE")
    elif window > MAX_WINDOWS.get(unit, window):
        message = f"conversion_window is {window} {unit}s; at most {MAX_WINDOWS[unit]}"
        yield ValidationError("conversion_window", message, "FL7_CONVERSION_WINDOW_MAX")


def _word_problems(query: FlowQuery) -> Sequence[ValidationError]:
    found = Findings()
    for name, known, code in _WORDS:
        if (word := getattr(query, name)) not in known:
            found.unknown(name, word, known, code)
    return found.problems


def _session_problems(query: FlowQuery) -> Iterator[ValidationError]:
    in_session = query.conversion_window_unit == "session"
    if query.count_type == "session" and not in_session:
        message = "count_type='session' needs conversion_window=1, conversion_window_unit='session'"
        yield ValidationError("count_type", message, "FL9_SESSION_REQUIRES_SESSION_WINDOW")
    if in_session and query.conversion_window != 1:
        message = f"conversion_window is {query.conversion_window} sessions; a flow fits in 1"
        yield ValidationError("conversion_window", message, "FL10_SESSION_WINDOW_REQUIRES_ONE")


def _hidden_problems(events: Sequence[object]) -> Iterator[ValidationError]:
    for index, event in enumerate(events):
        if not isinstance(event, str):
            message = f"{event!r} is no event; give a name"
            yield ValidationError(f"hidden_events[{index}]", message, "FL_INVALID_HIDDEN_EVENT_TYPE")
