"""What every report is split by and narrowed to: the rules of ``group_by`` and ``where``, their entries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mixpanel_async.errors import ParamTypeError, ValidationError
from mixpanel_async.queries.bookmark.questions import Parts
from mixpanel_async.specs.groups import property_clause
from mixpanel_async.specs.problems import placed
from mixpanel_async.specs.roles import Breakdown, Condition


def group_problems(group: object) -> Iterator[ValidationError]:
    """Rules of ``data_group_id``."""
    if group is not None and (not isinstance(group, int) or isinstance(group, bool) or group <= 0):
        message = f"data_group_id is {group!r}; it is a positive number"
        yield ValidationError("data_group_id", message, "DG1_INVALID_DATA_GROUP_ID")


def are_sound_breakdowns(breakdowns: Parts) -> bool:
    """Whether the parts of ``group_by`` are plain enough to break no rule."""
    return all(map(_is_sound_breakdown, breakdowns))


def are_sound_conditions(conditions: Parts) -> bool:
    """Whether the parts of ``where`` are plain enough to break no rule."""
    return all(map(_is_sound_condition, conditions))


def _is_sound_breakdown(breakdown: object) -> bool:
    return type(breakdown) is str or (isinstance(breakdown, Breakdown) and breakdown.is_sound())


def _is_sound_condition(condition: object) -> bool:
    return isinstance(condition, Condition) and condition.is_sound()


def breakdown_problems(breakdowns: Parts) -> Iterator[ValidationError]:
    """Rules that the parts of ``group_by`` break: first all of their buckets', then their custom properties'."""
    many = len(breakdowns) > 1
    splits = [(index, split) for index, split in enumerate(breakdowns) if isinstance(split, Breakdown)]
    for index, split in splits:
        yield from placed(split.problems(), "group_by", index, several=many)
    for index, split in splits:
        yield from placed(split.property_problems(), "group_by", index, several=many)


def condition_problems(conditions: Parts) -> Iterator[ValidationError]:
    """Rules that the parts of ``where`` break."""
    many = len(conditions) > 1
    for index, condition in enumerate(conditions):
        if isinstance(condition, Condition):
            yield from placed(condition.problems(), "where", index, several=many)
        else:
            message = f"{condition!r} is no Filter; make one with Filter.equals"
            yield ValidationError(f"where[{index}]", message, "V25_INVALID_FILTER_TYPE")


def breakdown_clause(breakdown: object, data_group_id: str | None, argument: str = "group_by") -> dict[str, Any]:
    """The entry in ``sections.group`` of a property's name or a breakdown; *argument* is what an error points at."""
    if isinstance(breakdown, str):
        return property_clause(breakdown)
    if isinstance(breakdown, Breakdown):
        return breakdown.clause(data_group_id)
    raise ParamTypeError(
        f"{argument} holds {breakdown!r}; give a property's name or a GroupBy", "BB1_GROUP_BY_ELEMENT_TYPE"
    )
