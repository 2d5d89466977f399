"""What is assumed in the answer to a funnel question."""

from __future__ import annotations

from collections.abc import Iterator

from mixpanel_local.assumptions import Assumptions
from mixpanel_local.engine.assumed import assumed_in
from mixpanel_local.engine.funnel.plan import HISTOGRAM, FunnelPlan
from mixpanel_local.engine.sessions import ASSUMED as ABOUT_SESSIONS


def assumed(plan: FunnelPlan, chosen: Assumptions) -> Iterator[str]:
    """The names of the assumptions."""
    yield from _time(plan)
    yield from _order(plan, chosen)
    yield from _counted(plan)
    yield from _split(plan)
    yield from sorted(assumed_in(plan))


def _time(plan: FunnelPlan) -> Iterator[str]:
    window = plan.funnel.window
    if window.unit == "session" or plan.measured.counting == "sessions":
        yield from ABOUT_SESSIONS
    if window.unit != "session":
        yield "funnel_window_end"
    if window.unit == "month":
        yield "funnel_month_days"


def _order(plan: FunnelPlan, chosen: Assumptions) -> Iterator[str]:
    yield "funnel_grace_seconds"
    if not chosen.funnel_grace_seconds:
        yield "funnel_ties"
    else:
        yield from ("funnel_grace_end", "funnel_grace_from", "funnel_grace_time")
    if plan.funnel.exclusions:
        yield "funnel_exclusion_on_step"
        if chosen.funnel_grace_seconds:
            yield "funnel_grace_exclusions"


def _counted(plan: FunnelPlan) -> Iterator[str]:
    if plan.measured.percentile is not None:
        yield "percentiles"
    if plan.frequencies:
        yield "funnel_frequency_end"
    if plan.measured.math == HISTOGRAM:
        yield "number_breakdown"
    if plan.funnel.held:
        yield "funnel_hold_undefined"
    if plan.funnel.reentry == "aggressive":
        yield "funnel_aggressive"
    if plan.measured.counting == "totals" and plan.funnel.reentry != "default":
        yield "funnel_totals_absorb"
    if plan.funnel.reentry == "default" and (plan.measured.counting == "totals" or plan.by_segment):
        yield "funnel_converting_event"


def _split(plan: FunnelPlan) -> Iterator[str]:
    if plan.splits or plan.filters.conditions or plan.funnel.filters.conditions:
        yield "funnel_attribution"
    if plan.measured.counting == "uniques" and any(group.property.is_time for group in plan.groups):
        yield "funnel_time_segments"
    if plan.series != "whole" and plan.days is None and plan.unit == "week":
        yield "week_start"
