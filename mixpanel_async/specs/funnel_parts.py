"""The parts of a funnel: its steps, events that exclude users, properties held constant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import field, frozen

from mixpanel_async.errors import ParamTypeError, ParamValidationError, ValidationError
from mixpanel_async.specs.event_names import check_name, is_blank
from mixpanel_async.specs.filtered_events import are_sound, event_entry, filter_problems, own_filters
from mixpanel_async.specs.filters import Filter
from mixpanel_async.specs.numbers import number
from mixpanel_async.specs.shown import shown
from mixpanel_async.specs.words import FiltersCombinator, FunnelOrder, ResourceType

__all__ = ["Exclusion", "FunnelStep", "HoldingConstant"]


@frozen(repr=False)
class FunnelStep:
    """One step of a funnel: *event*, narrowed by *filters*, shown as *label*.

    *order* replaces the funnel's own for this step; it only matters where the funnel's is "any".
    """

    event: str
    label: str | None = None
    filters: Sequence[Filter] | None = field(default=None, converter=own_filters)
    filters_combinator: FiltersCombinator = "all"
    order: FunnelOrder | None = None

    def __repr__(self) -> str:
        return shown(self)

    def __attrs_post_init__(self) -> None:
        check_name(self.event, "event")

    @property
    def title(self) -> str:
        """What reports call it."""
        return self.event if self.label is None else self.label

    def clause(self, order: FunnelOrder | None = None) -> dict[str, Any]:
        """Its entry in ``behaviors``; *order* is the funnel's, None outside funnels."""
        entry = event_entry(self.event, self.filters, self.filters_combinator)
        if order is not None:
            entry["funnelOrder"] = self.order or order
        if self.label is not None:
            entry["renamed"] = self.label
        return entry

    def is_sound(self) -> bool:
        """Whether its filters are plain enough to break no rule."""
        return not self.filters or are_sound(self.filters)

    def property_problems(self) -> Iterator[ValidationError]:
        """Rules that the custom properties of its filters break."""
        return filter_problems(self.filters)


@frozen(repr=False)
class Exclusion:
    """Users who do *event* between two steps leave the funnel.

    Steps count from 0 and both ends are included; without *to_step* it is the last one.
    """

    event: str
    from_step: int = field(default=0, validator=number)
    to_step: int | None = field(default=None, validator=number)

    def __repr__(self) -> str:
        return shown(self)

    def __attrs_post_init__(self) -> None:
        check_name(self.event, "event")
        if self.from_step < 0:
            raise ParamValidationError(f"from_step is {self.from_step}; steps count from 0", "EX1_FROM_STEP_NEGATIVE")
        if self.to_step is not None and self.to_step < self.from_step:
            raise ParamValidationError(
                f"to_step {self.to_step} is before from_step {self.from_step}; swap them", "EX2_STEP_ORDER"
            )

    def clause(self, steps: int) -> dict[str, Any]:
        """Its entry in ``exclusions`` of a funnel with that many *steps*; the wire counts them from 1."""
        last = steps if self.to_step is None else self.to_step + 1
        return {"event": self.event, "steps": {"from": self.from_step + 1, "to": last}}


@frozen(repr=False)
class HoldingConstant:
    """Only users whose *property* has the same value at every step convert."""

    property: str
    resource_type: ResourceType = "events"

    def __repr__(self) -> str:
        return shown(self)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.property, str) or is_blank(self.property):
            raise ParamValidationError(f"property is {self.property!r}; name one", "HC1_EMPTY_PROPERTY")

    def clause(self) -> dict[str, Any]:
        """Its entry in ``aggregateBy``."""
        return {"value": self.property, "resourceType": self.resource_type}


def own_steps(steps: Sequence[str | FunnelStep]) -> tuple[FunnelStep, ...]:
    """*steps* with names as ``FunnelStep``; what is neither stays, for the rules to find."""
    return tuple([FunnelStep(step) if isinstance(step, str) else step for step in _listed(steps, "steps")])


def own_exclusions(exclusions: Sequence[str | Exclusion] | None) -> tuple[Exclusion, ...] | None:
    """*exclusions* with names as ``Exclusion``."""
    if exclusions is None:
        return None
    given = [Exclusion(item) if isinstance(item, str) else item for item in _listed(exclusions, "exclusions")]
    return tuple(_checked(given, "exclusions", Exclusion))


def own_held(
    held: str | HoldingConstant | Sequence[str | HoldingConstant] | None,
) -> tuple[HoldingConstant, ...] | None:
    """The properties held constant, names as ``HoldingConstant``."""
    if held is None:
        return None
    several = held if isinstance(held, list | tuple) else (held,)
    given = [HoldingConstant(item) if isinstance(item, str) else item for item in several]
    return tuple(_checked(given, "holding_constant", HoldingConstant))


def _listed(given: object, name: str) -> Sequence[Any]:
    if not isinstance(given, list | tuple):
        raise ParamTypeError(f"{name} is {given!r}; give a list, as {name}=['Signup', 'Purchase']")
    return given


def _checked(given: Sequence[Any], name: str, kind: type) -> Sequence[Any]:
    for index, item in enumerate(given):
        if not isinstance(item, kind):
            raise ParamTypeError(f"{name}[{index}] is {item!r}; give a name or {kind.__name__}(...)")
    return given
