"""Saved reports, asked for by their number: what they hold is asked as if it had been sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from attrs import evolve

from mixpanel_local.engine.shape import integer
from mixpanel_local.errors import BadRequest
from mixpanel_local.kept.kinds import BOOKMARK
from mixpanel_local.kept.things import Thing
from mixpanel_local.routes.context import Call, Context
from mixpanel_local.routes.reports import insights

_LIMIT: Final = 3_000


def saved_insights(context: Context) -> object:
    """GET /insights?bookmark_id: a saved insights report."""
    return insights(asking(context, saved(context, "bookmark_id", "insights")))


def saved_funnels(context: Context) -> list[Mapping[str, Any]]:
    """GET /funnels/list: the saved funnels."""
    reports = context.kept.all(BOOKMARK.name)
    return [
        {"funnel_id": int(report.id), "name": report.body["name"]}
        for report in reports
        if report.body["type"] == "funnels" and not report.body.get("deleted")
    ]


def saved(context: Context, argument: str, kind: str) -> Thing:
    """The saved report whose number an *argument* is; it must be of that *kind*."""
    report = context.kept.need(BOOKMARK.name, integer(context.call.json_argument(argument), argument))
    if report.body["type"] != kind:
        raise BadRequest(f"{argument}: report {report.id} is of type {report.body['type']!r}, not {kind!r}")
    return report


def asking(context: Context, report: Thing, **more: Any) -> Context:
    """The call that would have been made with what *report* holds."""
    body = {"bookmark": report.body["params"], "queryLimits": {"limit": _LIMIT}, **more}
    call: Call = evolve(context.call, method="POST", body=json.dumps(body).encode())
    return evolve(context, call=call)
