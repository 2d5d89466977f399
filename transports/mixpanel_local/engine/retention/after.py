"""How often users did something after the first event of a retention (docs/features/computed-properties)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen
from sqlglot import exp

from mixpanel_local.engine.conditions import Conditions
from mixpanel_local.engine.funnel.plan import between
from mixpanel_local.engine.measures import USER
from mixpanel_local.engine.plan import Frequency
from mixpanel_local.engine.retention.plan import Retention
from mixpanel_local.engine.sql import Sql, alias, call, case, cast, column, number
from mixpanel_local.engine.value import Value

_FLAG: Final = "did"
_TIMES: Final = "times"
_FOLLOWING: Final = "FOLLOWING"


def frequencies(asked: Retention) -> Sequence[Frequency]:
    """Those that *asked* counts after the first event, for breakdowns and filters."""
    named = [*(group.property for group in asked.groups), *(one.property for one in asked.after)]
    return [*dict.fromkeys(found for found in map(between, named) if found is not None)]


@frozen
class After:
    """Counts *wanted* behind every event, within so much (*reach*) of the column *clock*; or without end.

    *place* is the column that orders a user's events.
    """

    wanted: Sequence[Frequency]
    place: str
    clock: str
    reach: int | None

    def flags(self, tests: Conditions) -> dict[str, Sql]:
        """Whether an event is one that is counted, for each of *wanted*."""
        return {f"{_FLAG}{at}": tests.matches(each.behavior.arms) for at, each in enumerate(self.wanted)}

    def counts(self) -> Iterator[Sql]:
        """How many of them each event has behind it, as columns."""
        for at in range(len(self.wanted)):
            done = call("sum", case((column(f"{_FLAG}{at}"), number(1)), default=number(0)))
            times = self._behind(done, self.place, "ROWS", 1)
            if self.reach is not None:
                times -= self._behind(done, self.clock, "RANGE", self.reach)
            yield alias(times, f"{_TIMES}{at}")

    def value(self, target: Frequency) -> Value:
        """What ``counts`` found for *target*."""
        return Value(number=cast(column(f"{_TIMES}{self.wanted.index(target)}"), "DOUBLE"))

    def _behind(self, done: Sql, order: str, kind: str, start: int) -> Sql:
        """*done* over those of a user's events that stand *start* or more behind each, or 0."""
        frame = exp.WindowSpec(
            kind=kind, start=number(start), start_side=_FOLLOWING, end="UNBOUNDED", end_side=_FOLLOWING
        )
        ordered = exp.Order(expressions=[exp.Ordered(this=column(order))])
        window = exp.Window(this=done.copy(), partition_by=[column(USER)], order=ordered, spec=frame)
        return call("coalesce", window, number(0))
