"""How often users are active, by date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal

from attrs import field, frozen

from mixpanel_async.answer import Answer
from mixpanel_async.arguments import amounts, event_name, expressions, one_of
from mixpanel_async.call import Call, Operations, QueryValue
from mixpanel_async.dates import Day, day_range
from mixpanel_async.frames import days, frame, numbers
from mixpanel_async.place import Number
from mixpanel_async.results import Result
from mixpanel_async.specs.words import TimeUnit

if TYPE_CHECKING:
    import polars as pl

AddictionUnit = Literal["hour", "day"]


@frozen
class FrequencyResult(Result):
    """Users by how often they were active: ``data[date][i]`` were in at least i + 1 different hours or days.

    The *addiction_unit* says which of the two. *event* is None where any event counted.
    """

    event: str | None
    from_date: str
    to_date: str
    unit: TimeUnit
    addiction_unit: AddictionUnit
    data: Mapping[str, Sequence[Number | None]] = field(factory=dict)

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per date, as sent: ``date`` (Date), ``period_1`` (users active at least once), ``period_2`` ..."""
        periods = zip_longest(*self.data.values())
        return frame(
            {"date": days(tuple(self.data))}
            | {f"period_{number}": numbers(users) for number, users in enumerate(periods, 1)}
        )


class Frequency(Operations):
    """The frequency report, which the server calls addiction."""

    async def frequency(
        self,
        *,
        from_date: Day,
        to_date: Day,
        unit: TimeUnit = "day",
        addiction_unit: AddictionUnit = "hour",
        event: str | None = None,
        where: str | None = None,
        on: str | None = None,
        limit: int | None = None,
    ) -> FrequencyResult:
        """Users between two days (both included) by how many *addiction_units* of each *unit* they were active in.

        *event* None is any event; *where* is a filter expression such as ``properties["plan"] == "pro"``. *on* splits
        by an expression, at most *limit* segments; how the server shows them is not documented, and what is no list of
        numbers is refused.
        """
        first, last = day_range(from_date, to_date)
        query: dict[str, QueryValue] = {
            "from_date": first,
            "to_date": last,
            "unit": one_of(TimeUnit, unit, "unit"),
            "addiction_unit": one_of(AddictionUnit, addiction_unit, "addiction_unit"),
            "event": None if event is None else event_name(event),
            **expressions(where=where, on=on),
            **amounts(limit=limit),
        }
        return await self._call(
            Call(
                path="/retention/addiction",
                query=query,
                read=lambda answer: FrequencyResult(event, first, last, unit, addiction_unit, _users(answer)),
            )
        )


def _users(answer: Answer) -> Mapping[str, Sequence[Number | None]]:
    answer.object()
    return {date: users.number_list() for date, users in answer.part("data").entries()}
