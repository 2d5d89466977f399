"""Objects that stand side by side in a flow reply, as columns: read whole, and one by one where something is odd."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Self

from attrs import frozen

from mixpanel_async.answer import Answer
from mixpanel_async.frames import checked, flat, fractions, numbers
from mixpanel_async.queries.flow.reply import count, key, part, whole

if TYPE_CHECKING:
    import polars as pl


@frozen
class Rows:
    """The objects *values*; *places* finds each in the reply."""

    values: Sequence[Any]
    places: Callable[[], Sequence[Answer]]

    @classmethod
    def of(cls, objects: Answer) -> Self:
        """The rows of a list, none where there is none."""
        return cls(objects.array_or_nothing(), objects.items)

    def inner(self, name: str, get: Callable[[Answer, str], Answer] = part) -> tuple[Self, list[int]]:
        """The rows of all lists that *get* finds under *name*, and how many each list has."""
        lists = self._column(name)
        if not {list}.issuperset(map(type, lists)):
            lists = [get(place, name).array_or_nothing() for place in self.places()]
        places = partial(_inner, self.places, name)
        return type(self)(flat(lists), places), list(map(len, lists))

    def texts(self, name: str) -> pl.Series:
        """The texts under *name*, empty where there is none."""
        import polars as pl

        try:
            column = pl.Series(self._column(name), dtype=pl.String)
            return column.fill_null("") if column.null_count() else column
        except (TypeError, OverflowError):
            return pl.Series([part(place, name).text_or() for place in self.places()], dtype=pl.String)

    def flags(self, name: str) -> pl.Series:
        """Whether *name* is true."""
        import polars as pl

        values = self._column(name)
        if not {bool}.issuperset(map(type, values)):
            values = [part(place, name).flag() for place in self.places()]
        return pl.Series(values, dtype=pl.Boolean)

    def rates(self, name: str) -> pl.Series:
        """The numbers under *name*, 0 where it is missing; null stays null."""
        try:
            column = checked(self._column(name), whole=False)
        except (TypeError, OverflowError):
            column = None
        if column is None or column.null_count():
            return fractions([_rate(place, name) for place in self.places()])
        return column

    def counts(self, name: str = "totalCount") -> pl.Series:
        """The counts under *name*, text or not; what is no count is 0, with a warning."""
        import polars as pl

        try:
            column = pl.Series(self._column(name), dtype=pl.String).cast(pl.Int64, strict=False)
        except (TypeError, OverflowError):
            column = None
        if column is None or column.null_count():
            return numbers([count(place, name) for place in self.places()])
        return column

    def wholes(self, name: str, default: int) -> pl.Series:
        """The whole numbers under *name*, and *default* for all else."""
        values = self._column(name)
        if not {int}.issuperset(map(type, values)):
            found = [whole(part(place, name)) for place in self.places()]
            values = [default if each is None else each for each in found]
        return numbers(values)

    def _column(self, name: str) -> list[Any]:
        """What each has under *name*."""
        try:
            return list(map(itemgetter(name), self.values))
        except (KeyError, TypeError):
            return [part(place, name).value for place in self.places()]


def _inner(places: Callable[[], Sequence[Answer]], name: str) -> list[Answer]:
    return [inner for place in places() for inner in part(place, name).items()]


def _rate(of: Answer, name: str) -> Any:
    return 0.0 if key(of, name) is None else part(of, name).if_given(Answer.number)
