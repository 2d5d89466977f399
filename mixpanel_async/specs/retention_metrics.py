"""A retention as a metric: measured over time beside events, or as an operand of a formula."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

from attrs import field, frozen

from mixpanel_async.errors import ParamTypeError, ParamValidationError, ValidationError
from mixpanel_async.specs.event_names import check_name
from mixpanel_async.specs.problems import at
from mixpanel_async.specs.properties import Property, property_problems
from mixpanel_async.specs.references import BehaviorRef, check_behavior, check_index
from mixpanel_async.specs.retention_events import RetentionEvent
from mixpanel_async.specs.retention_rules import bucket_problems, bucketing_problems, unbounded_problems
from mixpanel_async.specs.retentions import retention_clause, retention_metric_clause
from mixpanel_async.specs.roles import Measure
from mixpanel_async.specs.shown import shown
from mixpanel_async.specs.unknown_words import word_problems
from mixpanel_async.specs.words import RetentionAlignment, RetentionMathType, RetentionUnboundedMode, TimeUnit

__all__ = ["RetentionBehavior", "RetentionMetric"]

_NEEDS_PROPERTY = "average"
_TAKES_PROPERTY = ("average", "total")


def _own_event(event: str | RetentionEvent) -> RetentionEvent:
    if isinstance(event, RetentionEvent):
        return event
    if not isinstance(event, str):
        raise ParamTypeError(f"{event!r} is no event; give its name or a RetentionEvent")
    check_name(event, "event", "BH2_EMPTY_EVENT")
    return RetentionEvent(event)


def _own_sizes(sizes: Sequence[int] | None) -> tuple[int, ...] | None:
    if sizes is not None and not isinstance(sizes, list | tuple):
        raise ParamTypeError(f"bucket_sizes is {sizes!r}; give a list, as [1, 3, 7]")
    return None if sizes is None else tuple(sizes)


@frozen(repr=False)
class RetentionBehavior:
    """Users who did *born_event* and came back to do *return_event*, by buckets of later time.

    A bucket is one *retention_unit*, or as many as *bucket_sizes* says. *alignment* says where buckets begin,
    *unbounded_mode* which other buckets a return counts for.
    """

    born_event: RetentionEvent = field(converter=_own_event)
    return_event: RetentionEvent = field(converter=_own_event)
    retention_unit: TimeUnit = "week"
    alignment: RetentionAlignment = "birth"
    bucket_sizes: tuple[int, ...] | None = field(default=None, converter=_own_sizes)
    unbounded_mode: RetentionUnboundedMode | None = None

    def __repr__(self) -> str:
        return shown(self, 2)

    def clause(self) -> dict[str, Any]:
        """The ``behavior`` of a clause that measures it."""
        return retention_clause(self.born_event, self.return_event, self)  # pyright: ignore[reportArgumentType]

    def problems(self) -> Sequence[ValidationError]:
        """Rules its buckets break."""
        return at(
            ".",
            [
                *bucket_problems(self.bucket_sizes),
                *bucketing_problems(self),  # pyright: ignore[reportArgumentType]
                *unbounded_problems(self.unbounded_mode),
            ],
        )

    def property_problems(self) -> Sequence[ValidationError]:
        """Rules that the custom properties of its events' filters break."""
        return [
            *at(".born_event", self.born_event.property_problems()),
            *at(".return_event", self.return_event.property_problems()),
        ]


@frozen(repr=False)
class RetentionMetric(Measure):
    """The rate at which users came back, over time, or with another *math* their number.

    *property* goes with a math that aggregates one. *bucket_index* is the bucket measured, counted from 0.
    *retention_cumulative* adds up the buckets. *label* is what reports show for it.
    """

    behavior: RetentionBehavior | BehaviorRef
    math: RetentionMathType = "retention_rate"
    bucket_index: int | None = None
    retention_cumulative: bool = False
    property: Property | None = None
    label: str | None = None

    def __repr__(self) -> str:
        return shown(self)

    def __attrs_post_init__(self) -> None:
        check_behavior(self.behavior, RetentionBehavior, "retention")
        check_index(self.bucket_index, "bucket_index")
        if self.math == _NEEDS_PROPERTY and self.property is None:
            message = f"math={self.math!r} aggregates a property; name it"
            raise ParamValidationError(message, "BH3_PROPERTY_MATH")
        if self.property is not None and self.math not in _TAKES_PROPERTY:
            message = f"math={self.math!r} takes no property; remove it"
            raise ParamValidationError(message, "BH3_PROPERTY_MATH")

    def clause(self, *, hidden: bool | None = None) -> dict[str, Any]:
        """Its entry in ``sections.show``."""
        entry = retention_metric_clause(
            self.behavior.clause(),
            self.math,
            cumulative=self.retention_cumulative,
            prop=self.property,
            bucket=self.bucket_index,
        )
        if self.label:
            entry["name"] = self.label
        return entry | {"isHidden": True} if hidden else entry

    def property_problems(self) -> Sequence[ValidationError]:
        """Rules its property breaks, then those its events' filters break."""
        own = () if isinstance(self.behavior, BehaviorRef) else self.behavior.property_problems()
        return [*property_problems(self.property), *own]

    def problems(self) -> Sequence[ValidationError]:
        """Rules its retention breaks."""
        own = () if isinstance(self.behavior, BehaviorRef) else self.behavior.problems()
        return [*own, *word_problems(".math", self.math, get_args(RetentionMathType), "R9_INVALID_MATH")]
