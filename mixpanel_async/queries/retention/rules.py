"""The rules of a retention question as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

from attrs import evolve

from mixpanel_async.errors import ValidationError
from mixpanel_async.queries.bookmark.findings import Findings
from mixpanel_async.queries.bookmark.questions import Parts, several
from mixpanel_async.queries.bookmark.spans import span_problems
from mixpanel_async.queries.bookmark.splits import breakdown_problems, condition_problems, group_problems
from mixpanel_async.specs.cohorts import CohortBreakdown
from mixpanel_async.specs.event_names import is_blank
from mixpanel_async.specs.groups import GroupBy
from mixpanel_async.specs.name_rules import NameRules
from mixpanel_async.specs.retention_events import RetentionEvent
from mixpanel_async.specs.words import (
    RetentionAlignment,
    RetentionMathType,
    RetentionMode,
    RetentionUnboundedMode,
    TimeUnit,
)

if TYPE_CHECKING:
    from mixpanel_async.queries.retention.spec import RetentionQuery

MAX_BUCKETS = 730

_NAMES = {
    "born_event": NameRules("R1_EMPTY_BORN_EVENT", "R1_CONTROL_CHAR_BORN_EVENT", "R1_INVISIBLE_BORN_EVENT"),
    "return_event": NameRules("R2_EMPTY_RETURN_EVENT", "R2_CONTROL_CHAR_RETURN_EVENT", "R2_INVISIBLE_RETURN_EVENT"),
}
_WORDS = (
    ("retention_unit", TimeUnit, "R7_INVALID_RETENTION_UNIT"),
    ("alignment", RetentionAlignment, "R8_INVALID_ALIGNMENT"),
    ("math", RetentionMathType, "R9_INVALID_MATH"),
    ("mode", RetentionMode, "R10_INVALID_MODE"),
    ("unit", TimeUnit, "R11_INVALID_UNIT"),
)
_UNBOUNDED = ("unbounded_mode", RetentionUnboundedMode, "R13_INVALID_UNBOUNDED_MODE")


def lone_problem(query: RetentionQuery) -> ValidationError | None:
    """What keeps the question from being taken apart at all."""
    for name, rules in _NAMES.items():
        given = getattr(query, name)
        if isinstance(given, tuple):
            return ValidationError(name, f"{name} is a list; give one event", rules.empty)
    return None


def problems_of(query: RetentionQuery) -> Iterator[ValidationError]:
    """Every rule *query* breaks, in the order of its parts."""
    breakdowns = several(query.group_by)
    yield from group_problems(query.data_group_id)
    yield from _names(query)
    yield from span_problems(query.from_date, query.to_date, query.last)
    yield from breakdown_problems(breakdowns)
    if query.bucket_sizes:
        yield from _buckets(query.bucket_sizes)
    yield from _words(query, _WORDS)
    yield from _splits(breakdowns)
    if query.unbounded_mode is not None:
        yield from _words(query, (_UNBOUNDED,))
    yield from _filters(query)
    yield from condition_problems(several(query.where))


def _names(query: RetentionQuery) -> Iterator[ValidationError]:
    for name, rules in _NAMES.items():
        given = getattr(query, name)
        event = given.event if isinstance(given, RetentionEvent) else given
        for problem in rules.broken_by(event):
            yield evolve(problem, path=name)


def _buckets(sizes: Sequence[Any]) -> Iterator[ValidationError]:
    wrong = [size for size in sizes if not isinstance(size, float) and not _is_size(size)]
    for index, size in enumerate(sizes):
        if isinstance(size, float):
            message = f"{size} is no whole number of units"
            yield ValidationError(f"bucket_sizes[{index}]", message, "R5_BUCKET_SIZES_INTEGER")
    if wrong:
        message = f"bucket_sizes holds {', '.join(map(repr, wrong))}; sizes are whole numbers from 1"
        yield ValidationError("bucket_sizes", message, "R5_BUCKET_SIZES_POSITIVE")
    if len(sizes) > MAX_BUCKETS:
        message = f"there are {len(sizes)} buckets; at most {MAX_BUCKETS} are allowed"
        yield ValidationError("bucket_sizes", message, "R5_BUCKET_SIZES_TOO_MANY")
    if all(map(_is_size, sizes)) and any(left >= right for left, right in pairwise(sizes)):
        message = "bucket_sizes does not rise; sort it and name each size once"
        yield ValidationError("bucket_sizes", message, "R6_BUCKET_SIZES_ASCENDING")


def _is_size(size: object) -> bool:
    return isinstance(size, int) and not isinstance(size, bool) and size > 0


def _words(query: RetentionQuery, vocabularies: Sequence[tuple[str, object, str]]) -> Sequence[ValidationError]:
    found = Findings()
    for name, vocabulary, code in vocabularies:
        value, known = getattr(query, name), frozenset(get_args(vocabulary))
        if not (isinstance(value, str) and value in known):
            found.unknown(name, value, known, code)
    return found.problems


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
            for problem in event.property_problems():
                yield evolve(problem, path=name + problem.path)
