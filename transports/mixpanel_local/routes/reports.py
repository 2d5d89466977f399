"""Reports of insights, and which route answers those of one funnel or one retention."""

from __future__ import annotations

from typing import Any, Final, cast

from mixpanel_local.engine.behavior_reading import asks_for
from mixpanel_local.engine.insights import Engine
from mixpanel_local.engine.measuring import Behaviors, Measured
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.plan import Behaved
from mixpanel_local.engine.reading import read_insights
from mixpanel_local.engine.reply import insights_reply
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.route import later

_FUNNEL_REPORT: Final = later("funnel_reports.funnel_report")
_BEHAVIORS: Final = {
    "funnel": later("funnel_reports.measuring"),
    "retention": later("retention.measuring"),
    "cohort": later("cohorts.measuring"),
}
_RETENTION_REPORT: Final = later("retention.cohorts")


def insights(context: Context) -> object:
    """POST /insights: a report of compiled parameters, of events, of one funnel or one retention."""
    body = context.call.json()
    if asks_for(body, "funnel"):
        return _FUNNEL_REPORT(context)
    if asks_for(body, "retention"):
        return _RETENTION_REPORT(context)
    notes = Notes(context.assumptions)
    setting, behaviors = context.setting, _behaviors(context)
    engine = Engine(
        context.store, context.query.table, context.now, context.zone, notes, behaviors, setting.hidden_events
    )
    plan = read_insights(body, setting)
    return insights_reply(engine.report(plan), context.now)


def _behaviors(context: Context) -> Behaviors:
    """What measures funnels and retentions; loaded when there is one."""

    def measured(metric: Behaved, *asked: Any) -> Measured:
        return cast("Behaviors", _BEHAVIORS[metric.kind](context))(metric, *asked)

    return measured
