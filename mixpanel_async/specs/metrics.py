"""What to measure: an event and how its occurrences are aggregated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

from attrs import field, frozen

from mixpanel_async.errors import ParamValidationError, ValidationError
from mixpanel_async.specs.event_names import check_name, is_plain
from mixpanel_async.specs.filtered_events import are_sound, event_entry, event_name, own_filters
from mixpanel_async.specs.filters import Filter
from mixpanel_async.specs.maths import NEEDS_PROPERTY, PROPERTY_MATHS
from mixpanel_async.specs.measurement import measurement_clause, per_user_problems, rejects_property
from mixpanel_async.specs.name_rules import EVENT_NAMES
from mixpanel_async.specs.problems import at, placed
from mixpanel_async.specs.properties import Property, property_problems
from mixpanel_async.specs.references import BehaviorRef, CustomEventRef, check_behavior
from mixpanel_async.specs.roles import Measure
from mixpanel_async.specs.shown import shown
from mixpanel_async.specs.simple_behaviors import SimpleBehavior, simple_clause
from mixpanel_async.specs.soundness import COMBINATORS, is_sound_measurement
from mixpanel_async.specs.words import FiltersCombinator, MathType, PerUserAggregation, SegmentMethod

__all__ = ["Metric"]

OneEvent = str | CustomEventRef
Behavior = SimpleBehavior | BehaviorRef
Event = OneEvent | tuple[OneEvent, ...] | Behavior


def _own_event(event: OneEvent | Sequence[OneEvent] | Behavior) -> Event:
    return tuple(event) if isinstance(event, list) else event  # type: ignore[return-value]


@frozen(repr=False)
class Metric(Measure):
    """*event* aggregated by *math*, over *property* where the math needs one.

    *per_user* first aggregates the property for each user; *percentile_value* goes with ``math="percentile"`` (95 for
    p95). *filters* narrow this metric alone, beside the question's ``where``. Several events count together as one; a
    ``SimpleBehavior`` gives each of them filters of its own, a ``BehaviorRef`` is one that is saved.
    """

    event: Event = field(converter=_own_event)
    math: MathType = "total"
    property: Property | None = None
    per_user: PerUserAggregation | None = None
    percentile_value: int | float | None = None
    filters: Sequence[Filter] | None = field(default=None, converter=own_filters)
    filters_combinator: FiltersCombinator = "all"
    segment_method: SegmentMethod | None = None

    def __repr__(self) -> str:
        return shown(self)

    def __attrs_post_init__(self) -> None:
        if not (isinstance(self.event, str) and is_plain(self.event)):
            _check_event(self.event)
            self._check_filters()
        if self.property is None and isinstance(self.math, str) and self.math in PROPERTY_MATHS:
            raise ParamValidationError(
                f"math={self.math!r} aggregates a property; name it: "
                f"Metric({self.event!r}, math={self.math!r}, property='amount')",
                "V13_METRIC_MATH_PROPERTY",
            )
        if self.math == "percentile" and self.percentile_value is None:
            raise ParamValidationError(
                f"which percentile? Metric({self.event!r}, math='percentile', percentile_value=95, ...)",
                "V26_PERCENTILE_REQUIRES_VALUE",
            )
        if self.segment_method is not None and self.segment_method not in get_args(SegmentMethod):
            raise ParamValidationError(
                f"segment_method is {self.segment_method!r}; it is 'all' or 'first'", "MT2_INVALID_SEGMENT_METHOD"
            )

    def _check_filters(self) -> None:
        if self.filters and isinstance(self.event, Behavior):
            message = "filters do not go with a behavior; give them to the FunnelStep items of a SimpleBehavior"
            raise ParamValidationError(message, "MT3_FILTERS_WITH_BEHAVIOR")

    def clause(self, *, hidden: bool | None = None) -> dict[str, Any]:
        """Its entry in ``sections.show``."""
        measurement = measurement_clause(self.math, self.property, self.per_user, self.percentile_value)
        if self.segment_method is not None:
            measurement["segmentMethod"] = self.segment_method
        entry: dict[str, Any] = {"type": "metric", "behavior": self._behavior(), "measurement": measurement}
        if hidden:
            entry["isHidden"] = True
        return entry

    def _behavior(self) -> dict[str, Any]:
        event = self.event
        if isinstance(event, str):
            return event_clause(event, self._filter_clauses(), self.filters_combinator)
        if isinstance(event, Behavior):
            return event.clause()
        events = event if isinstance(event, tuple) else (event,)
        if len(events) == 1:
            return event_clause(events[0], self._filter_clauses(), self.filters_combinator)
        entries = [event_entry(each, self.filters, self.filters_combinator) for each in events]
        return simple_clause(" or ".join(map(event_name, events)), entries)

    def _filter_clauses(self) -> list[dict[str, Any]]:
        return [item.clause() for item in self.filters or ()]

    def is_sound(self) -> bool:
        """Whether it measures one plain event, with plain filters if any, in known words."""
        return (
            type(self.event) is str
            and is_plain(self.event)
            and is_sound_measurement(self.math, self.property, self.per_user)
            and self.filters_combinator in COMBINATORS
            and (not self.filters or are_sound(self.filters))
        )

    def name_problems(self) -> Sequence[ValidationError]:
        """Rules its events' names break."""
        event = self.event
        if isinstance(event, str):
            return EVENT_NAMES.broken_by(event)
        if isinstance(event, SimpleBehavior):
            return at(".event", event.name_problems())
        names = event if isinstance(event, tuple) else ()
        return [
            problem
            for index, name in enumerate(names)
            if isinstance(name, str)
            for problem in placed(EVENT_NAMES.broken_by(name), ".event", index)
        ]

    def property_problems(self) -> Sequence[ValidationError]:
        """Rules its property breaks, then those its filters break."""
        behavior = self.event if isinstance(self.event, SimpleBehavior) else None
        if not (self.filters or behavior) and (self.property is None or type(self.property) is str):
            return ()
        found = list(property_problems(self.property))
        if behavior is not None:
            found += at(".event", behavior.property_problems())
        for index, item in enumerate(self.filters or ()):
            if problems := item.problems():
                found += placed(problems, ".filters", index)
        return found

    def problems(self) -> Sequence[ValidationError]:
        """Rules its measurement breaks."""
        found: list[ValidationError] = []
        math, prop = self.math, self.property
        if prop is None and math in NEEDS_PROPERTY:
            message = f"math={math!r} aggregates a property; name it"
            found.append(ValidationError("", message, "V13_METRIC_MATH_PROPERTY"))
        if rejects_property(math, prop):
            message = f"math={math!r} takes no property; remove it"
            found.append(ValidationError("", message, "V14_METRIC_REJECTS_PROPERTY"))
        if math == "percentile" and self.percentile_value is None:
            found.append(ValidationError("", "give percentile_value, 95 for p95", "V26_PERCENTILE_REQUIRES_VALUE"))
        found += per_user_problems(math, prop, self.per_user)
        return found


def event_clause(event: OneEvent, filters: list[dict[str, Any]], combinator: str) -> dict[str, Any]:
    """The ``behavior`` of a clause that counts one event."""
    entry: dict[str, Any] = {
        "type": "event",
        "name": event,
        "resourceType": "events",
        "filtersDeterminer": combinator,
        "filters": filters,
    }
    if not isinstance(event, str):
        entry |= {"type": "custom-event", "name": event.name, "id": event.id}
    return entry


def _check_event(event: Event) -> None:
    if isinstance(event, str):
        check_name(event, "event")
    elif isinstance(event, BehaviorRef):
        check_behavior(event, SimpleBehavior, "simple")
    elif isinstance(event, tuple):
        _check_events(event)
    elif not isinstance(event, OneEvent | SimpleBehavior):
        message = f"event is a {type(event).__name__}; give a name, a list of names, or a SimpleBehavior"
        raise ParamValidationError(message, "MT5_INVALID_EVENT_TYPE")


def _check_events(events: tuple[OneEvent, ...]) -> None:
    if not events:
        raise ParamValidationError("event is an empty list; name at least one event", "BH1_STEP_COUNT")
    for index, event in enumerate(events):
        if isinstance(event, str):
            check_name(event, f"event[{index}]", "BH2_EMPTY_EVENT")
        elif not isinstance(event, CustomEventRef):
            message = f"event[{index}] is {event!r}; give a name, or a SimpleBehavior for filters of its own"
            raise ParamValidationError(message, "MT5_INVALID_EVENT_TYPE")
