"""A retention question as a value."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypedDict, Unpack

from attrs import Attribute, field, frozen

from mixpanel_async.dates import Day
from mixpanel_async.errors import ParamTypeError, ValidationError
from mixpanel_async.queries.asking import Spec
from mixpanel_async.queries.bookmark.limits import limit_in_range
from mixpanel_async.queries.bookmark.questions import alone, own, refuse, whole
from mixpanel_async.queries.bookmark.rules import validate_bookmark
from mixpanel_async.queries.bookmark.spans import DEFAULT_LAST
from mixpanel_async.queries.misfits import naming_misfits
from mixpanel_async.queries.retention.params import build
from mixpanel_async.queries.retention.rules import lone_problem, problems_of
from mixpanel_async.specs.comparisons import TimeComparison
from mixpanel_async.specs.event_names import check_name
from mixpanel_async.specs.references import BehaviorRef
from mixpanel_async.specs.retention_events import RetentionEvent
from mixpanel_async.specs.roles import Breakdown, Condition
from mixpanel_async.specs.shown import shown
from mixpanel_async.specs.words import (
    RetentionAlignment,
    RetentionMathType,
    RetentionMode,
    RetentionUnboundedMode,
    TimeUnit,
)

if TYPE_CHECKING:
    from mixpanel_async.queries.retention.operations import Retention
    from mixpanel_async.queries.retention.result import RetentionQueryResult

__all__ = ["RetentionOptions", "RetentionQuery"]

Event = str | RetentionEvent
Born = Event | BehaviorRef
Split = str | Breakdown


class RetentionOptions(TypedDict, total=False):
    """Everything a retention question may say beside its events; ``RetentionQuery`` says what each means."""

    retention_unit: TimeUnit
    alignment: RetentionAlignment
    bucket_sizes: Sequence[int] | None
    from_date: Day | None
    to_date: Day | None
    last: int
    unit: TimeUnit
    math: RetentionMathType
    group_by: Split | Sequence[Split] | None
    where: Condition | Sequence[Condition] | None
    mode: RetentionMode
    unbounded_mode: RetentionUnboundedMode | None
    retention_cumulative: bool
    time_comparison: TimeComparison | None
    data_group_id: int | None
    limit: int | None


def _event(_: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse what names no event; several events are left to the rules."""
    if isinstance(value, str):
        check_name(value, attribute.name)
    elif isinstance(value, BehaviorRef) and attribute.name == "born_event":
        return
    elif not isinstance(value, RetentionEvent | tuple) and (value is not None or attribute.default is not None):
        raise ParamTypeError(f"{attribute.name} is {value!r}; give an event's name or a RetentionEvent")


def _sizes(_: object, __: Attribute[Any], value: Any) -> None:
    if value is not None and not isinstance(value, tuple):
        raise ParamTypeError(f"bucket_sizes is {value!r}; give a list, as [1, 3, 7]")


@frozen(repr=False)
class RetentionQuery(Spec["RetentionQueryResult"]):
    """Users who did *born_event*, by when they first did, and how many of them did *return_event* later.

    A retention that is saved stands in place of *born_event*, and has its own *return_event* and buckets.

    Later time is cut into buckets, one *retention_unit* each, or as long as *bucket_sizes* says: rising numbers of
    units, at most 730. A day is 24 hours after the user's own event, a month 30 days; with
    ``alignment="interval_start"`` they are the calendar's. *unbounded_mode* lets a return count for the buckets
    before it ("carry_back") or after it ("carry_forward") too, or only unbroken series of returns
    ("consecutive_forward"). *retention_cumulative* adds up the buckets.

    *from_date*, *to_date* (today if left out) or the *last* days, at most 3650, say when users are born; *unit* is how
    long a cohort gathers them. *math* says what is measured, *limit* how many segments come back: 3000 of at most
    50,000. *data_group_id* counts groups instead of users.
    """

    born_event: Born = field(converter=own, validator=_event)
    return_event: Event | None = field(default=None, converter=own, validator=_event)
    retention_unit: TimeUnit = field(default="week", kw_only=True)
    alignment: RetentionAlignment = field(default="birth", kw_only=True)
    bucket_sizes: Sequence[int] | None = field(default=None, kw_only=True, converter=own, validator=_sizes)
    from_date: Day | None = field(default=None, kw_only=True)
    to_date: Day | None = field(default=None, kw_only=True)
    last: int = field(default=DEFAULT_LAST, kw_only=True, validator=whole)
    unit: TimeUnit = field(default="day", kw_only=True)
    math: RetentionMathType = field(default="retention_rate", kw_only=True)
    group_by: Split | Sequence[Split] | None = field(default=None, kw_only=True, converter=own)
    where: Condition | Sequence[Condition] | None = field(default=None, kw_only=True, converter=own)
    mode: RetentionMode = field(default="curve", kw_only=True)
    unbounded_mode: RetentionUnboundedMode | None = field(default=None, kw_only=True)
    retention_cumulative: bool = field(default=False, kw_only=True)
    time_comparison: TimeComparison | None = field(default=None, kw_only=True)
    data_group_id: int | None = field(default=None, kw_only=True)
    limit: int | None = field(default=None, kw_only=True, validator=limit_in_range)

    def __repr__(self) -> str:
        return shown(self, 2)

    @classmethod
    def of(cls, born_event: Self | Born, return_event: Event | None, **options: Unpack[RetentionOptions]) -> Self:
        """The question itself where one is given, else the one made of the events and *options*."""
        if not isinstance(born_event, cls):
            return cls(born_event, return_event, **options)
        alone(born_event, ({} if return_event is None else {"return_event": return_event}) | options)
        return born_event

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> Self:
        """The question whose report *params* is; a ``ParamValidationError`` names what no question can say.

        What looks alike comes back in one spelling, as from ``InsightsQuery.from_params``: also events without filters
        as names. *limit* is in no report, nor are the events and buckets of a saved retention.
        """
        from mixpanel_async.queries.bookmark.reading import read_back
        from mixpanel_async.queries.retention.reading import read

        return read_back(cls, read, params, sender="run_retention_params")

    def asked_of(self, workspace: Retention) -> Awaitable[RetentionQueryResult]:
        """Its answer in the project of *workspace*."""
        return workspace.query_retention(self)

    @naming_misfits
    def problems(self) -> list[ValidationError]:
        """Every rule the question breaks, before anything is built from it; empty if none."""
        lone = lone_problem(self)
        return [lone] if lone else list(problems_of(self))

    @naming_misfits
    def params(self, *, today: Callable[[], date] = date.today) -> dict[str, Any]:
        """The report's params as JSON; all broken rules are raised together, in one ``BookmarkValidationError``."""
        refuse(self.problems())
        params = build(self, today)
        refuse(validate_bookmark(params, bookmark_type="retention"))
        return params
