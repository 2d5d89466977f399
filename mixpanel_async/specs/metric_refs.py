"""A metric saved in the project, in place of its definition, with what is to be different about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, Literal, get_args

from attrs import field, frozen

from mixpanel_async.errors import ParamValidationError, ValidationError
from mixpanel_async.specs.event_names import is_blank
from mixpanel_async.specs.maths import COUNTS_USERS
from mixpanel_async.specs.measurement import measurement_clause, rejects_property
from mixpanel_async.specs.numbers import is_finite
from mixpanel_async.specs.properties import CustomPropertyRef, InlineCustomProperty, Property, property_problems
from mixpanel_async.specs.references import check_id, check_index
from mixpanel_async.specs.roles import Measure
from mixpanel_async.specs.shown import shown
from mixpanel_async.specs.words import (
    FunnelMathType,
    FunnelOrder,
    MathType,
    PerUserAggregation,
    RetentionMathType,
    SegmentMethod,
)

__all__ = ["MetricRef"]

MetricType = Literal["metric", "formula", "warehouse"]

_MATHS = (*get_args(MathType), *get_args(FunnelMathType), *get_args(RetentionMathType))
_MEASUREMENT = (
    "math",
    "property",
    "per_user",
    "percentile_value",
    "segment_method",
    "funnel_order",
    "step_index",
    "bucket_index",
)


def _own_overrides(overrides: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    return deepcopy(dict(overrides)) if isinstance(overrides, Mapping) else overrides


@frozen(repr=False)
class MetricRef(Measure):
    """A saved metric, formula or warehouse metric, by its id.

    What is given beside it is different from what is saved; None keeps it. *overrides* are params that have no name
    here, and win over the others. A formula or warehouse metric keeps its measurement, every one its filters.
    """

    id: int
    type: MetricType = field(default="metric", kw_only=True)
    label: str | None = field(default=None, kw_only=True)
    math: MathType | FunnelMathType | RetentionMathType | None = field(default=None, kw_only=True)
    property: Property | None = field(default=None, kw_only=True)
    per_user: PerUserAggregation | None = field(default=None, kw_only=True)
    percentile_value: int | float | None = field(default=None, kw_only=True)
    segment_method: SegmentMethod | None = field(default=None, kw_only=True)
    funnel_order: FunnelOrder | None = field(default=None, kw_only=True)
    step_index: int | None = field(default=None, kw_only=True)
    bucket_index: int | None = field(default=None, kw_only=True)
    hidden: bool | None = field(default=None, kw_only=True)
    # Nested mappings have no hash.
    overrides: Mapping[str, Any] | None = field(default=None, kw_only=True, hash=False, converter=_own_overrides)

    def __repr__(self) -> str:
        return shown(self)

    def __attrs_post_init__(self) -> None:
        check_id(self.id, "MR4_INVALID_ID")
        if self.type not in get_args(MetricType):
            message = f"type is {self.type!r}; it is one of {', '.join(get_args(MetricType))}"
            raise ParamValidationError(message, "MR5_INVALID_TYPE")
        self._check_applicable()
        self._check_values()
        self._check_measurement()
        if "filters" in (keys := set(_keys(self.overrides))) or "filter" in keys:
            message = "overrides cannot replace filters; use where=, or an inline Metric with filters"
            raise ParamValidationError(message, "MR1_FILTER_OVERRIDE")

    def _check_applicable(self) -> None:
        given = [name for name in _MEASUREMENT if getattr(self, name) is not None]
        if given and self.type != "metric":
            message = f"a {self.type} has its own {', '.join(given)}; leave it out"
            raise ParamValidationError(message, "MR6_OVERRIDE_NOT_APPLICABLE")

    def _check_values(self) -> None:
        for name, (fits, hint) in _VALUES.items():
            value = getattr(self, name)
            if value is not None and not fits(value):
                raise ParamValidationError(f"{name} is {value!r}; {hint}", "MR7_INVALID_OVERRIDE")
        check_index(self.step_index, "step_index", "MR7_INVALID_OVERRIDE")
        check_index(self.bucket_index, "bucket_index", "MR7_INVALID_OVERRIDE")

    def _check_measurement(self) -> None:
        if self.segment_method is not None and self.segment_method not in get_args(SegmentMethod):
            message = f"segment_method is {self.segment_method!r}; it is 'all' or 'first'"
            raise ParamValidationError(message, "MT2_INVALID_SEGMENT_METHOD")
        if self.per_user is not None and self.math in COUNTS_USERS:
            message = f"per_user has no use with math={self.math!r}; remove it"
            raise ParamValidationError(message, "V3_PER_USER_INCOMPATIBLE")
        if self.math is not None and rejects_property(self.math, self.property):
            message = f"math={self.math!r} takes no property; remove it"
            raise ParamValidationError(message, "V14_METRIC_REJECTS_PROPERTY")

    def is_changed(self) -> bool:
        """Whether anything about it differs from what is saved."""
        rest = (self.label, self.hidden, self.overrides)
        return any(value is not None for value in (*rest, *(getattr(self, name) for name in _MEASUREMENT)))

    def clause(self, *, hidden: bool | None = None) -> dict[str, Any]:
        """Its entry in ``sections.show``."""
        entry: dict[str, Any] = {"type": self.type, "id": self.id}
        if overrides := self._overrides():
            entry["overrides"] = overrides
        is_hidden = True if hidden else self.hidden
        return entry if is_hidden is None else entry | {"isHidden": is_hidden}

    def _overrides(self) -> dict[str, Any]:
        measurement = measurement_clause(self.math, self.property, self.per_user, self.percentile_value)
        more = {
            "segmentMethod": self.segment_method,
            "stepIndex": self.step_index,
            "retentionBucketIndex": self.bucket_index,
        }
        measurement |= {name: value for name, value in more.items() if value is not None}
        behavior = {"funnelOrder": self.funnel_order} if self.funnel_order else {}
        parts = {"name": self.label, "behavior": behavior, "measurement": measurement}
        named = {name: part for name, part in parts.items() if part}
        return _merged(named, self.overrides or {})

    def property_problems(self) -> Sequence[ValidationError]:
        """Rules its custom property breaks."""
        return property_problems(self.property)


_Check = tuple[Callable[[Any], bool], str]
_VALUES: Mapping[str, _Check] = {
    "label": (lambda label: isinstance(label, str) and not is_blank(label), "give text, or leave it out"),
    "math": (_MATHS.__contains__, "it is a math of a metric, a funnel or a retention"),
    "property": (
        lambda prop: (
            isinstance(prop, CustomPropertyRef | InlineCustomProperty) or (isinstance(prop, str) and not is_blank(prop))
        ),
        "name one, or give a custom property",
    ),
    "per_user": (get_args(PerUserAggregation).__contains__, f"it is one of {', '.join(get_args(PerUserAggregation))}"),
    "percentile_value": (
        lambda value: isinstance(value, int | float) and not isinstance(value, bool) and is_finite(value),
        "give a number, 95 for p95",
    ),
    "funnel_order": (get_args(FunnelOrder).__contains__, "it is 'loose' or 'any'"),
    "hidden": (lambda hidden: isinstance(hidden, bool), "it is True or False"),
    "overrides": (lambda overrides: isinstance(overrides, Mapping), "give a mapping of params"),
}


def _keys(node: object) -> Iterator[str]:
    """Every key in *node*, at any depth."""
    if isinstance(node, Mapping):
        yield from node
        for value in node.values():
            yield from _keys(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _keys(value)


def _merged(own: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """*own* with what *over* has in its place, mapping by mapping."""
    both = {
        key: _merged(own[key], value) if isinstance(own.get(key), Mapping) and isinstance(value, Mapping) else value
        for key, value in over.items()
    }
    return deepcopy({**own, **both})
