"""A question, read and checked: what the engine answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final, Literal, TypeAlias

from attrs import field, frozen

from mixpanel_local.engine.buckets import Automatic, Buckets
from mixpanel_local.engine.calendar import Unit
from mixpanel_local.engine.formula import Term
from mixpanel_local.engine.language import Node
from mixpanel_local.engine.scan import Resource, Scan, Span
from mixpanel_local.engine.setting import Setting

if TYPE_CHECKING:
    from mixpanel_local.engine.cohorts.membership import Lookup
    from mixpanel_local.engine.cohorts.tree import Behavior, Cohort, CohortSize
    from mixpanel_local.engine.funnel.plan import FunnelMetric
    from mixpanel_local.engine.retention.plan import RetentionMetric

OF_USERS: Final = frozenset({"unique", "dau", "wau", "mau", "cumulative_unique", "sessions"})
"""Measurements that count users, or sessions of theirs."""

Scalar: TypeAlias = str | int | float | bool | None
Operand: TypeAlias = Scalar | Sequence[Scalar]


@frozen
class PropertyRef:
    """A property of events or of profiles."""

    name: str
    resource: Resource = "events"

    @property
    def is_time(self) -> bool:
        """Whether it is the time of the event."""
        return self.resource == "events" and self.name in ("time", "$time")


@frozen
class Input:
    """What a letter of a formula stands for: a *property*, read as *kind*, and with *cast* as nothing else."""

    property: Property
    kind: str | None = None
    cast: bool = False


@frozen
class Computed:
    """A custom property: a *formula* of *inputs*, read in a *setting*."""

    name: str
    formula: Node
    inputs: tuple[tuple[str, Input], ...]
    resource: Resource
    setting: Setting = field(eq=False, repr=False)

    @property
    def is_time(self) -> bool:
        """It is never the time of the event, though it may be computed from it."""
        return False


@frozen
class Sides:
    """Cohorts: on which sides of them the user of an event is. *lookup* finds out, for the events of a scan."""

    sides: tuple[tuple[str, Cohort], ...]
    lookup: Callable[[Scan], Lookup] = field(eq=False, repr=False)

    name: ClassVar[str] = "$cohorts"
    is_time: ClassVar[bool] = False


@frozen
class Frequency:
    """How often the user of an event did what *behavior* says: in the same *unit* of time, or in all that is asked for.

    "All that is asked for" is the *span*, or what is read where there is none.
    A behavior that has a time of its own counts then. *lookup* finds out, for the events of a scan. With *between* it
    is no property of events: it counts between the steps of an attempt at a funnel, or after the first of a retention.
    """

    name: str
    behavior: Behavior
    unit: Unit | None
    lookup: Callable[[Scan], Lookup] = field(eq=False, repr=False)
    span: Span | None = None
    between: bool = False

    is_time: ClassVar[bool] = False


@frozen
class Expressed:
    """What an expression of the legacy language comes to, called *name*."""

    name: str
    node: Node

    is_time: ClassVar[bool] = False


Property: TypeAlias = PropertyRef | Computed | Sides | Frequency | Expressed


@frozen
class Condition:
    """A test of one property. *kind* is the type the property is read as; *unit* that of a relative date."""

    property: Property
    kind: str
    operator: str
    operand: Operand = None
    unit: str | None = None


@frozen
class ItemCondition:
    """A test of the objects in a list: *every* or some one of them meets all *conditions*."""

    property: Property
    conditions: tuple[Condition, ...]
    every: bool = False


@frozen
class Membership:
    """The user of the event is in *cohort*."""

    cohort: Cohort


@frozen
class Expression:
    """A test written in the legacy language."""

    node: Node


@frozen
class FirstTime:
    """The event is its user's first of those that are asked for; or it is not, where that is *negated*."""

    negated: bool = False


@frozen
class Unhidden:
    """The event is none of *names*, which the Lexicon hides."""

    names: tuple[str, ...]


@frozen
class Filters:
    """Conditions of which all must hold, or *some* one."""

    conditions: tuple[Test, ...] = ()
    some: bool = False

    def without_first(self) -> Filters:
        """The same, whichever time an event is."""
        kept = (one for one in self.conditions if not isinstance(one, FirstTime))
        return Filters(tuple(one.without_first() if isinstance(one, Filters) else one for one in kept), self.some)


Test: TypeAlias = Condition | ItemCondition | Membership | Expression | FirstTime | Unhidden | Filters


@frozen
class Arm:
    """One way to match: an event by name, or any (None), that passes *filters*."""

    event: str | None
    filters: Filters = Filters()


@frozen
class Measurement:
    """What is counted. *per_user* aggregates the property within each user first; *percentile* is from 0 to 100.

    *segments* says which events of a user count: all, or the first or last one, by interval.
    """

    math: str = "total"
    property: Property | None = None
    per_user: str | None = None
    percentile: float | None = None
    segments: Literal["all", "first", "last"] = "all"


def goes_by_user(measurement: Measurement) -> bool:
    """Whether it counts users or goes through them, and not through events alone."""
    return measurement.per_user is not None or measurement.segments != "all" or measurement.math in OF_USERS


@frozen
class Metric:
    """A measurement over the events that match one of *arms* and pass *filters*; or over *people*, the profiles."""

    name: str
    arms: tuple[Arm, ...]
    filters: Filters = Filters()
    measurement: Measurement = Measurement()
    hidden: bool = False
    people: bool = False


@frozen
class Formula:
    """Arithmetic over the metrics of the same question, or over *metrics* of its own, point by point."""

    name: str
    term: Term
    hidden: bool = False
    metrics: tuple[Measured, ...] = ()


@frozen
class Label:
    """A segment called *name*, of all texts for which *condition* holds."""

    name: str
    condition: Condition


@frozen
class Group:
    """A breakdown by a property, or by one *member* of the objects in a list.

    Its values are cast to a type (*cast*), put into ranges of numbers (*buckets*), under *labels*, or under the *unit*
    of time they lie in.
    """

    property: Property
    kind: str = "string"
    buckets: Buckets | Automatic | None = None
    member: str | None = None
    cast: str | None = None
    unit: str | None = None
    labels: tuple[Label, ...] = ()


@frozen
class Behaved:
    """A measurement of a behavior: what is *asked* of one that is of the *kind* funnel, retention or cohort."""

    kind: str
    name: str
    asked: FunnelMetric | RetentionMetric | CohortSize
    hidden: bool = False


Measured: TypeAlias = Metric | Behaved
Clause: TypeAlias = Measured | Formula


@frozen
class Comparison:
    """The same question about another time: one *unit* before, or from *start* on, or until *end*."""

    unit: str | None = None
    start: date | None = None
    end: date | None = None


@frozen
class Plan:
    """A question of insights. *within* is a span shorter than the days it begins and ends on.

    With *data_group* it is about groups in place of users, those that questions call so.
    """

    clauses: tuple[Clause, ...]
    first: date
    last: date
    unit: Unit = "day"
    filters: Filters = Filters()
    groups: tuple[Group, ...] = ()
    series: bool = True
    analysis: Literal["linear", "rolling", "cumulative"] = "linear"
    window: int = 7
    limit: int = 3000
    within: Span | None = None
    comparison: Comparison | None = None
    data_group: str | None = None

    @property
    def metrics(self) -> tuple[Measured, ...]:
        """All that is measured, clause by clause."""
        return tuple(metric for clause in self.clauses for metric in operands(clause))

    @property
    def events_measured(self) -> tuple[Metric, ...]:
        """Those of *metrics* that are measurements of events or of profiles."""
        return tuple(metric for metric in self.metrics if isinstance(metric, Metric))


def operands(clause: Clause) -> tuple[Measured, ...]:
    """What is measured for one clause: itself, or a formula's own metrics."""
    return clause.metrics if isinstance(clause, Formula) else (clause,)


def letter(at: int) -> str:
    """What formulas call the metric at that place: A to Z, then BA, BB ... (the digits of base 26)."""
    last = chr(ord("A") + at % 26)
    return last if at < 26 else letter(at // 26) + last
