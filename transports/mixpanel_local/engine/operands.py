"""Reading what a filter compares with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from mixpanel_local.engine.plan import Condition, Operand, Scalar
from mixpanel_local.errors import BadRequest


def scalars(operand: Operand) -> Sequence[Scalar]:
    """The values, one or several."""
    return [operand] if isinstance(operand, str) or not isinstance(operand, Sequence) else operand


def two(condition: Condition) -> Sequence[Scalar]:
    """The two values a range needs."""
    values = scalars(condition.operand)
    if len(values) != 2:
        raise BadRequest(f"filterValue: {condition.operator!r} needs two values, not {condition.operand!r}")
    return values


def written(value: Scalar) -> str:
    """A value the way labels write it."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def several_numbers(operand: Operand) -> Iterable[float]:
    """The values as numbers."""
    return map(single_number, scalars(operand))


def single_number(value: Operand) -> float:
    """The value as a number."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise BadRequest(f"filterValue: needs a number, not {value!r}")
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        raise BadRequest(f"filterValue: needs a number, not {value!r}") from None


def day(value: Operand) -> date:
    """The value as a day."""
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise BadRequest(f"filterValue: {value!r} is no date like 2026-01-31") from None
