"""What flow replies are made of: fields in either spelling, counts as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, TypedDict
from warnings import warn

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


def part(of: Mapping[str, Any], name: str, default: Any = None) -> Any:
    """The field *name*, given in camelCase, of a reply that may be written in snake_case."""
    return of.get(name, of.get(_snake(name), default))


def text(of: Mapping[str, Any], name: str) -> str:
    """The field *name* as text; empty where it is missing or null."""
    return str(part(of, name) or "")


def whole(value: object) -> int | None:
    """The whole number *value* is or spells; None for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        return int(value) if isinstance(value, str) else None
    except ValueError:
        return None


def count(of: Mapping[str, Any], name: str = "totalCount") -> int:
    """The count *name*, 0 where it is missing. What is no count becomes 0 too, with a warning."""
    value = part(of, name, 0)
    number = whole(value)
    if number is None:
        warn(f"{name} of {of.get('event', 'a flow node')!r} is {value!r}; 0 is taken in its place", stacklevel=2)
    return number or 0
