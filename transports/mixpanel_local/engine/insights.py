"""A plan becomes a report: its metrics are measured, formulas computed, and points analysed and compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final, TypeAlias

from attrs import evolve, field, frozen
from sqlglot import exp

from mixpanel_dataset.store import Store
from mixpanel_local.engine.assumed import assumed_in
from mixpanel_local.engine.calendar import Interval, Zone, earlier
from mixpanel_local.engine.comparing import beside, compared_days, compared_span, shifts_weekends, workdays
from mixpanel_local.engine.formula import Arithmetic
from mixpanel_local.engine.measuring import Behaviors, Measuring, no_behaviors
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.plan import Clause, Formula, Plan, letter, operands
from mixpanel_local.engine.points import Levels, Line, analysed, combine
from mixpanel_local.engine.scan import TIME, Scan, core_column
from mixpanel_local.engine.sql import alias, call
from mixpanel_local.engine.table import Run

Named: TypeAlias = Sequence[tuple[Clause, Levels]]
"""The visible clauses, in order, each with its points per level."""

# A day of a year ago may be compared with the Monday behind it.
_WEEKEND: Final = timedelta(days=2)


@frozen
class Report:
    """The answer to a plan; *compared* is the same about *compared_days*, by the intervals of this one."""

    plan: Plan
    zone: Zone
    intervals: Sequence[Interval]
    clauses: Named
    cut: bool
    notes: Notes
    compared: Named = ()
    compared_days: tuple[date, date] | None = None


@frozen
class Engine:
    """Answers plans from *store*. *run* executes SQL, *behaviors* measure; *now* is the time of the question.

    *hidden* events are no part of sessions.
    """

    store: Store
    run: Run
    now: datetime
    zone: Zone
    notes: Notes = field(factory=Notes)
    behaviors: Behaviors = no_behaviors
    hidden: Sequence[str] = ()

    def report(self, plan: Plan) -> Report:
        """The report *plan* asks for."""
        if "week" in (plan.unit if plan.series else "", *(group.unit for group in plan.groups)):
            self.notes.take("week_start")
        for name in assumed_in(plan):
            self.notes.take(name)
        plan = self._measuring.settled(plan)
        shown = self._shown(plan)
        clauses, over = self._clauses(plan, len(shown))
        if plan.comparison is None:
            return Report(plan, self.zone, shown, clauses, over, self.notes)
        days = compared_days(plan, plan.comparison)
        compared, further = self._compared(plan, days, len(shown))
        return Report(plan, self.zone, shown, clauses, over or further, self.notes, compared, days)

    @cached_property
    def _measuring(self) -> Measuring:
        return Measuring(self.store, self.run, self.now, self.zone, self.notes, self.behaviors, hidden=self.hidden)

    def _shown(self, plan: Plan) -> Sequence[Interval]:
        found = self._measuring.intervals(plan)
        return found[plan.window - 1 :] if _rolls(plan) and self._is_history_cut else found

    @property
    def _is_history_cut(self) -> bool:
        return bool(self.notes.take("rolling_history") == "cut")

    def _clauses(self, plan: Plan, width: int) -> tuple[Named, bool]:
        """The visible clauses, and whether any has more segments than there is room for."""
        wide = self._with_history(plan)
        computed = self._measuring.intervals(wide)
        measured = iter(self._measuring.levels(plan.metrics, wide, computed))
        own = [[next(measured) for _ in operands(clause)] for clause in plan.clauses]
        own_levels = [[levels for levels, _ in several] for several in own]
        letters = {
            letter(at): levels[0]
            for at, (clause, levels) in enumerate(zip(plan.clauses, own_levels, strict=True))
            if not isinstance(clause, Formula)
        }
        found = [
            (clause, self._analysed(self._levels(clause, levels, letters, len(computed)), plan, computed, width))
            for clause, levels in zip(plan.clauses, own_levels, strict=True)
            if not clause.hidden
        ]
        return found, any(over for several in own for _, over in several)

    def _levels(self, clause: Clause, own: Sequence[Levels], letters: Mapping[str, Levels], width: int) -> Levels:
        """The points of a metric, or of a formula over its own metrics or those of the question."""
        if not isinstance(clause, Formula):
            return own[0]
        known = {letter(at): levels for at, levels in enumerate(own)} or letters
        used = {name: known[name] for name in clause.term.letters}
        arithmetic = Arithmetic(self.notes.take)
        return [
            combine(clause.term, {name: levels[at] for name, levels in used.items()}, width, arithmetic)
            for at in range(min((len(levels) for levels in used.values()), default=1))
        ]

    def _analysed(self, levels: Levels, plan: Plan, computed: Sequence[Interval], width: int) -> Levels:
        """The points as they are shown, of the last intervals, *width* in number."""
        if not plan.series:
            return levels
        unknown = self._unknown(computed) if _rolls(plan) else 0

        def shown(line: Line) -> Line:
            return [*[None] * unknown, *line[unknown:]]

        return [
            analysed(points.each(shown), plan.analysis, plan.window).each(lambda line: line[-width:])
            for points in levels
        ]

    def _with_history(self, plan: Plan) -> Plan:
        """The plan over the earlier intervals that rolling averages need too."""
        if not _rolls(plan) or self._is_history_cut:
            return plan
        return evolve(plan, first=earlier(self.zone, plan.unit, plan.first, plan.window - 1))

    def _unknown(self, computed: Sequence[Interval]) -> int:
        """How many of the first intervals lie before all events, and are not counted."""
        if self._first_day is None or computed[0].last >= self._first_day:
            return 0
        if self.notes.take("rolling_missing") == "zero":
            return 0
        return sum(interval.last < self._first_day for interval in computed)

    @cached_property
    def _first_day(self) -> date | None:
        """The day of the first event of all."""
        if not self.store.days:
            return None
        scan = Scan.of(self.store, Zone("UTC").span(self.store.days[0], self.store.days[0]))
        query = scan.select(alias(call("min", core_column(TIME)), TIME), where=exp.true())
        return self.zone.day(self.run(query)[TIME][0])

    def _compared(self, plan: Plan, days: tuple[date, date], width: int) -> tuple[Named, bool]:
        """The clauses over *days*, each point at the place of the one it is compared with."""
        first, last = days
        shifts = shifts_weekends(plan) and self.notes.take("year_comparison") == "workday"
        within = compared_span(self.zone, plan, days)
        other = evolve(plan, first=first, last=last + _WEEKEND if shifts else last, within=within)
        intervals = self._shown(other)
        clauses, over = self._clauses(other, len(intervals))
        taken = workdays(intervals) if shifts else range(len(intervals))
        named = [
            (clause, [points.each(lambda line: beside(line, taken, width)) for points in levels])
            for clause, levels in clauses
        ]
        return named, over


def _rolls(plan: Plan) -> bool:
    return plan.series and plan.analysis == "rolling"
