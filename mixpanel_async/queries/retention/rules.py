"""The rules of a retention question as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, get_args

from mixpanel_async.errors import ValidationError
from mixpanel_async.queries.bookmark.questions import Parts, saved_problems, several
from mixpanel_async.queries.bookmark.spans import span_problems
from mixpanel_async.queries.bookmark.splits import breakdown_problems, condition_problems, group_problems
from mixpanel_async.specs.cohorts import CohortBreakdown
from mixpanel_async.specs.event_names import is_blank
from mixpanel_async.specs.groups import GroupBy
from mixpanel_async.specs.name_rules import NameRules
from mixpanel_async.specs.problems import at
from mixpanel_async.specs.references import BehaviorRef
from mixpanel_async.specs.retention_events import RetentionEvent
from mixpanel_async.specs.retention_rules import bucket_problems, bucketing_problems, unbounded_problems
from mixpanel_async.specs.unknown_words import word_problems
from mixpanel_async.specs.words import RetentionMathType, RetentionMode, TimeUnit

if TYPE_CHECKING:
    from mixpanel_async.queries.retention.spec import RetentionQuery

_NAMES = {
    "born_event": NameRules("R1_EMPTY_BORN_EVENT", "R1_CONTROL_CHAR_BORN_EVENT", "R1_INVISIBLE_BORN_EVENT"),
    "return_event": NameRules("R2_EMPTY_RETURN_EVENT", "R2_CONTROL_CHAR_RETURN_EVENT", "R2_INVISIBLE_RETURN_EVENT"),
}
_SAVED_WITH_IT = ("return_event", "retention_unit", "alignment", "bucket_sizes", "unbounded_mode")
_SAVED_CODES = ("R14_BEHAVIOR_REF_TYPE", "R15_BEHAVIOR_REF_SETTINGS")


def lone_problem(query: RetentionQuery) -> ValidationError | None:
    """What keeps the question from being taken apart at all."""
    for name, rules in _NAMES.items():
        given = getattr(query, name)
        if isinstance(given, tuple):
            return ValidationError(name, f"{name} is a list; give one event", rules.empty)
    return None


def problems_of(query: RetentionQuery) -> Iterator[ValidationError]:
    """Every rule *query* breaks, in the order of its parts."""
    breakdowns, born = several(query.group_by), query.born_event
    yield from group_problems(query.data_group_id)
    if isinstance(born, BehaviorRef):
        yield from saved_problems(query, "born_event", "retention", _SAVED_WITH_IT, _SAVED_CODES)
    else:
        yield from _names(query)
    yield from span_problems(query.from_date, query.to_date, query.last)
    yield from breakdown_problems(breakdowns)
    yield from bucket_problems(query.bucket_sizes)
    yield from bucketing_problems(query)  # pyright: ignore[reportArgumentType]
    yield from word_problems("math", query.math, get_args(RetentionMathType), "R9_INVALID_MATH")
    yield from word_problems("mode", query.mode, get_args(RetentionMode), "R10_INVALID_MODE")
    yield from word_problems("unit", query.unit, get_args(TimeUnit), "R11_INVALID_UNIT")
    yield from _splits(breakdowns)
    yield from unbounded_problems(query.unbounded_mode)
    yield from _filters(query)
    yield from condition_problems(several(query.where))


def _names(query: RetentionQuery) -> Iterator[ValidationError]:
    for name, rules in _NAMES.items():
        given = getattr(query, name)
        event = given.event if isinstance(given, RetentionEvent) else given
        yield from at(name, rules.broken_by(event))


def _splits(breakdowns: Parts) -> Iterator[ValidationError]:
    for index, split in enumerate(breakdowns):
        if isinstance(split, str) and is_blank(split):
            path = f"group_by[{index}]" if len(breakdowns) > 1 else "group_by"
            yield ValidationError(path, f"group_by names {split!r}; give a property's name", "R12_EMPTY_GROUP_BY")
    cohorts = any(isinstance(split, CohortBreakdown) for split in breakdowns)
    if cohorts and any(isinstance(split, str | GroupBy) for split in breakdowns):
        message = "group_by mixes cohorts and properties; split by one kind, and narrow by the other in where"
        yield ValidationError("group_by", message, "CB3_RETENTION_MIXED_BREAKDOWN")


def _filters(query: RetentionQuery) -> Iterator[ValidationError]:
    for name in _NAMES:
        event = getattr(query, name)
        if isinstance(event, RetentionEvent):
            yield from at(name, event.property_problems())
