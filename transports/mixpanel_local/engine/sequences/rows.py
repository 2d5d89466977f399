"""Events in the order each user did them, as arrays, one range of users after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Self, TypeAlias

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from sqlglot import exp

from mixpanel_local.engine.scan import EVENT, TIME, USER, Scan, core_column
from mixpanel_local.engine.sequences.passes import Passing
from mixpanel_local.engine.sessions import Sessions, session_number
from mixpanel_local.engine.sql import Sql, alias, all_of, any_of, call, case, is_null, not_null, number, text

if TYPE_CHECKING:
    import polars as pl

    from mixpanel_local.engine.database import Query

Integers: TypeAlias = NDArray[np.int64]
Booleans: TypeAlias = NDArray[np.bool_]

_WORD: Final = "w"
# The sign stays out of it: every bit of a word is a power of two that is positive.
_BITS: Final = 62


@frozen(eq=False)
class Rows:
    """Events of some users, by user, then time, then ``seq``: a row's place is its place in this order.

    *user* numbers the users from 0 and *time* is in milliseconds; *frame* has the columns asked for.
    """

    user: Integers
    time: Integers
    frame: pl.DataFrame

    @classmethod
    def of(cls, frame: pl.DataFrame) -> Self:
        """The rows of a frame that is in order."""
        user = frame[USER].rle_id().to_numpy().astype(np.int64)
        return cls(user, frame[TIME].to_numpy(), frame.drop(USER, TIME))

    def __len__(self) -> int:
        return len(self.time)

    def where(self, condition: int) -> Integers:
        """The places of the rows that meet the condition with that number."""
        word = self.frame[f"{_WORD}{condition // _BITS}"].to_numpy()
        return np.flatnonzero(word & (1 << condition % _BITS))


@frozen
class Sequences:
    """Events of *scan* for which at least one of *conditions* holds, with *columns* beside them.

    *conditions* are found by their number (``Rows.where``). *names* are the events that can meet any of them, where
    these are known. With *sessions*, only events in one, and ``session_number()`` is beside them.
    """

    scan: Scan
    conditions: Sequence[Sql]
    columns: Mapping[str, Sql]
    names: Sequence[str] | None = None
    sessions: Sessions | None = None

    def passes(self, query: Query, passing: Passing) -> Iterator[Rows]:
        """The rows, some users at a time; each user's rows come together. Between passes *query* can be stopped."""
        if self.scan.empty:
            return
        columns = {**_words(self.conditions), **self.columns}
        ranges = passing.ranges(self.scan, query, len(columns))
        everyone = self._select(self.scan, columns)
        for done, users in enumerate(ranges):
            query.progress = done / len(ranges)
            rows = everyone if self.sessions is None else self._in_sessions(self.sessions, columns, users.condition())
            yield Rows.of(query.frame(rows.where(users.condition())))
        query.progress = 1.0

    def without_user(self, query: Query) -> int:
        """How many of the events have no user, and so are in no pass."""
        if self.scan.empty:
            return 0
        nobody = is_null(call("nullif", core_column(USER), text("")))
        where = all_of([nobody, self._matches()])
        count: int = query.frame(self.scan.select(alias(call("count"), "n"), where=where)).item()
        return count

    def _select(self, scan: Scan, columns: Mapping[str, Sql]) -> exp.Select:
        core = [alias(core_column(name), name) for name in (USER, TIME)]
        further = [alias(value, name) for name, value in columns.items()]
        return scan.select(*core, *further, where=self._matches()).order_by(*map(core_column, (USER, *scan.order)))

    def _in_sessions(self, sessions: Sessions, columns: Mapping[str, Sql], users: Sql) -> exp.Select:
        """The rows that are in sessions of *users*: of all others none are made."""
        return self._select(sessions.beside(self.scan, users), columns).where(not_null(session_number()))

    def _matches(self) -> Sql:
        # Names alone let the files be read in part.
        named = [] if self.names is None else [core_column(EVENT).isin(*map(text, self.names))]
        return all_of([*named, any_of(self.conditions)])


def _words(conditions: Sequence[Sql]) -> dict[str, Sql]:
    """Integer columns with one bit per condition."""
    words: dict[str, Sql] = {}
    for at, condition in enumerate(conditions):
        bit = case((condition, number(1 << at % _BITS)), default=number(0))
        name = f"{_WORD}{at // _BITS}"
        words[name] = words[name] + bit if name in words else bit
    return words
