"""What stands in the answers of all our programs."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from mixpanel_async.answer import Answer


def records(answer: Answer) -> list[Answer]:
    """The rows that must stand here, each of them an object."""
    found = answer.rows()
    for row in found:
        row.object()
    return found


def count(row: Answer, key: str) -> int:
    """How many *row* says there are under *key*; an empty row says none."""
    place = row.part(key)
    if (found := place.whole_or()) < 0:
        raise place.refusal(f"{found} is no count")
    return found


def real(place: Answer) -> float:
    """The number that must stand here, as a float."""
    value = place.number()
    try:
        return float(value)
    except OverflowError:
        raise place.refusal(f"{place.shown} is beyond all floats") from None


def whole_part(place: Answer) -> int:
    """The number that may stand here, without its fraction; 0 where there is none."""
    value = place.number_or()
    if not isfinite(value):
        raise place.refusal(f"{place.shown} is no finite number")
    return int(value)


def percentage(part: int, total: int) -> float:
    """*part* of *total*, 0 to 100; 0 of nothing."""
    return part / total * 100 if total else 0.0


def percentages(parts: Sequence[int]) -> list[float]:
    """Each of *parts* of all of them together, 0 to 100."""
    total = sum(parts)
    return [percentage(part, total) for part in parts]
