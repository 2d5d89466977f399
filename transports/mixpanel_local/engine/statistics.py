"""Numbers about numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

Numbers = Sequence[float]


def extremes(values: Sequence[float | None]) -> Mapping[str, Any]:
    """The least and the largest; ``nans`` counts what is no number."""
    numbers = known(values)
    return {
        "min": plain(min(numbers, default=None)),
        "max": plain(max(numbers, default=None)),
        "nans": len(values) - len(numbers),
    }


def percentile(values: Sequence[float | None], rank: float) -> float | None:
    """The value below which *rank* percent of the numbers lie, interpolated between neighbours."""
    numbers = sorted(known(values))
    if not numbers:
        return None
    place = (len(numbers) - 1) * rank / 100
    low, high = numbers[math.floor(place)], numbers[math.ceil(place)]
    return plain(low + (high - low) * (place - math.floor(place)))


def summary(values: Sequence[float | None]) -> Mapping[str, Any]:
    """Their count, sum, average, standard deviation and sum of squares."""
    numbers = known(values)
    count, total = len(numbers), math.fsum(numbers)
    squares = math.fsum(number * number for number in numbers)
    average = total / count if count else None
    spread = math.fsum((number - total / count) ** 2 for number in numbers) / count if count else None
    return {
        "count": count,
        "sum": plain(total),
        "avg": plain(average),
        "stddev": None if spread is None else plain(math.sqrt(spread)),
        "sum_squares": plain(squares),
    }


def known(values: Sequence[float | None]) -> Numbers:
    """Those that are numbers."""
    return [value for value in values if value is not None]


def plain(value: float | None) -> float | None:
    """3 and not 3.0."""
    return int(value) if value is not None and value.is_integer() else value
