"""The nested series of a retention reply: cohorts, their average, the same by segment; and cohorts as columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self, TypedDict

from attrs import frozen

from mixpanel_async.frames import DAY_LENGTH

__all__ = ["RetentionCohortData"]

OVERALL = "$overall"
AVERAGE = "$average"


class RetentionCohortData(TypedDict, total=False):
    """One cohort: *first* users were born, *counts* of them came back in each bucket, *rates* 0 to 1."""

    first: int
    counts: list[int]
    rates: list[float]


Cohorts = Mapping[str, RetentionCohortData]


@frozen
class Block:
    """Cohorts by day, and their average."""

    cohorts: Cohorts
    average: RetentionCohortData

    @classmethod
    def of(cls, node: Mapping[str, Any]) -> Self:
        """The block in *node*; what is no cohort is passed over. Days lose their time and offset."""
        found: dict[str, Any] = {key: value for key, value in node.items() if isinstance(value, dict)}
        average = found.pop(AVERAGE, {})
        return cls({key[:DAY_LENGTH]: value for key, value in found.items()}, average)


def blocks(node: Mapping[str, Any]) -> tuple[Block, dict[str, Block]]:
    """All users' block, then each segment's; without ``$overall`` there are no segments."""
    if not isinstance(node.get(OVERALL), dict):
        return Block.of(node), {}
    segments = {key: Block.of(value) for key, value in node.items() if key != OVERALL and isinstance(value, dict)}
    return Block.of(node[OVERALL]), segments


@frozen
class Columns:
    """One run of buckets per cohort: its segment (none where nothing is split), its day, how many buckets it has."""

    segments: Sequence[str] | None
    days: Sequence[str]
    lengths: Sequence[int]
    counts: Sequence[Any]
    rates: Sequence[Any]

    @classmethod
    def of(cls, cohorts: Cohorts, segments: Mapping[str, Cohorts]) -> Self:
        """The columns of the *segments*, where there are any, else of the *cohorts*; both sorted, days too."""
        parts = segments or {"": cohorts}
        names, days, lengths = [], [], []
        counts: list[Any] = []
        rates: list[Any] = []
        for name in sorted(parts):
            for day, cohort in sorted(parts[name].items()):
                counted, rated = cohort.get("counts") or [], cohort.get("rates") or []
                names.append(name)
                days.append(day)
                lengths.append(len(counted))
                counts += counted
                rates += rated[: len(counted)]
                rates += [0.0] * (len(counted) - len(rated))
        return cls(names if segments else None, days, lengths, counts, rates)

    def rows(self) -> Iterator[dict[str, Any]]:
        """The rows as dictionaries."""
        values = zip(self.counts, self.rates, strict=True)
        for place, (day, length) in enumerate(zip(self.days, self.lengths, strict=True)):
            head = (
                {"cohort_date": day} if self.segments is None else {"segment": self.segments[place], "cohort_date": day}
            )
            for bucket in range(length):
                count, rate = next(values)
                yield head | {"bucket": bucket, "count": count, "rate": rate}
