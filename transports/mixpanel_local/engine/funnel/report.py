"""Numbers of a funnel by segment and interval, put together from the sums of all users."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Self, TypeAlias

from attrs import field, frozen

from mixpanel_local.engine.calendar import Interval
from mixpanel_local.engine.funnel.plan import FunnelPlan
from mixpanel_local.engine.funnel.values import Telling, Told
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.points import Path

_MS: Final = 1000

Place: TypeAlias = tuple[Path, int]
"""A segment and the number of an interval."""


@frozen
class Numbers:
    """What is told of each step: how many attempts reached it, the milliseconds these took in all, further values."""

    counts: Sequence[int]
    previous: Sequence[int]
    entry: Sequence[int]
    further: Mapping[str, Sequence[Told]] = field(factory=dict)

    @classmethod
    def none(cls, telling: Telling) -> Self:
        """Those of nobody."""
        zeros = [0] * len(telling.plan.funnel.steps)
        return cls(zeros, zeros, zeros, telling.told(None))

    def step_ratio(self, step: int) -> float:
        """How many of those at the step before reached *step*."""
        return _ratio(self.counts[step], self.counts[max(step - 1, 0)])

    def overall_ratio(self, step: int) -> float:
        """How many of those who entered reached *step*."""
        return _ratio(self.counts[step], self.counts[0])

    def seconds(self, step: int) -> float:
        """How long those who reached *step* took from the one before, on average."""
        return _ratio(self.previous[step], self.counts[step]) / _MS

    def seconds_from_start(self, step: int) -> float:
        """How long those who reached *step* took from the entry, on average."""
        return _ratio(self.entry[step], self.counts[step]) / _MS


@frozen
class Level:
    """The numbers by the first so many breakdowns, and the segments in order, the most entered ones first.

    Elsewhere the numbers are those of *nobody*.
    """

    numbers: Mapping[Place, Numbers]
    segments: Sequence[Path]
    nobody: Numbers


@frozen
class FunnelReport:
    """The answer to a plan, without breakdown, by the first one, by the first two ...

    *notes* have what it rests on, and the events that are left out; *compared* is the same about another time.
    """

    plan: FunnelPlan
    intervals: Sequence[Interval]
    levels: Sequence[Level]
    notes: Notes
    cut: bool = False
    compared: FunnelReport | None = None

    def at(self, path: Path, interval: int) -> Numbers:
        """The numbers of a segment in an interval."""
        level = self.levels[len(path)]
        return level.numbers.get((path, interval), level.nobody)


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
