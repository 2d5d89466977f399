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
from mixpanel_local.engine.sql import Sql, alias, all_of, any_of, call, case, is_null, not_null, number, render, text

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

    def slice(self, at: int, count: int) -> Self:
        """The users of the slice with that number, of *count* with equally many rows, or nearly so."""
        start, end = (self._start(len(self) * place // count) for place in (at, at + 1))
        if end - start == len(self):
            return self
        user = self.user[start:end]
        return type(self)(user - user[:1], self.time[start:end], self.frame.slice(start, end - start))

    def _start(self, place: int) -> int:
        """Where the rows of the user at *place* begin."""
        return int(np.searchsorted(self.user, self.user[place])) if place < len(self) else len(self)

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
        # Kernels keep a place per condition.
        ranges = passing.ranges(self.scan, query, len(columns) + len(self.conditions), whole=self.names is None)
        texts: dict[frozenset[str], str] = {}
        for done, users in enumerate(ranges.users):
            if (ends := frozenset(users.values)) not in texts:
                texts[ends] = render(self._of_users(users.condition(), columns))
            read = Rows.of(query.frame(texts[ends], users.values))
            slices = ranges.slices(len(read))
            for at in range(slices):
                query.progress = (done + at / slices) / len(ranges.users)
                query.check()
                yield read.slice(at, slices)
        query.progress = 1.0

    def without_user(self, query: Query) -> int:
        """How many of the events have no user, and so are in no pass."""
        if self.scan.empty:
            return 0
        # Both are compared with what the files say of their parts, of which few have to be read.
        nobody = any_of([is_null(core_column(USER)), core_column(USER).eq(text(""))])
        where = all_of([nobody, self._matches()])
        count: int = query.frame(self.scan.select(alias(call("count"), "n"), where=where)).item()
        return count

    def _of_users(self, users: Sql, columns: Mapping[str, Sql]) -> exp.Select:
        """The rows of *users*, a condition, of whom alone sessions are made."""
        if self.sessions is None:
            return self._select(self.scan, columns, users)
        return self._select(
            self.sessions.beside(self.scan, users), columns, all_of([users, not_null(session_number())])
        )

    def _select(self, scan: Scan, columns: Mapping[str, Sql], users: Sql) -> exp.Select:
        core = [alias(core_column(name), name) for name in (USER, TIME)]
        further = [alias(value, name) for name, value in columns.items()]
        where = all_of([users, self._matches()])
        return scan.select(*core, *further, where=where).order_by(*map(core_column, (USER, *scan.order)))

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
