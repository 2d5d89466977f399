"""Events that end flows, and those that flows look through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mixpanel_local.engine.behavior_reading import read_arms
from mixpanel_local.engine.event_reading import CUSTOM
from mixpanel_local.engine.funnel.plan import Occurrence
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import refuse, sequence, text

_NARROWED: Final = {
    "property_filter_params_list": "filters",
    "filters": "filters",
    "steps": "steps between which they are",
}


def read_excluded(bookmark: Mapping[str, Any], setting: Setting) -> Occurrence | None:
    """The events that end a flow."""
    names = _names(bookmark, "exclusions")
    for one in (one for one in bookmark.get("exclusions") or () if isinstance(one, Mapping)):
        for key in (key for key in _NARROWED if one.get(key)):
            raise refuse(f"exclusions with {_NARROWED[key]} (exclusions.{key})", "flows")
    return Occurrence(tuple(arm for name in names for arm in read_arms({"name": name}, setting))) if names else None


def read_hidden(bookmark: Mapping[str, Any], setting: Setting, notes: Notes) -> tuple[str, ...]:
    """The events that are looked through."""
    asked, hidden = _names(bookmark, "hidden_events"), setting.hidden_events
    # Events are shown by the names of custom events, and questions call these by their ids.
    customs = (name.removeprefix(CUSTOM) for name in asked if name.startswith(CUSTOM))
    named = (str(setting.saved("custom_event", custom)["name"]) for custom in customs)
    return (*asked, *named, *(hidden if hidden and notes.take("lexicon_hidden") == "left out" else ()))


def _names(bookmark: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(sequence(bookmark.get(key) or [], key, _event_name))


def _event_name(value: object, where: str) -> str:
    """The name of an event, said alone or in an object."""
    return text(value.get("event", value.get("name")) if isinstance(value, Mapping) else value, where)
