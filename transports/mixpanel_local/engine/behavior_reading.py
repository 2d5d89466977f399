"""Behaviors of reports: the events they are about, and funnels and retentions that are measured alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mixpanel_local.engine.event_reading import arms_of
from mixpanel_local.engine.filter_reading import read_filters, read_filters_of
from mixpanel_local.engine.plan import Arm, Filters
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import entries, item, mapping, one_of, refuse, text
from mixpanel_local.errors import BadRequest

_ONE_EVENT: Final = ("event", "custom-event")


def asks_for(body: Mapping[str, Any], kind: str) -> bool:
    """Whether a request body asks for a report of one behavior of that *kind*, and of nothing beside it.

    Reports of insights, which may have such behaviors among their metrics, always say how points are analysed.
    """
    bookmark = mapping(item(body, "bookmark", "$"), "$.bookmark")
    sections = mapping(item(bookmark, "sections", "$.bookmark"), "$.bookmark.sections")
    shown = entries(item(sections, "show", "sections"), "sections.show")
    display = mapping(bookmark.get("displayOptions") or {}, "$.bookmark.displayOptions")
    behaviors = [one.get("behavior") for one in shown]
    several = [one for one in behaviors if isinstance(one, Mapping) and one.get("type") == kind]
    return len(several) == len(shown) == 1 and "analysis" not in display


def described(behavior: Mapping[str, Any], kind: str, setting: Setting) -> Mapping[str, Any]:
    """*behavior* itself or, where only its id is given, what is saved under it."""
    if behavior.get("id") is None or behavior.get("behaviors"):
        return behavior
    where = f"the saved behavior {behavior['id']!r}"
    saved = setting.saved("behavior", behavior["id"])
    found = mapping(item(mapping(item(saved, "definition", where), where), "behavior", where), where)
    if found.get("type") != kind:
        raise BadRequest(f"{where} is no {kind} but of type {found.get('type')!r}")
    return {**found, "name": saved.get("name")}


def read_arms(behavior: Mapping[str, Any], setting: Setting) -> tuple[Arm, ...]:
    """The events a behavior is about; filters of a single one stand beside it, in the behavior."""
    kind = behavior.get("type", "event")
    if kind in _ONE_EVENT:
        return _read_event(behavior, Filters(), setting)
    if kind == "simple":
        found: list[Arm] = []
        several = item(described(behavior, "simple", setting), "behaviors", "behavior")
        for arm in entries(several, "behavior.behaviors"):
            one_of(arm.get("type", "event"), _ONE_EVENT, "behavior.behaviors.type")
            found += _read_event(arm, read_filters_of(arm, "filters", setting), setting)
        return tuple(found)
    raise refuse(f"a metric of type {kind!r}" + (f" (id {behavior['id']})" if "id" in behavior else ""))


def _read_event(behavior: Mapping[str, Any], filters: Filters, setting: Setting) -> tuple[Arm, ...]:
    name = text(item(behavior, "name", "behavior"), "behavior.name")
    return arms_of(name, filters, setting, read_filters)
