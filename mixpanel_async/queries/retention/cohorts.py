"""The nested series of a retention reply: cohorts, their average, the same by segment."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Self, TypedDict, cast

from attrs import frozen

from mixpanel_async.answer import NUMBERS, Answer
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
    """Cohorts by day, and their average, which stand at *node*."""

    node: Answer
    cohorts: Cohorts
    average: RetentionCohortData

    @classmethod
    def read(cls, node: Answer) -> Self:
        """The block at *node*; what bears no day and is no cohort is passed over. Days lose their time and offset.

        Whether it is numbers that the cohorts hold is left to who makes columns of them, and to ``check``.
        """
        found = {key: value for key, value in node.object().items() if _is_cohort(key, value)}
        if not _whole(found.values()):
            check(node)
        average = _checked(node.get(AVERAGE)) if found.pop(AVERAGE, None) else RetentionCohortData()
        if not found and not node.object().keys() <= {AVERAGE}:
            raise node.refusal("there is no cohort")
        days = {key[:DAY_LENGTH]: cohort for key, cohort in found.items()}
        return cls(node, days if len(days) == len(found) else found, average)


def _is_cohort(key: str, value: object) -> bool:
    return isinstance(value, dict) or _DAY.match(key) is not None


def _whole(cohorts: Collection[Any]) -> bool:
    """Whether every cohort has all its parts, each of its kind; what the lists hold is not looked at."""
    if set(map(type, cohorts)) != {dict}:
        return False
    lists = {type(cohort.get(part)) for cohort in cohorts for part in ("counts", "rates")}
    return lists == {list} and NUMBERS.issuperset(type(cohort.get("first")) for cohort in cohorts)


def check(node: Answer) -> None:
    """Refuse the first cohort of the block at *node* that is none, or holds what is no number."""
    for key, value in node.entries():
        if _is_cohort(key, value.value):
            _checked(value)


def _checked(cohort: Answer) -> RetentionCohortData:
    """A cohort as it was sent."""
    if cohort.object():
        cohort.get("first").if_given(Answer.number)
        cohort.required("counts").number_list()
        cohort.get("rates").if_given(Answer.number_list)
    return cast("RetentionCohortData", cohort.value)


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
