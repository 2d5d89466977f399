"""Reports of one funnel."""

from __future__ import annotations

from typing import Any

from mixpanel_local.engine.funnel.engine import FunnelEngine
from mixpanel_local.engine.funnel.points import FunnelMeasuring
from mixpanel_local.engine.funnel.reading import read_funnel_report
from mixpanel_local.engine.funnel.reply import funnel_reply
from mixpanel_local.routes.context import Context


def funnel_report(context: Context) -> dict[str, Any]:
    """POST /insights: a report of compiled parameters that are about a funnel alone."""
    funnels = FunnelEngine(context.store, context.query, context.setting)
    return funnel_reply(funnels.report(read_funnel_report(context.call.json(), context.setting)), context.setting)


def measuring(context: Context) -> FunnelMeasuring:
    """What measures the funnels of an insights report."""
    return FunnelMeasuring(FunnelEngine(context.store, context.query, context.setting))
