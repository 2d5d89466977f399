"""What is a number, and which of them there are."""

from __future__ import annotations

from math import isfinite
from typing import Any

from attrs import Attribute

from mixpanel_async.errors import ParamTypeError

_KINDS = (int, float)


def number(_: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse what is no number, as the validator of a field; None only where it is the default."""
    if not isinstance(value, _KINDS) and (value is not None or attribute.default is not None):
        raise ParamTypeError(f"{attribute.name} is {value!r}; it is a number")


def is_finite(value: float) -> bool:
    """Whether *value* is neither infinite nor NaN; whole numbers, however long, are finite."""
    return isinstance(value, int) or isfinite(value)
