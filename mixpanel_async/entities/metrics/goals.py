"""What a saved metric is meant to reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from math import isfinite
from typing import Any
from uuid import uuid4

from attrs import Attribute, field, frozen

from mixpanel_async.entities._model import Entity
from mixpanel_async.entities._record import plain
from mixpanel_async.entities._unset import UNSET
from mixpanel_async.errors import ParamTypeError, ParamValidationError

__all__ = ["MetricGoal"]

NEVER_SENT = frozenset({"unit", "direction"})
"""Of a goal the server says them, and does not take them."""

Checkpoint = tuple[str | date, float]


def _own_checkpoints(checkpoints: Sequence[Checkpoint] | None) -> Any:
    """The checkpoints as they are sent; None is what the server may have said, and stays."""
    if checkpoints is None:
        return None
    if checkpoints is None:  # nulls that the server sent pass, so that a goal with them can be changed
        return checkpoints
    return tuple(
        each if each is None else _own_checkpoint(f"MetricGoal: checkpoints[{index}]", each)
        for index, each in enumerate(checkpoints)
    )


def _own_checkpoint(owner: str, checkpoint: Checkpoint) -> tuple[str, float]:
    if not isinstance(checkpoint, list | tuple) or len(checkpoint) != 2:
        raise ParamTypeError(f'{owner} is {checkpoint!r}; give a time and a number, ("2026-12-31", 5000)')
    time, number = checkpoint
    if not isinstance(number, int | float) or isinstance(number, bool) or not isfinite(number):
        raise ParamValidationError(f"{owner} is {checkpoint!r}; its second part is the number to reach")
    return _time_text(owner, time), float(number)


def _time_text(owner: str, time: str | date) -> str:
    """ISO text without a zone; where there is one, the time is turned to UTC."""
    try:
        moment = datetime.fromisoformat(time if isinstance(time, str) else time.isoformat())
    except (ValueError, AttributeError):
        raise ParamValidationError(f'{owner} is at {time!r}; give a day or a time, "2026-12-31T00:00:00"') from None
    return (moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment).isoformat()


@frozen(kw_only=True, eq=False, repr=False)
class MetricGoal(Entity):
    """What a saved metric is to reach: ``MetricGoal(label="2026", checkpoints=[("2026-12-31", 5000)])``.

    *checkpoints* are times and the number to reach by each; a time with a zone is turned to UTC, a day is its midnight.
    Without an *id* a goal is a new one. *target_type* says what the numbers are, *target_input* is what was typed in.
    """

    id: str | None = None
    label: str
    checkpoints: tuple[tuple[str, float], ...] = field(default=(), converter=_own_checkpoints)
    target_type: str = "absolute"
    target_input: float | None = None


def are_goals(params: object, each: Attribute[Any], value: object) -> None:
    """A validator of goals, where there are some."""
    if value is UNSET or value is None:
        return
    if not isinstance(value, list | tuple) or not all(isinstance(goal, MetricGoal) for goal in value):
        raise ParamTypeError(f"{type(params).__name__}: {each.name} is {value!r}; give a list of MetricGoal")


def goal_entries(goals: Sequence[MetricGoal], new_id: Callable[[], object] = uuid4) -> list[dict[str, Any]]:
    """The goals as they are sent."""
    return [_entry(goal, new_id) for goal in goals]


def sendable(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What the server takes of a goal that it has sent."""
    return {name: value for name, value in entry.items() if name not in NEVER_SENT}


def _entry(goal: MetricGoal, new_id: Callable[[], object]) -> dict[str, Any]:
    always = {
        "id": goal.id or str(new_id()),
        "label": goal.label,
        "checkpoints": plain(goal.checkpoints or ()),
        "target_type": goal.target_type,
    }
    return sendable(goal.to_dict()) | always
