"""What funnels and retentions have in common in a report: a behavior, described or saved, that is measured alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import entries, item, mapping
from mixpanel_local.errors import BadRequest


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
