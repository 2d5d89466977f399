"""Cohorts among the metrics of an insights report."""

from __future__ import annotations

from mixpanel_local.engine.cohorts.size import CohortMeasuring
from mixpanel_local.routes.context import Context


def measuring(context: Context) -> CohortMeasuring:
    """What measures cohorts over time."""
    return CohortMeasuring(context.store, context.query.table, context.setting)
