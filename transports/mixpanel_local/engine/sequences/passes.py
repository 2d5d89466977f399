"""Users in ranges, so that a question about what each one did next holds only some of them in memory at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from attrs import frozen
from sqlglot import exp

from mixpanel_local.engine.scan import SEQ, USER, Scan, core_column
from mixpanel_local.engine.sql import Sql, alias, all_of, column, modulo, not_null, number, rows_of, text

if TYPE_CHECKING:
    from mixpanel_local.engine.database import Query

_MB: Final = 2**20
# A user's name and its place in the order while rows are read. Columns come on top.
_READ_BYTES: Final = 48
# So many rows, and what kernels make of them, stay near the processor: more at once take longer.
_PIECE: Final = 2**18
_SAMPLED: Final = 4096
# How many rows of a file can only be read together.
_ROW_GROUP: Final = 32_768
_LOW: Final = "low"
_HIGH: Final = "high"
_SAMPLED_PARTS: Final = 8


@frozen
class UserRange:
    """Users from *low* to below *high*, open where there is none; events of nobody are in no range."""

    low: str | None = None
    high: str | None = None

    def condition(self) -> Sql:
        """SQL: whether an event's user is in it; *values* stand in place of its ends."""
        user = core_column(USER)
        floor = user.neq(text("")) if self.low is None else user >= exp.Placeholder(this=_LOW)
        return all_of([not_null(user), floor, *([] if self.high is None else [user < exp.Placeholder(this=_HIGH)])])

    @property
    def values(self) -> Mapping[str, str]:
        """The ends it has, by their names in ``condition``: ranges with the same names have the same one."""
        ends = {_LOW: self.low, _HIGH: self.high}
        return {name: end for name, end in ends.items() if end is not None}


@frozen
class Ranges:
    """*users* that are read together, range after range; each range is gone through in *least* slices or more."""

    users: Sequence[UserRange]
    least: int = 1

    def slices(self, rows: int) -> int:
        """In how many slices so many *rows* of a range are gone through."""
        return max(self.least, -(-rows // _PIECE))


@frozen
class Passing:
    """How users are divided: into *count* passes, or so that rows that are read together take *budget* bytes at most.

    Rows are counted by the manifest, so a question about few of the events needs less than the budget.
    """

    budget: int = 256 * _MB
    count: int | None = None

    def ranges(self, scan: Scan, query: Query, columns: int, *, whole: bool = False) -> Ranges:
        """The passes of a question with so many *columns*; together they hold every user once.

        *whole*: every event is read. Where it goes by their names, that is seldom more than half of them.
        """
        size = (_READ_BYTES + 8 * columns) * (2 if whole else 1)
        reads = -(-sum(part.rows for part in scan.events.parts) * size // self.budget)
        if self.count is None:
            return Ranges(_divided(scan, query, reads))
        slices = -(-self.count // max(_finest(scan), reads))
        return Ranges(_divided(scan, query, -(-self.count // slices)), slices)


DEFAULT: Final = Passing()


def _divided(scan: Scan, query: Query, count: int) -> Sequence[UserRange]:
    """All users in *count* ranges that have about equally many events."""
    bounds = _quantiles(_sampled_users(scan, query), count) if count > 1 else []
    return [UserRange(low, high) for low, high in pairwise([None, *bounds, None])]


def _finest(scan: Scan) -> int:
    """How many ranges of users it is worth to read by themselves: each has whole groups of rows read for it."""
    return max(1, 3 * max((part.rows for part in scan.events.parts), default=0) // (2 * _ROW_GROUP))


def _sampled_users(scan: Scan, query: Query) -> Sequence[str]:
    """Users of some thousand events of a few dates, in order. Any will do: they only say where ranges end."""
    users = _sample_of_others(scan) if scan.source is not None and not scan.source.same_users else _sample(scan)
    return query.frame(users.order_by(column(USER)))[USER].to_list()


def _sample_of_others(scan: Scan) -> exp.Select:
    return scan.select(alias(core_column(USER), USER), where=_every(sum(part.rows for part in scan.events.parts)))


def _sample(scan: Scan) -> exp.Select:
    parts = scan.events.parts
    chosen = [parts[at * len(parts) // _SAMPLED_PARTS] for at in range(_SAMPLED_PARTS)] if len(parts) > 8 else parts
    paths = [str(scan.events.root / part.path) for part in chosen]
    users = exp.select(alias(core_column(USER), USER)).from_(rows_of(paths, "e"))
    return users.where(_every(sum(part.rows for part in chosen)))


def _every(rows: int) -> Sql:
    """Whether an event with a user is one of some thousand of so many *rows*."""
    # seq numbers the events of a date by time: every nth is a fair sample of its users.
    return all_of([UserRange().condition(), modulo(core_column(SEQ), max(1, rows // _SAMPLED)).eq(number(0))])


def _quantiles(users: Sequence[str], count: int) -> Sequence[str]:
    """Users that divide the sample into *count* equal parts, fewer where the same user divides twice."""
    if not users:
        return []
    return list(dict.fromkeys(users[at * len(users) // count] for at in range(1, count)))
