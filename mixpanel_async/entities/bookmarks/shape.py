"""Whether params have the shape of a report, before they are saved as one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from mixpanel_async.entities.bookmarks.reports import BookmarkTypeLiteral
from mixpanel_async.queries.bookmark.findings import Findings
from mixpanel_async.queries.bookmark.questions import refuse
from mixpanel_async.queries.bookmark.rules import validate_bookmark
from mixpanel_async.queries.bookmark.sorting import check_sorting
from mixpanel_async.queries.bookmark.words import CHART_TYPES, TIME_UNITS
from mixpanel_async.specs.unknown_words import unknown_word

T = TypeVar("T")

_LITERAL = "B0_INVALID_LITERAL"
_WORDS: Mapping[type, str] = {dict: "an object", list: "a list", str: "text"}


def refuse_misshapen(params: Mapping[str, Any], bookmark_type: BookmarkTypeLiteral) -> None:
    """Raise for params that make no report of that type: first for their shape, then for the rules of reports."""
    found = Findings()
    if bookmark_type == "flows":
        _check_flow(found, params)
    elif bookmark_type != "user":
        _check_sections(found, _part(found, params, "sections", dict, needed=True))
        _check_display(found, _part(found, params, "displayOptions", dict, needed=True))
        found.problems += [] if found.problems else validate_bookmark(params, bookmark_type=bookmark_type)
    refuse(found.problems)


def refuse_misshapen_parts(params: Mapping[str, Any]) -> None:
    """Raise for params of a report of unknown type, in which what is there is misshapen."""
    found = Findings()
    _check_sections(found, _part(found, params, "sections", dict))
    _check_display(found, _part(found, params, "displayOptions", dict))
    if "sorting" in params:
        check_sorting(found, params["sorting"])
    refuse(found.problems)


def _part(
    found: Findings, whole: Mapping[str, Any], key: str, kind: type[T], at: str = "", *, needed: bool = False
) -> T | None:
    """The *kind* of thing under *key* of what stands *at* a path; None, and noted, where it is missing or another."""
    path, value = f"{at}{key}", whole.get(key)
    if needed and key not in whole:
        found.add(path, f"there is no {key}; it is {_WORDS[kind]}", "B0_MISSING_FIELD")
    elif not isinstance(value, kind) and (needed or value is not None):
        found.add(path, f"{key} is {value!r}; it is {_WORDS[kind]}", "B0_WRONG_TYPE")
    return value if isinstance(value, kind) else None


def _objects(found: Findings, entries: list[Any], path: str) -> list[tuple[str, dict[str, Any]]]:
    """The objects that *entries* are, each with its path; what is none is noted."""
    for index, entry in enumerate(entries):
        if not isinstance(entry, dict):
            found.add(f"{path}[{index}]", f"{entry!r} is no object", "B0_WRONG_TYPE")
    return [(f"{path}[{index}]", entry) for index, entry in enumerate(entries) if isinstance(entry, dict)]


def _unknown(found: Findings, path: str, word: object, known: frozenset[str]) -> None:
    found.add(path, unknown_word(path, word, known, _LITERAL).message, _LITERAL)


def _check_display(found: Findings, display: dict[str, Any] | None) -> None:
    if display is not None:
        chart = _part(found, display, "chartType", str, "displayOptions.", needed=True)
        if chart is not None and chart not in CHART_TYPES:
            _unknown(found, "displayOptions.chartType", chart, CHART_TYPES)


def _check_sections(found: Findings, sections: dict[str, Any] | None) -> None:
    if sections is None:
        return
    for key in ("time", "filter", "group"):
        _part(found, sections, key, list, "sections.")
    show = _part(found, sections, "show", list, "sections.", needed=True)
    for path, clause in _objects(found, show or [], "sections.show"):
        _check_clause(found, clause, path)


def _check_clause(found: Findings, clause: dict[str, Any], path: str) -> None:
    if clause.get("type") == "warehouse" and clause.get("id") is None:
        found.add(path, "a warehouse metric is named by its id; save it first", "B0_VALIDATOR_ERROR")
    behavior = clause.get("behavior")
    unit = behavior.get("retentionUnit") if isinstance(behavior, dict) else None
    if unit is not None and not (isinstance(unit, str) and unit in TIME_UNITS):
        _unknown(found, f"{path}.behavior.retentionUnit", unit, TIME_UNITS)


def _check_flow(found: Findings, params: Mapping[str, Any]) -> None:
    _part(found, params, "date_range", dict, needed=True)
    steps = _part(found, params, "steps", list, needed=True)
    for path, step in _objects(found, steps or [], "steps"):
        if step.get("event") is not None:
            _part(found, step, "event", str, f"{path}.")
