"""A cohort, read and checked: conditions on users, joined by and, or and not."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal, TypeAlias

from attrs import frozen

from mixpanel_local.engine.plan import Arm, Filters, Property

AMOUNT: Final = "amount"
"""The column that says how much of a behavior each user did."""

Unit: TypeAlias = Literal["hour", "day", "week", "month"]
Comparison: TypeAlias = Literal["==", "!=", ">", ">=", "<", "<="]


@frozen
class Within:
    """The last *count* units, up to now."""

    count: int
    unit: Unit


@frozen
class Between:
    """From one day of the project to another, both included."""

    first: date
    last: date


@frozen
class Amount:
    """How often it was done, or the *aggregate* of a property over the times it was done."""

    aggregate: str = "count"
    property: Property | None = None


@frozen
class Behavior:
    """The *amount* of what users did, at any time or *when*."""

    arms: tuple[Arm, ...]
    amount: Amount = Amount()
    when: Within | Between | None = None


@frozen
class Did:
    """Users for whom a behavior compares with *operand*."""

    behavior: Behavior
    comparison: Comparison
    operand: float


@frozen
class Has:
    """Users whose profile passes *filters*, which are about profiles only."""

    filters: Filters


@frozen
class Joined:
    """Users in all of several cohorts, or in *some* one."""

    cohorts: tuple[Cohort, ...]
    some: bool = False


@frozen
class Others:
    """Users who are not in a cohort."""

    cohort: Cohort


Cohort: TypeAlias = Did | Has | Joined | Others


@frozen
class CohortSize:
    """A *cohort* of which the size is asked; only members who pass *filters* count.

    It is of users, or of the groups that questions call *data_group*.
    """

    cohort: Cohort
    filters: Filters
    data_group: str | None = None
