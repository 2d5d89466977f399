"""Flow plans become pictures: users in passes, flows in each, counts over all."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, frozen

from mixpanel_dataset.store import Store
from mixpanel_local.engine.assumed import assumed_in
from mixpanel_local.engine.database import Query
from mixpanel_local.engine.flow.gathering import Gathering, Pictures
from mixpanel_local.engine.flow.plan import FlowPlan
from mixpanel_local.engine.flow.question import NAME, Question
from mixpanel_local.engine.flow.table import END, Tabling, column_name
from mixpanel_local.engine.flow.tracing import Tracing
from mixpanel_local.engine.funnel.entering import Entering
from mixpanel_local.engine.funnel.journeys import SESSION, Journeys
from mixpanel_local.engine.funnel.walking import Attempts
from mixpanel_local.engine.groups import segment_name
from mixpanel_local.engine.measuring import Measuring
from mixpanel_local.engine.notes import NOBODY, Notes
from mixpanel_local.engine.plan import Arm, Filters, Metric, Plan
from mixpanel_local.engine.sequences.passes import DEFAULT, Passing
from mixpanel_local.engine.sequences.rows import Integers, Rows
from mixpanel_local.engine.sequences.search import NOWHERE, Track, heads
from mixpanel_local.engine.setting import Setting

if TYPE_CHECKING:
    import polars as pl


@frozen
class FlowEngine:
    """Answers flows from *store*. *query* runs SQL, and can be stopped; *passing* divides the users."""

    store: Store
    query: Query
    setting: Setting
    notes: Notes
    passing: Passing = DEFAULT

    def pictures(self, plan: FlowPlan) -> Pictures:
        """The pictures *plan* asks for."""
        self.notes.take_all(assumed_in(plan))
        plan = evolve(plan, groups=self._measuring.settled(_counted(plan)).groups)
        question = Question(plan, self.store, self.setting, self.notes)
        gathering = Gathering(plan, keeps_ties=self.notes.take("flow_ties") == "keep all")
        gathering.add(_no_flows(plan))
        for rows in question.sequences.passes(self.query, self.passing):
            table = _Pass(question, rows, self.query).table()
            self.query.check()
            gathering.add(table)
        nobody = question.anchors_of_nobody().without_user(self.query)
        self.notes.leave_out(plan.anchors[0].label, NOBODY, nobody)
        return gathering.pictures()

    @property
    def _measuring(self) -> Measuring:
        setting = self.setting
        return Measuring(self.store, self.query.table, setting.now, setting.zone, self.notes)


def _counted(plan: FlowPlan) -> Plan:
    """The events of all anchors, as insights count them over the same days."""
    arms = (
        Arm(arm.event, Filters((arm.filters, anchor.occurrence.filters)))
        for anchor in plan.anchors
        for arm in anchor.occurrence.arms
    )
    metric = Metric(plan.anchors[0].label, tuple(arms), plan.filters)
    return Plan(
        (metric,),
        plan.first,
        plan.last,
        groups=plan.groups,
        series=False,
        within=plan.within,
        data_group=plan.data_group,
    )


@frozen(eq=False)
class _Pass:
    """The flows of some users."""

    question: Question
    given: Rows
    query: Query

    def table(self) -> pl.DataFrame:
        """The flows."""
        question, attempts = self.question, self._attempts
        between = len(question.plan.anchors) > 1 and any(anchor.reverse for anchor in question.plan.anchors[1:])
        tracing = Tracing(
            question.plan,
            attempts,
            Track.of(self.rows.where(question.shown), self._group),
            self._group,
            self._limit,
            self._floor,
            shares=between and question.notes.take("flow_between_anchors") == "both sides",
        )
        flows = tracing.flows()
        # Whoever cancels waits for no more than a part of this.
        self.query.check()
        return Tabling(question.plan, self.rows, question.lists()).table(flows, self._told_by)

    @cached_property
    def rows(self) -> Rows:
        """The events, where asked for without what repeats the event shown before it."""
        rows, plan = self.given, self.question.plan
        if not plan.collapse:
            return rows
        shown = rows.where(self.question.shown)
        # An event that is an anchor, for what it has, repeats none that is not.
        told_by = [rows.user, *(_flags(rows, at) for at in range(len(plan.anchors)))]
        told_by += [rows.frame[SESSION].to_numpy()] if plan.in_sessions else []
        kept = np.ones(len(rows), dtype=np.bool_)
        names = rows.frame[NAME].gather(shown).rle_id().to_numpy()
        kept[shown] = heads(names, *(each[shown] for each in told_by))
        return Rows(rows.user[kept], rows.time[kept], rows.frame.filter(kept))

    @cached_property
    def _journeys(self) -> Journeys:
        question = self.question
        undefined = bool(question.plan.held) and question.notes.take("funnel_hold_undefined") == "value"
        return Journeys.of(self.rows, question.plan.funnel, undefined=undefined)

    @cached_property
    def _attempts(self) -> Attempts:
        question, journeys = self.question, self._journeys
        track = journeys.entries(question.entered.start, question.entered.end)
        entering = Entering(journeys, question.rules, track, np.zeros_like(track.places), self.query.check)
        user = self.rows.user[entering.entries]
        if question.plan.counting == "totals":
            return entering.chained()
        if question.plan.counting == "sessions":
            return entering.first(user, self.rows.frame[SESSION].to_numpy()[entering.entries])
        return entering.first(user)

    @cached_property
    def _group(self) -> Integers:
        """Whose event each is: those of one user, of one session where flows keep to one, with the held properties."""
        group = self._journeys.group
        if not self.question.plan.in_sessions:
            return group
        session = self.rows.frame[SESSION].to_numpy()
        numbered: Integers = np.unique(group * (int(session.max(initial=0)) + 1) + session, return_inverse=True)[1]
        return numbered

    @property
    def _limit(self) -> Integers:
        """The first place behind those that each flow's last anchor is followed to."""
        question, attempts, user = self.question, self._attempts, self.rows.user
        final = attempts.final
        limit = np.full(len(attempts), len(self.rows))
        trail = question.notes.take("flow_trail") if question.follows else "no end"
        if trail == "conversion window":
            until = self._journeys.clock[attempts.entry] + question.rules.window + 1
            limit = self._journeys.clocks.first(user[attempts.entry], until)
        elif trail == "date range":
            limit = self._journeys.times.first(user[attempts.entry], np.full(len(attempts), question.entered.end))
        ends = attempts.excluded
        if question.plan.excluded is not None and question.notes.take("flow_exclusions_after") == "end the flow":
            excluded = Track.of(self.rows.where(len(question.plan.anchors)), user)
            ends = np.where(ends == NOWHERE, excluded.first(user[final], final + 1), ends)
        return np.where(ends == NOWHERE, limit, np.minimum(limit, ends))

    @property
    def _floor(self) -> Integers:
        """The first place that may be shown before each flow's first anchor."""
        question, entry = self.question, self._attempts.entry
        if not question.plan.anchors[0].reverse or question.notes.take("flow_before_range") == "seen":
            return np.zeros_like(entry)
        return self._journeys.times.first(self.rows.user[entry], np.full(len(entry), question.entered.start))

    @property
    def _told_by(self) -> Integers:
        if not self.question.plan.groups or self.question.notes.take("flow_segment_event") == "first anchor":
            return self._attempts.entry
        return self._attempts.final


def _flags(rows: Rows, condition: int) -> Integers:
    """1 where a row meets that condition."""
    flags = np.zeros(len(rows), dtype=np.int64)
    flags[rows.where(condition)] = 1
    return flags


def _no_flows(plan: FlowPlan) -> pl.DataFrame:
    """The table of none."""
    import polars as pl

    names = [column_name(at) for at in range(len(plan.columns))]
    segments = [segment_name(at) for at in range(len(plan.groups))]
    return pl.DataFrame(schema={**dict.fromkeys(names, pl.String), END: pl.Int64, **dict.fromkeys(segments, pl.String)})
