"""Funnel plans become reports: users in passes, attempts in each, sums over all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, frozen

from mixpanel_dataset.store import Store
from mixpanel_local.engine.calendar import Interval, intervals_of_days
from mixpanel_local.engine.comparing import compared_days, compared_span
from mixpanel_local.engine.database import Query
from mixpanel_local.engine.funnel.assumed import assumed
from mixpanel_local.engine.funnel.entering import Entering
from mixpanel_local.engine.funnel.frequencies import Frequencies
from mixpanel_local.engine.funnel.gathering import Gathering
from mixpanel_local.engine.funnel.journeys import SESSION, Journeys
from mixpanel_local.engine.funnel.plan import FunnelPlan
from mixpanel_local.engine.funnel.question import Question
from mixpanel_local.engine.funnel.report import FunnelReport
from mixpanel_local.engine.funnel.table import Tabling
from mixpanel_local.engine.funnel.walking import Attempts
from mixpanel_local.engine.measuring import Measuring, no_behaviors
from mixpanel_local.engine.notes import NOBODY, Notes
from mixpanel_local.engine.plan import Arm, Filters, Metric, Plan
from mixpanel_local.engine.sequences.passes import DEFAULT, Passing
from mixpanel_local.engine.sequences.rows import Integers, Rows
from mixpanel_local.engine.setting import Setting

if TYPE_CHECKING:
    import polars as pl


@frozen
class FunnelEngine:
    """Answers funnels from *store*. *query* runs SQL, and can be stopped; *passing* divides the users."""

    store: Store
    query: Query
    setting: Setting
    passing: Passing = DEFAULT

    def report(self, plan: FunnelPlan) -> FunnelReport:
        """The report *plan* asks for, with the one it is compared with."""
        report = self._report(plan)
        if plan.comparison is None:
            return report
        counted = _counted(plan)
        first, last = days = compared_days(counted, plan.comparison)
        within = compared_span(self.setting.zone, counted, days)
        return evolve(report, compared=self._report(evolve(plan, first=first, last=last, within=within)))

    def _report(self, plan: FunnelPlan) -> FunnelReport:
        notes = Notes(self.setting.assumptions)
        measuring = Measuring(self.store, self.query.table, self.setting.now, self.setting.zone, notes, no_behaviors)
        counted = _counted(plan)
        plan = evolve(plan, groups=measuring.settled(counted).groups)
        question = Question(plan, self.store, self.setting, notes)
        shown = self._of_days(plan) or measuring.intervals(counted)
        gathering = Gathering(plan, even=self.setting.assumptions.number_breakdown == "ranges")
        for rows in question.sequences.passes(self.query, self.passing):
            gathering.add(_Pass(question, rows, self.query).table(shown))
        levels, cut = gathering.levels()
        notes.take_all(assumed(plan, self.setting.assumptions))
        notes.leave_out(plan.metric.name, NOBODY, question.sequences.without_user(self.query))
        for why, events in gathering.lacking.items():
            notes.leave_out(plan.metric.name, why, events)
        return FunnelReport(plan, shown, levels, notes, cut)

    def _of_days(self, plan: FunnelPlan) -> Sequence[Interval]:
        return [] if plan.days is None else intervals_of_days(self.setting.zone, plan.first, plan.last, plan.days)


def _counted(plan: FunnelPlan) -> Plan:
    """The events of all steps, as insights count them over the same days."""
    arms = (
        Arm(arm.event, Filters((arm.filters, step.occurrence.filters)))
        for step in plan.funnel.steps
        for arm in step.occurrence.arms
    )
    return Plan(
        (Metric(plan.metric.name, tuple(arms)),),
        plan.first,
        plan.last,
        plan.unit,
        groups=plan.groups,
        series=plan.series != "whole",
        within=plan.within,
        data_group=plan.data_group,
    )


@frozen(eq=False)
class _Pass:
    """The attempts of some users."""

    question: Question
    rows: Rows
    query: Query

    def table(self, shown: Sequence[Interval]) -> pl.DataFrame:
        """The attempts that may count, with the interval of *shown* each began in."""
        starts = np.array([round(interval.begins.timestamp() * 1000) for interval in shown])
        interval = np.searchsorted(starts, self.rows.time, side="right") - 1
        return Tabling(self.question, self.rows, self._frequencies).table(self._attempts(interval), interval)

    def _attempts(self, interval: Integers) -> Attempts:
        plan = self.question.plan
        entering = self._entering(interval if plan.series == "separate" else np.zeros_like(interval))
        optimized = plan.funnel.reentry != "default"
        if plan.measured.counting == "totals":
            return self._totals(entering) if optimized else entering.chained()
        if plan.by_segment:
            return entering.every() if optimized else entering.chained()
        owner = [self.rows.user[entering.entries]]
        if plan.measured.counting == "sessions":
            owner.append(self.rows.frame[SESSION].to_numpy()[entering.entries])
        return entering.furthest(*owner) if optimized else entering.first(*owner)

    def _totals(self, entering: Entering) -> Attempts:
        chosen = self.question.setting.assumptions
        if self.question.plan.funnel.reentry == "aggressive" and chosen.funnel_aggressive == "every":
            return entering.every()
        return entering.latest(counting=chosen.funnel_totals_absorb == "counted")

    def _entering(self, cells: Integers) -> Entering:
        question = self.question
        track = self._journeys.entries(question.entered.start, question.entered.end)
        return Entering(self._journeys, question.rules, track, cells[track.places], self.query.check)

    @cached_property
    def _journeys(self) -> Journeys:
        plan, chosen = self.question.plan, self.question.setting.assumptions
        undefined = chosen.funnel_hold_undefined == "value"
        return Journeys.of(self.rows, plan.funnel, len(plan.frequencies), undefined=undefined)

    @property
    def _frequencies(self) -> Frequencies:
        question, journeys = self.question, self._journeys
        return Frequencies(
            question.plan.frequencies,
            tuple(journeys.others),
            journeys,
            question.rules,
            question.segments,
            self.query,
            question.setting.assumptions.funnel_frequency_end == "attempt over",
        )
