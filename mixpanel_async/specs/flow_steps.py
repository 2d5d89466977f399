"""An event that a flow is traced from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import Attribute, field, frozen

from mixpanel_async.errors import ParamTypeError, ParamValidationError
from mixpanel_async.specs.event_names import check_name
from mixpanel_async.specs.filtered_events import own_filters
from mixpanel_async.specs.filters import Filter
from mixpanel_async.specs.shown import shown
from mixpanel_async.specs.words import FiltersCombinator, FlowSessionEvent

__all__ = ["FlowStep"]

MAX_REACH = 5

_RANGE_CODES = {"forward": "FL3_FORWARD_RANGE", "reverse": "FL4_REVERSE_RANGE"}
_SESSION_EVENTS = {"start": "$session_start", "end": "$session_end"}


def check_reach(_: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse a number of events that is never shown, as the validator of a field; None is the rules' affair."""
    if value is None:
        return
    if not isinstance(value, int | float):
        raise ParamTypeError(f"{attribute.name} is {value!r}; it is a whole number, 0 to {MAX_REACH}")
    if not 0 <= value <= MAX_REACH:
        raise ParamValidationError(f"{attribute.name} is {value}; it is 0 to {MAX_REACH}", _RANGE_CODES[attribute.name])


def _check_event(_: object, attribute: Attribute[str], event: object) -> None:
    check_name(event, attribute.name)


@frozen(repr=False)
class FlowStep:
    """An event that a flow is traced from: up to 5 events after it (*forward*) and before it (*reverse*).

    What is left out is the question's. *label* is shown in place of the event's name. *session_event* says that a
    session starts or ends here; the event is ``$session_start`` or ``$session_end`` then.
    """

    event: str = field(validator=_check_event)
    forward: int | None = field(default=None, validator=check_reach)
    reverse: int | None = field(default=None, validator=check_reach)
    label: str | None = None
    filters: Sequence[Filter] | None = field(default=None, converter=own_filters)
    filters_combinator: FiltersCombinator = "all"
    session_event: FlowSessionEvent | None = None

    def __repr__(self) -> str:
        return shown(self)

    def __attrs_post_init__(self) -> None:
        if self.session_event is not None and (self.session_event, self.event) not in [*_SESSION_EVENTS.items()]:
            raise ParamValidationError(
                f"session_event={self.session_event!r} and event={self.event!r} contradict each other; "
                "'start' goes with '$session_start', 'end' with '$session_end'",
                "FS1_SESSION_EVENT_MISMATCH",
            )
