"""``/engage`` and ``/engage/stats``."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any, Final, TypeAlias

from mixpanel_local.engine import statistics
from mixpanel_local.engine.language import Node
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.profiles import Profiles, profile_properties
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import mapping
from mixpanel_local.engine.where import parse_of_profiles
from mixpanel_local.errors import BadRequest
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.engage.asked import Asked
from mixpanel_local.routes.engage.reading import PlanReader
from mixpanel_local.routes.engage.sessions import Session

Evaluate: TypeAlias = Callable[[Profiles], Any]

_PAGE: Final = 1_000
_MOST: Final = 50_000
_ACTION: Final = re.compile(r"(?P<name>\w+)\((?P<value>.*?)(?:,\s*(?P<rank>[0-9.]+)\s*)?\)", re.DOTALL)


def engage(context: Context) -> dict[str, Any]:
    """POST /engage: a page of profiles, and of how many."""
    asked = Asked.of(context)
    session, page = Session.of(asked, context), asked.whole("page", 0)
    reader = _reader(asked, context, session.setting(context))
    profiles = Profiles(context.store, reader.plan())
    total = profiles.count(context.query)
    total = min(total, asked.whole("limit", total))
    size = min(asked.whole("page_size", _PAGE, least=1), _MOST)
    results = profiles.page(
        context.query,
        sort=reader.sort(),
        names=asked.texts("output_properties"),
        first=page * size,
        size=min(size, total - page * size),
    )
    paging = {"page": page, "page_size": size, "total": total, "session_id": str(session)}
    return {"status": "ok", "results": results, **_about(context, reader), **paging}


def properties(context: Context) -> dict[str, Any]:
    """GET /engage/properties: properties of users' profiles, with their types and how many profiles have them."""
    found = profile_properties(context.store, context.query, context.call.number("limit", _MOST, _MOST))
    return {"status": "ok", "results": {name: {"type": kind, "count": count} for name, kind, count in found}}


def stats(context: Context) -> dict[str, Any]:
    """POST /engage/stats: a number about profiles, or one for each of several cohorts by their ids."""
    asked = Asked.of(context)
    evaluate = _action(str(asked.given.get("action") or "count()"), context)
    reader, store = _reader(asked, context, asked.setting(context)), context.store
    plan = reader.plan(where="selector")
    segments = asked.json("segment_by_cohorts")
    if segments is None:
        results = evaluate(Profiles(store, plan))
    else:
        chosen = [cohort for cohort, wanted in mapping(segments, "segment_by_cohorts").items() if wanted]
        results = {cohort: evaluate(Profiles(store, reader.within(plan, cohort))) for cohort in chosen}
    return {"status": "ok", "results": results, **_about(context, reader)}


def _reader(asked: Asked, context: Context, setting: Setting) -> PlanReader:
    return PlanReader(asked, context.store, setting, Notes(context.assumptions))


def _action(action: str, context: Context) -> Evaluate:
    """What an action such as ``percentile(properties["ltv"], 90)`` comes to."""
    found = _ACTION.fullmatch(action.strip())
    if found is None or (found["name"] != "count" and found["name"] not in _OF_VALUES):
        known = ", ".join(["count()", *(f"{name}(...)" for name in _OF_VALUES)])
        raise BadRequest(f"action: {action!r} is none of {known}")
    if found["name"] == "count":
        return lambda profiles: profiles.count(context.query)
    if (found["name"] == "percentile") != (found["rank"] is not None):
        raise BadRequest(f"action: {action!r}: percentile takes a property and a rank, all others a property")
    return _of_values(found["name"], parse_of_profiles(found["value"], "action"), found["rank"], context)


def _of_values(name: str, node: Node, rank: str | None, context: Context) -> Evaluate:
    compute = _OF_VALUES[name]
    if rank is not None:
        compute = partial(compute, rank=_rank(rank))
    return lambda profiles: compute(profiles.values(context.query, node))


_OF_VALUES: Final[dict[str, Callable[..., Any]]] = {
    "extremes": statistics.extremes,
    "percentile": statistics.percentile,
    "numeric_summary": statistics.summary,
}


def _rank(text: str) -> float:
    try:
        rank = float(text)
    except ValueError:
        raise BadRequest(f"action: {text!r} is no percentile") from None
    if not 0 <= rank <= 100:
        raise BadRequest(f"action: the percentile {text} is not between 0 and 100")
    return rank


def _about(context: Context, reader: PlanReader) -> dict[str, Any]:
    """When an answer was made, and what it rests on."""
    return {"computed_at": context.now.isoformat(timespec="seconds"), "meta": reader.notes.meta()}
