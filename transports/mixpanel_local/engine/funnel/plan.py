"""A funnel question, read and checked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, Literal, TypeAlias

from attrs import frozen

from mixpanel_local.engine.calendar import Unit
from mixpanel_local.engine.plan import Arm, Comparison, Condition, Filters, Frequency, Group, Property
from mixpanel_local.engine.scan import Scan, Span
from mixpanel_local.engine.value import Value

ALL: Final = Filters()
"""No condition."""

HISTOGRAM: Final = "histogram"
"""The math that tells how many values lie in each range."""

Reentry: TypeAlias = Literal["default", "optimized", "aggressive"]
Counting: TypeAlias = Literal["uniques", "totals", "sessions"]
Series: TypeAlias = Literal["whole", "separate", "split"]


@frozen
class Occurrence:
    """An event that matches one of *arms* and passes *filters*."""

    arms: tuple[Arm, ...]
    filters: Filters = ALL


@frozen
class Step:
    """A step: what has to happen, and whether it must happen at its place or (*free*) anywhere among its neighbours.

    *name* is what reports call it, *event* the event it was said to be.
    """

    name: str
    event: str
    occurrence: Occurrence
    free: bool = False


@frozen
class Exclusion:
    """What ends an attempt that has reached step *after* and not yet step *before*; steps count from 0."""

    occurrence: Occurrence
    after: int
    before: int


@frozen
class Window:
    """How long an attempt may take."""

    length: int
    unit: str


@frozen
class Funnel:
    """Steps and the rules of going through them. *reentry* says whether a first step opens a further attempt."""

    steps: tuple[Step, ...]
    window: Window
    exclusions: tuple[Exclusion, ...] = ()
    held: tuple[Property, ...] = ()
    reentry: Reentry = "default"
    filters: Filters = ALL


@frozen
class Measured:
    """What is told of a funnel: *math*, of a property or, without one, of the attempts; at *step* (None: the last).

    A *percentile*, from 0 to 100, is *interpolated* between two values, or one of them.
    """

    math: str = "conversion_rate_unique"
    target: Property | None = None
    percentile: float | None = None
    step: int | None = None
    interpolated: bool = True

    @property
    def counting(self) -> Counting:
        """Whose attempts count. Properties and times are told of totals: docs/reports/funnels, Measurements."""
        if self.math == "conversion_rate_session":
            return "sessions"
        return "uniques" if self.math in ("conversion_rate_unique", "unique") else "totals"

    @property
    def of_times(self) -> bool:
        """Whether it is about the time from step to step."""
        known = self.math in ("average", "min", "max", HISTOGRAM) or self.percentile is not None
        return self.target is None and known


def between(target: object) -> Frequency | None:
    """*target*, if it is how often something was done between the steps of an attempt."""
    return target if isinstance(target, Frequency) and target.between else None


@frozen
class FunnelMetric:
    """A funnel and what is told of it."""

    name: str
    funnel: Funnel
    measured: Measured


@frozen
class FunnelPlan:
    """A funnel over days of the project. *series*: one funnel, one per interval, or one whose entries are split.

    An interval is a *unit*, or so many *days*. Entries are *within* a span, where it is shorter than the days. The
    funnel is broken down by *groups*, or by the value of *on*, and may be compared with itself at another time. With
    *data_group* it is about groups in place of users, those that questions call so. *again* lets users that count once
    count again in every segment of time.
    """

    metric: FunnelMetric
    first: date
    last: date
    unit: Unit = "day"
    days: int | None = None
    series: Series = "whole"
    filters: Filters = ALL
    groups: tuple[Group, ...] = ()
    on: Callable[[Scan], Value] | None = None
    limit: int = 3000
    within: Span | None = None
    comparison: Comparison | None = None
    again: bool = False
    data_group: str | None = None

    @property
    def funnel(self) -> Funnel:
        """The funnel."""
        return self.metric.funnel

    @property
    def measured(self) -> Measured:
        """What is told of it."""
        return self.metric.measured

    @property
    def frequencies(self) -> tuple[Frequency, ...]:
        """How often what was done between steps breaks it down, or filters it."""
        conditions = (*self.filters.conditions, *self.funnel.filters.conditions)
        tested = (one.property for one in conditions if isinstance(one, Condition))
        found = map(between, (*(group.property for group in self.groups), *tested))
        return tuple(each for each in found if each is not None)

    @property
    def by_segment(self) -> bool:
        """Whether each user counts once in every segment, whatever attempt is the first one there."""
        return self.measured.counting == "uniques" and any(map(self.counts_again, range(self.splits)))

    def counts_again(self, split: int) -> bool:
        """Whether each user may count in several segments of the breakdown at that place."""
        return self.again or self.on is not None or not self.groups[split].property.is_time

    @property
    def splits(self) -> int:
        """How many breakdowns there are."""
        return len(self.groups) if self.on is None else 1
