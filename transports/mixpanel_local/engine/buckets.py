"""Ranges of numbers that events are broken down by."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, Self

from attrs import frozen

from mixpanel_local.engine.sql import Sql, case, is_null, number, text
from mixpanel_local.engine.value import NOT_SET, Value
from mixpanel_local.errors import BadRequest

NON_NUMERIC: Final = "(non-numeric values)"
_MAX_BUCKETS: Final = 1_000
_MAX_BOUNDS: Final = 10
# As many segments as a report selects by itself: docs/reports, segment limits.
_FEW: Final = 12
_NICE: Final = (1, 2, 5, 10)


@frozen
class Buckets:
    """Ranges between neighbours of *bounds*, lower ones included; and where they are *open*, what lies outside."""

    bounds: tuple[float, ...]
    open: bool = True

    @property
    def names(self) -> Sequence[str]:
        """What the ranges between its bounds are called."""
        return [f"{_written(start)} - {_written(end)}" for start, end in pairwise(self.bounds)]

    @classmethod
    def even(cls, low: float, high: float, size: float) -> Self:
        """Ranges of *size* from *low* to *high*, the last one perhaps shorter."""
        if size <= 0 or high < low or (high - low) / size > _MAX_BUCKETS:
            raise BadRequest(f"customBucket: {low}..{high} by {size} is not 1 to {_MAX_BUCKETS} ranges")
        return cls(tuple(_steps(low, high, size)))

    @classmethod
    def varied(cls, bounds: Sequence[float]) -> Self:
        """Ranges between *bounds*, at most ten (docs/features/custom-buckets)."""
        if not 1 <= len(bounds) <= _MAX_BOUNDS or any(low >= high for low, high in pairwise(bounds)):
            raise BadRequest(f"customBucket.intervals: {bounds} are not 1 to {_MAX_BOUNDS} numbers that rise")
        return cls(tuple(bounds))

    @classmethod
    def automatic(cls, low: float, high: float, values: int, size: float | None = None) -> Self | None:
        """About ten even ranges, of *size* if that is given, from *low* to *high*; None where values are few."""
        if size is None:
            return None if values <= _FEW or not low < high else cls.around(low, high)
        return cls._covering(low, high, size)

    @classmethod
    def around(cls, low: float, high: float) -> Self:
        """About ten even ranges from *low* to *high*."""
        return cls._covering(low, high, _nice((high - low) / 10) if low < high else 1.0)

    @classmethod
    def _covering(cls, low: float, high: float, size: float) -> Self:
        first = math.floor(low / size) * size
        last = first + (math.floor((high - first) / size) + 1) * size
        return cls(Buckets.even(first, last, size).bounds, open=False)


@frozen
class Automatic:
    """Ranges that are found from the values; of *size*, if that is given."""

    size: float | None = None


def bucket(value: Value, buckets: Buckets | None) -> Sql:
    """The name of the range *value* lies in, or of the value itself where there are no *buckets*."""
    unset, amount = (value.is_set().not_(), text(NOT_SET)), value.as_number()
    lacking = (unset, (is_null(amount), text(NON_NUMERIC)))
    if buckets is None:
        return case(*lacking, default=Value(number=amount).label())
    low, high = buckets.bounds[0], buckets.bounds[-1]
    below = [(amount < number(low), text(f"< {_written(low)}"))] if buckets.open else []
    inside = ((amount < number(end), text(name)) for end, name in zip(buckets.bounds[1:], buckets.names, strict=True))
    return case(*lacking, *below, *inside, default=text(f">= {_written(high)}"))


def _steps(low: float, high: float, size: float) -> Iterator[float]:
    yield low
    at, bound = 0, low
    while bound < high:
        at += 1
        # Multiples of 0.1 are off by a rounding error far behind the twelfth digit.
        bound = min(round(low + at * size, 12), high)
        yield bound


def _nice(size: float) -> float:
    """The smallest of 1, 2, 5, 10, 20 ... that is no less than *size*."""
    power = 10.0 ** math.floor(math.log10(size))
    return next(step * power for step in _NICE if step * power >= size * (1 - 1e-9))


def _written(bound: float) -> str:
    return f"{int(bound) if float(bound).is_integer() else bound:,}"
