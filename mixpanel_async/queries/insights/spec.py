"""An insights question as a value."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypedDict, Unpack

from attrs import field, frozen

from mixpanel_async.dates import Day
from mixpanel_async.errors import BookmarkValidationError, ValidationError
from mixpanel_async.queries.asking import Spec
from mixpanel_async.queries.bookmark.limits import limit_in_range
from mixpanel_async.queries.bookmark.questions import alone, own, refuse, whole
from mixpanel_async.queries.bookmark.rules import validate_bookmark
from mixpanel_async.queries.bookmark.spans import DEFAULT_LAST
from mixpanel_async.queries.insights.params import build
from mixpanel_async.queries.insights.parts import Parts, lone_problem
from mixpanel_async.queries.insights.rules import problems_of
from mixpanel_async.queries.insights.soundness import is_sound
from mixpanel_async.queries.misfits import naming_misfits
from mixpanel_async.specs.comparisons import TimeComparison
from mixpanel_async.specs.formulas import Formula
from mixpanel_async.specs.properties import Property
from mixpanel_async.specs.roles import Breakdown, Condition, Measure
from mixpanel_async.specs.shown import shown
from mixpanel_async.specs.words import InsightsMode, MathType, PerUserAggregation, QueryTimeUnit

if TYPE_CHECKING:
    from mixpanel_async.queries.insights.operations import Insights
    from mixpanel_async.queries.insights.result import QueryResult

__all__ = ["InsightsOptions", "InsightsQuery"]

Event = str | Measure | Formula
Events = Event | Sequence[Event]
Split = str | Breakdown


class InsightsOptions(TypedDict, total=False):
    """Everything an insights question may say beside its events; ``InsightsQuery`` says what each means."""

    from_date: Day | None
    to_date: Day | None
    last: int
    unit: QueryTimeUnit
    math: MathType
    math_property: Property | None
    per_user: PerUserAggregation | None
    percentile_value: int | float | None
    group_by: Split | Sequence[Split] | None
    where: Condition | Sequence[Condition] | None
    formula: str | None
    formula_label: str | None
    rolling: int | None
    cumulative: bool
    mode: InsightsMode
    time_comparison: TimeComparison | None
    data_group_id: int | None
    limit: int | None


@frozen(repr=False)
class InsightsQuery(Spec["QueryResult"]):
    """*events* counted over the last 30 days, by day, unless said otherwise.

    *from_date* and *to_date* (today if left out) are days of the project's calendar, both included; *last* counts
    days, at most 3650, whatever the *unit* of the results. *math*, *math_property*, *per_user* and *percentile_value*
    apply to events given by name; a ``Metric`` has its own. *formula* speaks of the events as A, B, C. *rolling*
    averages over that many units, at most 365, *cumulative* sums up. *data_group_id* counts groups instead of users.
    *limit* is how many segments come back, 3000 of at most 50,000.
    """

    events: Events = field(converter=own)
    from_date: Day | None = field(default=None, kw_only=True)
    to_date: Day | None = field(default=None, kw_only=True)
    last: int = field(default=DEFAULT_LAST, kw_only=True, validator=whole)
    unit: QueryTimeUnit = field(default="day", kw_only=True)
    math: MathType = field(default="total", kw_only=True)
    math_property: Property | None = field(default=None, kw_only=True)
    per_user: PerUserAggregation | None = field(default=None, kw_only=True)
    percentile_value: int | float | None = field(default=None, kw_only=True)
    group_by: Split | Sequence[Split] | None = field(default=None, kw_only=True, converter=own)
    where: Condition | Sequence[Condition] | None = field(default=None, kw_only=True, converter=own)
    formula: str | None = field(default=None, kw_only=True)
    formula_label: str | None = field(default=None, kw_only=True)
    rolling: int | None = field(default=None, kw_only=True, validator=whole)
    cumulative: bool = field(default=False, kw_only=True)
    mode: InsightsMode = field(default="timeseries", kw_only=True)
    time_comparison: TimeComparison | None = field(default=None, kw_only=True)
    data_group_id: int | None = field(default=None, kw_only=True)
    limit: int | None = field(default=None, kw_only=True, validator=limit_in_range)

    def __repr__(self) -> str:
        return shown(self)

    @classmethod
    def of(cls, events: Self | Events, **options: Unpack[InsightsOptions]) -> Self:
        """The question itself where one is given, else the one made of *events* and *options*."""
        if not isinstance(events, cls):
            return cls(events, **options)
        alone(events, options)
        return events

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> Self:
        """The question whose report *params* is; a ``ParamValidationError`` names what no question can say.

        What looks alike comes back in one spelling: a list of one as its item, an empty list as None, days as text, an
        open end as the day it was filled with, plain breakdowns as names, a custom property compared or split by with
        the type of its use and a resource of its own, *formula* as a ``Formula`` item, metrics that differ from names
        in nothing as names, events that share a measurement with it beside them, a ``SimpleBehavior`` of events
        filtered alike as a list of them, its usual name as none, the parts of a funnel as in ``FunnelQuery``, what a
        formula hides without *hidden*, empty overrides as None. *limit* is in no report.
        """
        from mixpanel_async.queries.bookmark.reading import read_back
        from mixpanel_async.queries.insights.reading import read

        return read_back(cls, read, params, sender="run_params")

    def asked_of(self, workspace: Insights) -> Awaitable[QueryResult]:
        """Its answer in the project of *workspace*."""
        return workspace.query(self)

    @naming_misfits
    def problems(self) -> list[ValidationError]:
        """Every rule the question breaks, before anything is built from it; empty if none."""
        lone = lone_problem(self)
        return [lone] if lone else list(problems_of(self, Parts.of(self)))

    @naming_misfits
    def params(self, *, today: Callable[[], date] = date.today) -> dict[str, Any]:
        """The report's params as JSON; all broken rules are raised together, in one ``BookmarkValidationError``."""
        if lone := lone_problem(self):
            raise BookmarkValidationError([lone])
        parts = Parts.of(self)
        if is_sound(self, parts):
            return build(self, parts, today)
        refuse(list(problems_of(self, parts)))
        params = build(self, parts, today)
        refuse(validate_bookmark(params))
        return params
