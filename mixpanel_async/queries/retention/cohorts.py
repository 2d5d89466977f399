"""The nested series of a retention reply: cohorts, their average, the same by segment; and cohorts as columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self, TypedDict, cast

from attrs import frozen

from mixpanel_async.answer import Answer
from mixpanel_async.frames import DAY_LENGTH

__all__ = ["RetentionCohortData"]

OVERALL = "$overall"
AVERAGE = "$average"

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


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
    def read(cls, node: Answer) -> Self:
        """The block in *node*; what bears no day and is no cohort is passed over. Days lose their time and offset."""
        found = {key: _cohort(value) for key, value in node.entries() if isinstance(value.value, dict) or _is_day(key)}
        average = found.pop(AVERAGE, {})
        if not found and not node.object().keys() <= {OVERALL, AVERAGE}:
            raise node.refusal("there is no cohort")
        days = {key[:DAY_LENGTH]: cohort for key, cohort in found.items()}
        return cls(days if len(days) == len(found) else found, average)


def _is_day(key: str) -> bool:
    return _DAY.match(key) is not None


def _cohort(value: Answer) -> RetentionCohortData:
    """A cohort as it was sent."""
    if cohort := value.object():
        value.get("first").if_given(Answer.number)
        value.required("counts").number_list()
        value.get("rates").if_given(Answer.number_list)
    return cast("RetentionCohortData", cohort)


def blocks(node: Answer) -> tuple[Block, dict[str, Block]]:
    """All users' block, then each segment's; without ``$overall`` there are no segments."""
    overall = node.get(OVERALL)
    if not isinstance(overall.value, dict):
        return Block.read(node), {}
    split = {key: each for key, each in node.entries() if key != OVERALL}
    segments = {key: Block.read(each) for key, each in split.items() if isinstance(each.value, dict)}
    if split and not segments:
        raise node.refusal(f"there is no segment beside {OVERALL!r}")
    return Block.read(overall), segments


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
