"""What flow replies are made of: fields in either spelling, counts as text."""

from __future__ import annotations

import re
from functools import cache
from typing import TypedDict

from mixpanel_async.answer import Answer
from mixpanel_async.callers import warn_caller

__all__ = ["FlowEdge", "FlowStepNode"]


class FlowEdge(TypedDict, total=False):
    """Where people went next, or a stop on a path: an event, at which *step*, and how many, as text."""

    event: str
    type: str
    step: int
    totalCount: str


class FlowStepNode(TypedDict, total=False):
    """An event at a step: how many did it there, as text, and where they went next."""

    event: str
    type: str
    anchorType: str
    totalCount: str
    isComputed: bool
    isCustomEvent: bool
    conversionRateChange: float | None
    edges: list[FlowEdge]


class FlowStepNodes(TypedDict, total=False):
    """All events at one step."""

    nodes: list[FlowStepNode]


class FlowPath(TypedDict, total=False):
    """One path through the events, a stop for each."""

    flowSteps: list[FlowEdge]


@cache
def _snake(name: str) -> str:
    return re.sub("([A-Z])", r"_\1", name).lower()


def key(of: Answer, name: str) -> str | None:
    """How the reply spells the field *name*, given in camelCase; None where there is none."""
    fields = of.object()
    return next((each for each in (name, _snake(name)) if each in fields), None)


def part(of: Answer, name: str) -> Answer:
    """What stands in the field *name* of an object, given in camelCase."""
    return of.get(key(of, name) or name)


def needed(of: Answer, name: str) -> Answer:
    """As ``part``, which must be there unless the object is empty: it says there is nothing."""
    found = part(of, name)
    if found.value is None and of.value:
        raise of.refusal(f"there is no {name!r}")
    return found


def whole(value: Answer) -> int | None:
    """The whole number that stands here, spelled out or not; None for null and any other text or number."""
    sent = value.value
    if isinstance(sent, list | dict):
        raise value.refusal(f"{value.shown} is no number")
    if isinstance(sent, int) and not isinstance(sent, bool):
        return sent
    try:
        return int(sent) if isinstance(sent, str) else None
    except ValueError:
        return None


def count(of: Answer, name: str = "totalCount") -> int:
    """The count *name*, 0 where it is missing. What is no count becomes 0 too, with a warning."""
    if key(of, name) is None:
        return 0
    value = part(of, name)
    number = whole(value)
    if number is None:
        warn_caller(UserWarning(f"{value.path} is {value.shown}; 0 is taken in its place"))
    return number or 0
