"""Spans of days, cut so that each weighs about the same."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

from attrs import frozen

_DAY = timedelta(days=1)


@frozen(order=True)
class Window:
    """The days *first* to *last*, both included, that are fetched and become visible together."""

    first: date
    last: date

    @classmethod
    def of(cls, first: str | date, last: str | date | None = None) -> Window:
        """The days from *first* to *last*, or the one day."""
        return cls(_day(first), _day(first if last is None else last))

    def __str__(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first}..{self.last}"

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def days(self) -> Iterator[date]:
        """Each day."""
        return days_between(self.first, self.last)

    def halves(self) -> tuple[Window, Window]:
        """The two halves of more than one day."""
        middle = self.first + timedelta(days=len(self) // 2)
        return Window(self.first, middle - _DAY), Window(middle, self.last)


def days_between(first: date, last: date) -> Iterator[date]:
    """The days from *first* to *last*, both included."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def packed(
    days: Iterable[date], weights: Mapping[date, float], count: int, *, known: Container[date] = ()
) -> list[Window]:
    """*days* as *count* windows of about the same weight; fewer where days are too few or too heavy for that.

    It is a few more where days are missing between, and because days that are *known* and others are kept apart.
    """
    ordered = sorted(days)
    total = sum(weights.get(day, 0.0) for day in ordered) or 1.0
    marked: list[tuple[tuple[int, int, bool], date]] = []
    passed = 0.0
    for number, day in enumerate(ordered):
        weight = weights.get(day, 0.0)
        # A day belongs to the share in which its middle lies; the same day minus its number means no gap between.
        share = min(int((passed + weight / 2) / total * count), count - 1)
        marked.append(((share, day.toordinal() - number, day in known), day))
        passed += weight
    groups = ([day for _, day in group] for _, group in groupby(marked, key=itemgetter(0)))
    return [Window(group[0], group[-1]) for group in groups]


def _day(value: str | date) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
