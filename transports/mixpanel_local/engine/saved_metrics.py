"""Metrics and formulas that are saved in the project, as the clauses they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import item, mapping, one_of, refuse
from mixpanel_local.errors import BadRequest

_Body: TypeAlias = Mapping[str, Any]

_KINDS: Final = ("metric", "formula", "warehouse")


def saved_clause(clause: _Body, setting: Setting) -> _Body:
    """What a clause ``{type, id, overrides}`` means: the saved metric, with what is different about it."""
    saved, where = setting.saved("metric", clause["id"]), f"the saved metric {clause['id']!r}"
    kind = one_of(saved.get("type", "metric"), _KINDS, where)
    if clause.get("type", kind) != kind:
        raise BadRequest(f"{where} is a {kind} and no {clause['type']}")
    if kind == "warehouse":
        raise refuse(f"a metric computed in a warehouse (id {clause['id']})")
    definition = mapping(item(saved, "definition", where), f"{where}: definition")
    own = definition.get("formula") if kind == "formula" else definition
    overrides = mapping(clause.get("overrides") or {}, "overrides")
    hidden = {"isHidden": clause["isHidden"]} if "isHidden" in clause else {}
    return {"type": kind, "name": saved.get("name"), **_merged(mapping(own, where), overrides), **hidden}


def _merged(own: _Body, over: _Body) -> dict[str, Any]:
    """*own* with what *over* has in its place, object by object."""
    both = {
        key: _merged(own[key], value) if isinstance(own.get(key), Mapping) and isinstance(value, Mapping) else value
        for key, value in over.items()
    }
    return {**own, **both}
