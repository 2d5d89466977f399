"""A question of retention, read and checked: what the engine answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

from attrs import frozen

from mixpanel_dataset.store import Store
from mixpanel_local.engine.funnel.plan import Occurrence
from mixpanel_local.engine.plan import Condition, Filters, FirstTime, Group, Property
from mixpanel_local.engine.retention.buckets import Buckets
from mixpanel_local.engine.retention.rows import Rows
from mixpanel_local.engine.scan import Scan, Span

Criterion: TypeAlias = Literal["on", "on or after", "on or before", "streak"]
Measured: TypeAlias = Literal["users", "total", "average"]


@frozen
class Retention:
    """Users who did *born*, and later *back*.

    *criterion* says which buckets someone counts in who came back in one. *measured* over what they did when they came
    back: a *total* of *amount* (of events where there is none) or its *average* among users, *over_all* of the row or
    those who came back. *cumulative* adds up the buckets.

    *recurring* users are born in every row, others in the first one only; *early* ones by their first event in it,
    others by their last. *event_counts*: that event itself may be a return. *open_end*: what happens behind the last
    bucket is on or after all of them. *by_return*: *groups* are read on what someone came back to do. *scan* gives the
    events there are; with *data_group* those of groups in place of users, which questions call so.

    First events count that pass *after*: conditions on how often something was done after them, up to the end of the
    last bucket (*after_end*) or at any time.
    """

    rows: Rows
    buckets: Buckets
    born: Occurrence
    back: Occurrence
    criterion: Criterion = "on"
    measured: Measured = "users"
    amount: Property | None = None
    over_all: bool = False
    cumulative: bool = False
    groups: tuple[Group, ...] = ()
    limit: int = 3000
    recurring: bool = True
    early: bool = True
    event_counts: bool = False
    open_end: bool = False
    by_return: bool = False
    scan: Callable[[Store, Span], Scan] = Scan.of
    data_group: str | None = None
    after: tuple[Condition, ...] = ()
    after_end: bool = True

    @property
    def goes_on(self) -> bool:
        """Whether it matters what happens behind the last bucket."""
        return self.open_end and self.criterion == "on or after"


def births(occurrence: Occurrence, birth: str) -> Occurrence:
    """The first events that bear a user, where *birth* is assumed."""
    if birth != "first ever":
        return occurrence
    return Occurrence(occurrence.arms, Filters((occurrence.filters, Filters((FirstTime(),)))))


@frozen
class RetentionMetric:
    """A retention of which one *bucket* is measured: the *rate* of users, or what *asked* measures.

    The answer rests on what is *assumed*.
    """

    name: str
    asked: Retention
    bucket: int
    rate: bool
    assumed: Sequence[str]
