"""Custom events among the events that flows show between their anchors (docs/reports/flows)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mixpanel_local.engine.event_reading import CUSTOM, arms_of
from mixpanel_local.engine.filter_reading import read_filters
from mixpanel_local.engine.flow.plan import CustomEvent
from mixpanel_local.engine.funnel.plan import Occurrence
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.plan import Filters
from mixpanel_local.engine.setting import Setting, Thing

_KIND: Final = "custom_event"
# docs/reports/flows: those that are queried most.
_MOST: Final = 50


def read_customs(bookmark: Mapping[str, Any], setting: Setting, notes: Notes) -> tuple[CustomEvent, ...]:
    """The custom events that others are shown as, unless ``show_custom_events`` is false; the Lexicon may hide them."""
    saved = [event for event in setting.kept.all(_KIND) if not event.body.get("definition", {}).get("hidden")]
    if bookmark.get("show_custom_events") is False or not saved:
        return ()
    shown = notes.take("flow_custom_events")
    if shown == "not shown":
        return ()
    ordered = saved if shown == "oldest first" else saved[::-1]
    return tuple(_read(event, setting) for event in ordered[:_MOST])


def _read(event: Thing, setting: Setting) -> CustomEvent:
    arms = arms_of(f"{CUSTOM}{event.id}", Filters(), setting, read_filters)
    return CustomEvent(str(event.body["name"]), Occurrence(arms))
