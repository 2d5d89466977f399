"""The nested series of an insights reply as columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Self

from attrs import frozen

from mixpanel_async.answer import NUMBERS, Answer

ALL = "all"
"""The key a total has in place of a time."""
OVERALL = "$overall"
"""The segment of a number that is not split further."""

Path = tuple[str, ...]
Leaf = tuple[Path, Mapping[str, Any]]

_MEASURES = ("$metric", "$event")
_TAKEN = frozenset({"date", "event", "count"})
# Charts that draw time; a report without a chart type is drawn as a line.
_TIME_CHARTS = frozenset({"line", "column", "stacked-line", "stacked-column", None})


@frozen
class Columns:
    """One run per leaf: its path (event, then segments), its keys, its values; *timed* says whether there are times."""

    segments: tuple[str, ...]
    paths: Sequence[Path]
    runs: Sequence[tuple[str, ...]]
    counts: Sequence[Any]
    timed: bool

    @classmethod
    def read(cls, series: Answer, headers: Sequence[str], chart: object) -> Self:
        """The columns of *series*: objects in objects, and numbers or null in the innermost.

        Where it holds no number, *headers* and *chart* say which columns there are.
        """
        leaves = [leaf for name, node in series.entries() for leaf in _leaves((name,), node)]
        if not leaves:
            depth = len(headers) - 1 if headers and headers[0] in _MEASURES else 0
            return cls(_names(headers, depth), (), (), (), chart in _TIME_CHARTS)
        depth = max(len(path) for path, _ in leaves)
        return cls(
            _names(headers, depth - 1),
            [path + (OVERALL,) * (depth - len(path)) for path, _ in leaves],
            [tuple(leaf) for _, leaf in leaves],
            list(chain.from_iterable(leaf.values() for _, leaf in leaves)),
            any(leaf.keys() != {ALL} for _, leaf in leaves),
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return (*(("date",) if self.timed else ()), "event", *self.segments, "count")

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The rows as tuples, times as text of at most 19 characters."""
        counts = iter(self.counts)
        for path, run in zip(self.paths, self.runs, strict=True):
            for key in run:
                time = (None if key == ALL else key[:19],) if self.timed else ()
                yield (*time, *path, next(counts))


def _leaves(path: Path, node: Answer) -> Iterator[Leaf]:
    """The mappings from time to number under *node*; numbers beside deeper segments are a leaf of their own."""
    values: Mapping[str, Any] = node.object()
    deeper: list[tuple[str, Answer]] = []
    if not NUMBERS.issuperset(map(type, values.values())):
        deeper = [(key, item) for key, item in node.entries() if isinstance(item.value, dict)]
        own = {key: value for key, value in values.items() if not isinstance(value, dict)}
        values = node.at(own, "").numbers()
    if values:
        yield path, values
    for key, item in deeper:
        yield from _leaves((*path, key), item)


def _names(headers: Sequence[str], depth: int) -> tuple[str, ...]:
    """What the columns of *depth* segments are called: by the headers where these can name columns."""
    if depth < 2:
        return ("segment",) * depth
    named = tuple(headers[1:])
    usable = len(named) == depth == len(set(named)) and all(named) and _TAKEN.isdisjoint(named)
    return named if usable else tuple(f"segment_{level}" for level in range(1, depth + 1))
