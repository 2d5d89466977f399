"""The rules of one step of a flow question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mixpanel_async.errors import ValidationError
from mixpanel_async.specs.event_names import has_control_characters
from mixpanel_async.specs.filters import Filter
from mixpanel_async.specs.flow_steps import FlowStep
from mixpanel_async.specs.name_rules import NameRules
from mixpanel_async.specs.problems import placed

EVENT_NAMES = NameRules("FL2_EMPTY_STEP_EVENT", "FL2_CONTROL_CHAR_STEP_EVENT", "FL2_INVISIBLE_STEP_EVENT")


def type_problems(part: Any, *, prefix: str = "") -> Iterator[ValidationError]:
    """Directions of a question or, with *prefix* ".", of a step that are no whole numbers."""
    for name, code in (("forward", "FL_TYPE_FORWARD"), ("reverse", "FL_TYPE_REVERSE")):
        value = getattr(part, name)
        if (not isinstance(value, int) or isinstance(value, bool)) and not (prefix and value is None):
            yield ValidationError(prefix + name, f"{name} is {value!r}; it is a whole number", code)


def step_problems(step: FlowStep) -> Iterator[ValidationError]:
    """Rules that a step breaks, whatever the question says beside it."""
    yield from EVENT_NAMES.broken_by(step.event)
    if step.filters_combinator not in ("all", "any"):
        message = f"filters_combinator is {step.filters_combinator!r}; it is 'all' or 'any'"
        yield ValidationError(".filters_combinator", message, "FL_INVALID_FILTERS_COMBINATOR")
    for index, condition in enumerate(step.filters or ()):
        yield from placed(_filter_problems(condition), ".filters", index)


def _filter_problems(condition: Filter) -> Iterator[ValidationError]:
    name = condition.clause().get("value")
    if isinstance(name, str) and has_control_characters(name):
        yield ValidationError("", f"the property {name!r} holds control characters", "FL_FILTER_CONTROL_CHAR")
    yield from condition.problems()
