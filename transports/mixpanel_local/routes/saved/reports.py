"""Saved reports: what they hold is asked as if it had been sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from attrs import evolve

from mixpanel_local.engine.reply import OVERALL
from mixpanel_local.engine.retention.reply import AVERAGE
from mixpanel_local.engine.shape import integer
from mixpanel_local.errors import BadRequest
from mixpanel_local.kept.kinds import BOOKMARK
from mixpanel_local.kept.things import Thing
from mixpanel_local.routes import retention
from mixpanel_local.routes.context import Call, Context
from mixpanel_local.routes.reports import insights

LIMIT: Final = 3_000
"""Segments of a saved report."""


def saved_insights(context: Context) -> object:
    """GET /insights?bookmark_id: a saved insights report."""
    return insights(asking(context, saved(context, "bookmark_id", "insights")))


def retention_or_saved(context: Context) -> Mapping[str, Any]:
    """GET /retention: the API's own report, or a saved one where its number is said."""
    return saved_retention(context) if "bookmark_id" in context.call.arguments else retention.retention(context)


def saved_retention(context: Context) -> Mapping[str, Any]:
    """GET /retention?bookmark_id: a saved retention report, its own cohorts by date."""
    cohorts, *_ = retention.cohorts(asking(context, saved(context, "bookmark_id", "retention")))["series"].values()
    overall = cohorts.pop(OVERALL, None)
    segments = {} if overall is None else {name: _by_date(rows) for name, rows in cohorts.items()}
    return retention.with_segments(_by_date(cohorts if overall is None else overall), segments)


def _by_date(cohorts: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {
        moment[:10]: {"first": row["first"], "counts": row["counts"]}
        for moment, row in cohorts.items()
        if moment != AVERAGE
    }


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
    body = {"bookmark": report.body["params"], "queryLimits": {"limit": LIMIT}, **more}
    call: Call = evolve(context.call, method="POST", body=json.dumps(body).encode())
    return evolve(context, call=call)
