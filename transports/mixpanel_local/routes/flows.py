"""Flows: what people do before and after an event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mixpanel_local.engine.flow.engine import FlowEngine
from mixpanel_local.engine.flow.reading import read_flow
from mixpanel_local.engine.flow.reply import flow_reply
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.shape import item, mapping
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.saved.reports import saved

_SANKEY: Final = "flows_sankey"


def flows(context: Context) -> dict[str, Any]:
    """POST /arb_funnels: a report of flows, in the shape its ``query_type`` says."""
    body = context.call.json()
    bookmark = mapping(item(body, "bookmark", "$"), "$.bookmark")
    return _answered(context, bookmark, body.get("query_type") or _SANKEY)


def saved_flows(context: Context) -> dict[str, Any]:
    """GET /arb_funnels?bookmark_id: a saved report of flows."""
    report = saved(context, "bookmark_id", "flows")
    bookmark = mapping(item(report.body, "params", "report"), "params")
    return _answered(context, bookmark, context.call.arguments.get("query_type") or _SANKEY)


def _answered(context: Context, bookmark: Mapping[str, Any], query_type: object) -> dict[str, Any]:
    notes, setting = Notes(context.assumptions), context.setting
    plan = read_flow(bookmark, query_type, setting, notes)
    pictures = FlowEngine(context.store, context.query, setting, notes).pictures(plan)
    return flow_reply(plan, pictures, setting, notes)
