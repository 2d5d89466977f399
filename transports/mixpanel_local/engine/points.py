"""Points of a report: values by segment and interval, and what is computed from them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Literal, TypeAlias

from attrs import evolve, frozen

from mixpanel_local.engine.formula import Arithmetic, Number, Term

Path: TypeAlias = tuple[str, ...]
Line: TypeAlias = Sequence[Number]
"""One value per interval."""
Levels: TypeAlias = "Sequence[Points]"
"""Points without breakdown, by the first one, by the first two ..."""


@frozen
class Points:
    """The lines of one metric by segment; a segment that is missing has *empty* everywhere."""

    lines: Mapping[Path, Line]
    empty: Number = 0

    def each(self, change: Callable[[Line], Line]) -> Points:
        """The same segments with changed lines."""
        return Points({path: change(line) for path, line in self.lines.items()}, self.empty)

    def ranked(self) -> list[Path]:
        """The segments, the one with the largest sum first, one without values last, then by name."""
        known = {path: [value for value in line if value is not None] for path, line in self.lines.items()}
        totals = {path: sum(values) if values else -math.inf for path, values in known.items()}
        return sorted(totals, key=lambda path: (-totals[path], path))

    def under(self, heads: Iterable[Path]) -> Points:
        """Only segments that are one of *heads* or within one; the others' values are not known any more."""
        kept = set(heads)
        depths = {len(head) for head in kept}
        lines = {path: line for path, line in self.lines.items() if any(path[:depth] in kept for depth in depths)}
        return evolve(self, lines=lines, empty=None)


def points_of(values: Iterable[tuple[Path, int, Number]], keys: Sequence[int], empty: Number) -> Points:
    """The points of *values*, each with its segments and its interval's key; missing ones are *empty*."""
    place = {key: at for at, key in enumerate(keys)}
    lines: dict[Path, list[Number]] = {}
    for path, key, value in values:
        if key in place:
            lines.setdefault(path, [empty] * len(keys))[place[key]] = tidy(value)
    return Points(lines, empty)


def cut(levels: Levels, kept: Sequence[Path]) -> Levels:
    """Only the segments of *kept*, those that lead to them and those within them."""
    depth = len(kept[0])
    return [
        points if at == 0 else points.under({path[: min(at, depth)] for path in kept})
        for at, points in enumerate(levels)
    ]


def combine(term: Term, metrics: Mapping[str, Points], width: int, arithmetic: Arithmetic) -> Points:
    """The formula's points: every segment any of its metrics has; without metrics it is one line."""
    used = {letter: metrics[letter] for letter in sorted(term.letters)}
    paths: Iterable[Path] = dict.fromkeys(path for points in used.values() for path in points.lines) if used else [()]

    def line(path: Path) -> Line:
        rows = {letter: points.lines.get(path, [points.empty] * width) for letter, points in used.items()}
        return [tidy(term.at({letter: row[at] for letter, row in rows.items()}, arithmetic)) for at in range(width)]

    return Points({path: line(path) for path in paths}, None)


def analysed(points: Points, analysis: Literal["linear", "rolling", "cumulative"], window: int) -> Points:
    """The points after rolling averages over *window* intervals, or added up."""
    if analysis == "rolling":
        return points.each(lambda line: [_mean(line[max(0, at - window + 1) : at + 1]) for at in range(len(line))])
    if analysis == "cumulative":
        return points.each(lambda line: [tidy(total) for total in accumulate(value or 0 for value in line)])
    return points


def tidy(value: Number) -> Number:
    """Whole numbers as integers."""
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 2**53
    return int(value) if whole and value is not None else value


def _mean(values: Iterable[Number]) -> Number:
    known = [value for value in values if value is not None]
    return tidy(sum(known) / len(known)) if known else None
