"""What is plain enough to break no rule, whatever else a question says: known words, and values of known types."""

from __future__ import annotations

from math import isfinite
from typing import Any, get_args

from mixpanel_async.specs.maths import COUNTS_USERS, NEEDS_PROPERTY, TAKES_PROPERTY
from mixpanel_async.specs.words import (
    CustomPropertyType,
    FilterPropertyType,
    FiltersCombinator,
    FunnelMathType,
    MathType,
    PerUserAggregation,
    QueryTimeUnit,
    ResourceType,
)

# Tuples: unlike sets they can be asked for what has no hash, and these short ones answer as fast.
COMBINATORS: tuple[str, ...] = get_args(FiltersCombinator)
COMPARED_TYPES: tuple[str, ...] = get_args(FilterPropertyType)
RESOURCES: tuple[str, ...] = get_args(ResourceType)
SPLIT_TYPES: tuple[str, ...] = get_args(CustomPropertyType)
UNITS: tuple[str, ...] = get_args(QueryTimeUnit)

# A percentile asks for its value too, a histogram for a per_user.
_ASKING = {"histogram", "percentile"}
_COUNTING = frozenset(get_args(MathType)) - NEEDS_PROPERTY
_AGGREGATING = (frozenset(get_args(MathType)) & TAKES_PROPERTY) - COUNTS_USERS - _ASKING
_FUNNEL_MATHS: tuple[str, ...] = get_args(FunnelMathType)
_PER_USER: tuple[str | None, ...] = (None, *get_args(PerUserAggregation))

# A list this long is within the limit of every rule.
_FEW = 100
_NEVER_ODD = frozenset({str, int, bool})


def is_sound_measurement(math: str, prop: object, per_user: str | None) -> bool:
    """Whether nothing is amiss with a math, the plain property it aggregates, and how that is done for each user."""
    if prop is None:
        return per_user is None and math in _COUNTING
    return type(prop) is str and per_user in _PER_USER and math in _AGGREGATING


def is_sound_funnel_measurement(math: str, prop: object) -> bool:
    """Whether a funnel's math is known and its property plain; whether they go together is for its rules to say."""
    return math in _FUNNEL_MATHS and (prop is None or type(prop) is str)


def is_sound_value(value: Any) -> bool:
    """Whether *value* is one a property can be compared with: text, a finite number, a few of them, or nothing."""
    if type(value) is not tuple:
        return value is None or _is_sound_item(value)
    return 0 < len(value) <= _FEW and (_NEVER_ODD.issuperset(map(type, value)) or all(map(_is_sound_item, value)))


def _is_sound_item(item: object) -> bool:
    return type(item) in _NEVER_ODD or (type(item) is float and isfinite(item))
