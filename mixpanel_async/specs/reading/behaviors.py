"""Behaviors read back: a funnel and a retention as the options that describe them, several events as one."""

from __future__ import annotations

from typing import Any

from mixpanel_async.specs.funnel_parts import Exclusion, FunnelStep, HoldingConstant
from mixpanel_async.specs.reading.events import read_event, read_retention_event, read_step
from mixpanel_async.specs.reading.place import Place
from mixpanel_async.specs.references import BehaviorRef
from mixpanel_async.specs.simple_behaviors import SimpleBehavior

Options = dict[str, Any]


def read_saved(place: Place) -> BehaviorRef | None:
    """The saved behavior that stands here by its id, None where it is described."""
    if place.get("id").value is None or place.get("behaviors").value:
        return None
    kind: Any = place.get("type").text()
    return place.made(BehaviorRef, place.get("id").whole(), kind)


def read_funnel(place: Place) -> Options:
    """Steps and settings of a funnel, by the names that ``FunnelBehavior`` and ``FunnelQuery`` share."""
    order: Any = place.get("funnelOrder").if_given(Place.text) or "loose"
    steps = [read_step(step, order) for step in place.get("behaviors").items()]
    return {
        "steps": steps,
        "conversion_window": place.get("conversionWindowDuration").whole(),
        "conversion_window_unit": place.get("conversionWindowUnit").text(),
        "order": order,
        "exclusions": [_exclusion(each, len(steps)) for each in place.get("exclusions").items()] or None,
        "holding_constant": [_held(each) for each in place.get("aggregateBy").items()] or None,
        "reentry_mode": place.get("funnelReentryMode").if_given(Place.text),
    }


def _exclusion(place: Place, steps: int) -> Exclusion:
    between = place.get("steps")
    last = between.get("to").whole()
    to_step = None if last == steps else last - 1
    return place.made(Exclusion, place.get("event").text(), between.get("from").whole() - 1, to_step)


def _held(place: Place) -> HoldingConstant:
    resource: Any = place.get("resourceType").if_given(Place.text) or "events"
    return place.made(HoldingConstant, place.get("value").text(), resource)


def read_retention(place: Place) -> Options:
    """Events and buckets of a retention, by the names that ``RetentionBehavior`` and ``RetentionQuery`` share."""
    events = place.get("behaviors").items()
    if len(events) != 2:
        raise place.get("behaviors").refusal(f"a retention has two events, not {len(events)}")
    sizes = [size.whole() for size in place.get("retentionCustomBucketSizes").items()]
    return {
        "born_event": read_retention_event(events[0]),
        "return_event": read_retention_event(events[1]),
        "retention_unit": place.get("retentionUnit").text(),
        "alignment": place.get("retentionAlignmentType").if_given(Place.text) or "birth",
        "bucket_sizes": sizes or None,
        "unbounded_mode": place.get("retentionUnboundedMode").if_given(Place.text),
    }


def read_simple(place: Place) -> SimpleBehavior:
    """Several events as one, plain ones by their names."""
    members = [_member(entry) for entry in place.get("behaviors").items()]
    name = place.get("name").if_given(Place.text)
    named, unnamed = (place.made(SimpleBehavior, members, each) for each in (name, None))
    return unnamed if unnamed.clause()["name"] == name else named


def _member(place: Place) -> Any:
    event = read_event(place)
    if not isinstance(event, str):
        return event
    step = read_step(place)
    return event if step == FunnelStep(event) else step
