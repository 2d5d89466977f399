"""Funnel plans become reports: users in passes, attempts in each, sums over all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

import numpy as np
from attrs import frozen

from mixpanel_dataset.store import Store
from mixpanel_local.engine.calendar import Interval, intervals, intervals_of_days
from mixpanel_local.engine.database import Query
from mixpanel_local.engine.funnel.entering import Entering
from mixpanel_local.engine.funnel.gathering import Gathering
from mixpanel_local.engine.funnel.journeys import SESSION, Journeys
from mixpanel_local.engine.funnel.plan import FunnelPlan
from mixpanel_local.engine.funnel.question import Question
from mixpanel_local.engine.funnel.report import FunnelReport
from mixpanel_local.engine.funnel.table import Tabling
from mixpanel_local.engine.funnel.walking import Attempts
from mixpanel_local.engine.sequences.passes import DEFAULT, Passing
from mixpanel_local.engine.sequences.rows import Integers, Rows
from mixpanel_local.engine.setting import Setting

if TYPE_CHECKING:
    import polars as pl

_WHOLE: Final = 0


@frozen
class FunnelEngine:
    """Answers funnels from *store*. *query* runs SQL, and can be stopped; *passing* divides the users."""

    store: Store
    query: Query
    setting: Setting
    passing: Passing = DEFAULT

    def report(self, plan: FunnelPlan) -> FunnelReport:
        """The report *plan* asks for."""
        question = Question(plan, self.store, self.setting)
        shown = self._intervals(plan)
        gathering = Gathering(plan)
        for rows in question.sequences.passes(self.query, self.passing):
            gathering.add(_Pass(question, rows, self.query).table(shown))
        levels, cut = gathering.levels()
        return FunnelReport(plan, shown, levels, question.sequences.without_user(self.query), cut)

    def _intervals(self, plan: FunnelPlan) -> Sequence[Interval]:
        zone = self.setting.zone
        if plan.days is not None:
            return intervals_of_days(zone, plan.first, plan.last, plan.days)
        if plan.series != "whole":
            return intervals(zone, plan.unit, plan.first, plan.last)
        return [Interval(_WHOLE, datetime.fromtimestamp(zone.start(plan.first) / 1000, zone.info), plan.last)]


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
        return Tabling(self.question, self.rows).table(self._attempts(interval), interval)

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
        undefined = question.setting.assumptions.funnel_hold_undefined == "value"
        journeys = Journeys.of(self.rows, question.plan.funnel, undefined=undefined)
        track = journeys.entries(question.entered.start, question.entered.end)
        return Entering(journeys, question.rules, track, cells[track.places], self.query.check)
