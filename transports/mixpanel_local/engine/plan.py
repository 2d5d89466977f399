"""A question, read and checked: what the engine answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import frozen

from mixpanel_local.engine.calendar import Unit
from mixpanel_local.engine.formula import Term
from mixpanel_local.engine.language import Node
from mixpanel_local.engine.scan import Resource

if TYPE_CHECKING:
    from mixpanel_local.engine.cohorts.tree import Cohort

Scalar: TypeAlias = str | int | float | bool | None
Operand: TypeAlias = Scalar | Sequence[Scalar]


@frozen
class PropertyRef:
    """A property of events or of profiles."""

    name: str
    resource: Resource = "events"


@frozen
class Condition:
    """A test of one property. *kind* is the type the property is read as; *unit* that of a relative date."""

    property: PropertyRef
    kind: str
    operator: str
    operand: Operand = None
    unit: str | None = None


@frozen
class ItemCondition:
    """A test of the objects in a list: *every* or some one of them meets all *conditions*."""

    property: PropertyRef
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
class Filters:
    """Conditions of which all must hold, or *some* one."""

    conditions: tuple[Test, ...] = ()
    some: bool = False


Test: TypeAlias = Condition | ItemCondition | Membership | Expression | Filters


@frozen
class Arm:
    """One way to match: an event by name, or any (None), that passes *filters*."""

    event: str | None
    filters: Filters = Filters()


@frozen
class Measurement:
    """What is counted. *per_user* aggregates the property within each user first; *percentile* is from 0 to 100."""

    math: str = "total"
    property: PropertyRef | None = None
    per_user: str | None = None
    percentile: float | None = None


@frozen
class Metric:
    """A measurement over the events that match one of *arms* and pass *filters*."""

    name: str
    arms: tuple[Arm, ...]
    filters: Filters = Filters()
    measurement: Measurement = Measurement()
    hidden: bool = False


@frozen
class Formula:
    """Arithmetic over the metrics of the same question, point by point."""

    name: str
    term: Term
    hidden: bool = False


@frozen
class Buckets:
    """Even number ranges from *low* to *high*, lower bounds included."""

    low: float
    high: float
    size: float


@frozen
class Group:
    """A breakdown by a property; by its number ranges; or by one *member* of the objects in a list."""

    property: PropertyRef
    kind: str = "string"
    buckets: Buckets | None = None
    member: str | None = None


@frozen
class Plan:
    """A question of insights."""

    clauses: tuple[Metric | Formula, ...]
    first: date
    last: date
    unit: Unit = "day"
    filters: Filters = Filters()
    groups: tuple[Group, ...] = ()
    series: bool = True
    analysis: Literal["linear", "rolling", "cumulative"] = "linear"
    window: int = 7
    limit: int = 3000
