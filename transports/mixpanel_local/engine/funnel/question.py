"""A funnel question becomes the rows it needs: SQL for its steps, and for what else is asked of their events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Final

from attrs import evolve, frozen
from sqlglot import exp

from mixpanel_dataset.store import Store
from mixpanel_local.engine.conditions import Conditions
from mixpanel_local.engine.data_group_reading import of_users
from mixpanel_local.engine.data_groups import Population
from mixpanel_local.engine.funnel.journeys import SESSION, held_name
from mixpanel_local.engine.funnel.plan import FunnelPlan, between
from mixpanel_local.engine.funnel.rules import Rules
from mixpanel_local.engine.groups import Segments, segment_name, value_segment
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.plan import Condition, Filters, ItemCondition, Test
from mixpanel_local.engine.properties import value_of
from mixpanel_local.engine.scan import Scan, Span
from mixpanel_local.engine.sequences.rows import Sequences
from mixpanel_local.engine.sessions import END, START, Sessions, session_number
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.sql import Sql, call, case

VALUE: Final = "v"
THERE: Final = "t"
"""Whether an event has the property of which ``VALUE`` is the number."""


def defined_name(at: int) -> str:
    """The column that says whether the property of the filter at that place is set."""
    return f"d{at}"


def met_name(at: int) -> str:
    """The column that says whether the filter at that place is met."""
    return f"f{at}"


@frozen
class Question:
    """*plan* over the events of *store*; *notes* has what else the answer rests on."""

    plan: FunnelPlan
    store: Store
    setting: Setting
    notes: Notes

    @cached_property
    def rules(self) -> Rules:
        """How attempts go on."""
        return Rules.of(self.plan.funnel.window, self.setting.assumptions)

    @property
    def entered(self) -> Span:
        """When attempts may begin."""
        return self.plan.within or self.setting.zone.span(self.plan.first, self.plan.last)

    @property
    def filters(self) -> Sequence[Test]:
        """The conditions that whole attempts are filtered by, of all filters."""
        return [one for several in self._filters for one in several.conditions]

    @property
    def filtering(self) -> Sequence[tuple[Sequence[int], bool]]:
        """Which of ``filters`` belong together, and whether *some* one of them is enough."""
        places = iter(range(len(self.filters)))
        return [([next(places) for _ in each.conditions], each.some) for each in self._filters if each.conditions]

    @property
    def _filters(self) -> tuple[Filters, Filters]:
        return self.plan.filters, self.plan.funnel.filters

    @cached_property
    def sequences(self) -> Sequences:
        """The rows, with a condition per step, then one per exclusion, and one for each of ``plan.frequencies``."""
        funnel = self.plan.funnel
        occurrences = [*(one.occurrence for one in funnel.steps), *(one.occurrence for one in funnel.exclusions)]
        behaviors = [one.behavior for one in self.plan.frequencies]
        arms = (*(one.arms for one in occurrences), *(one.arms for one in behaviors))
        names = {arm.event for several in arms for arm in several}
        scan = self._scan(names)
        conditions = [self._conditions(scan).matches(one.arms, one.filters) for one in occurrences]
        conditions += [self._conditions(scan).matches(behavior.arms) for behavior in behaviors]
        known = None if None in names else sorted(name for name in names if name is not None)
        sessions = self._sessions if self.by_session else None
        return Sequences(scan, conditions, dict(self._columns(scan)), known, sessions)

    def lists(self) -> Sequence[bool]:
        """Whether each breakdown puts an event into a list of segments."""
        return [split is not None and split[2] for split in self._splits(self.sequences.scan)]

    @property
    def segments(self) -> Segments:
        """What names segments."""
        return Segments(self._conditions(self.sequences.scan), self.setting.zone)

    @cached_property
    def _sessions(self) -> Sessions:
        return Sessions.of(self.store, self.setting)

    def _conditions(self, scan: Scan) -> Conditions:
        return Conditions(scan, self.setting.now, self.notes)

    @property
    def by_session(self) -> bool:
        """Whether sessions matter."""
        return self.plan.funnel.window.unit == "session" or self.plan.measured.counting == "sessions"

    def _scan(self, names: set[str | None]) -> Scan:
        scan = Population.of(self.store, self.plan.data_group).events(self._read())
        if self.plan.data_group is not None:
            if self.by_session:
                raise of_users("sessions", "funnels")
            return scan
        return self._sessions.events(scan) if names & {START, END} else scan

    def _read(self) -> Span:
        """Entries, and as long before and after them as their attempts may reach."""
        start = self.entered.start - self.rules.reach(len(self.plan.funnel.steps) + 1)
        if not self.rules.sessions:
            return Span(start, self.entered.end + self.rules.window + self.rules.reach(1))
        later = [day for day in self.store.days if self.rules.window and day > self.plan.last]
        # Sessions end at midnight: only further ones reach beyond the last day, as far as there are any.
        end = self.setting.zone.start(later[-1] + timedelta(days=2)) if later else self.entered.end
        return Span(start, max(end, self.entered.end))

    def _splits(self, scan: Scan) -> Sequence[tuple[Sql, Sql, bool] | None]:
        """For each breakdown whether an event has a value, its segment, and whether that is a list of segments.

        None for one that only whole attempts have a value of.
        """
        if self.plan.on is not None:
            value = self.plan.on(scan)
            return [(value.is_set(), *value_segment(value))]
        segments = Segments(self._conditions(scan), self.setting.zone)
        return [
            (value_of(scan, group.property).is_set(), *segments.of([group])[0])
            if between(group.property) is None
            else None
            for group in self.plan.groups
        ]

    def _columns(self, scan: Scan) -> Iterator[tuple[str, Sql]]:
        for at, held in enumerate(self.plan.funnel.held):
            yield held_name(at), value_of(scan, held).label()
        if self.by_session:
            yield SESSION, session_number()
        for at, split in enumerate(self._splits(scan)):
            if split is None:
                continue
            there, segment, is_list = split
            # A list as JSON, so that equal lists are equal texts.
            yield segment_name(at), case((there, call("to_json", segment) if is_list else segment))
        # A user's first event is, to a filter of whole funnels, the first that can enter them.
        entry = self.plan.funnel.steps[0].occurrence
        conditions = evolve(self._conditions(scan), asked=(entry.arms, (entry.filters,)))
        for at, one in enumerate(self.filters):
            if isinstance(one, Condition) and between(one.property) is not None:
                continue
            yield met_name(at), conditions.of(Filters((one,)))
            yield defined_name(at), _defined(one, scan)
        if (target := self.plan.measured.target) is not None:
            value = value_of(scan, target)
            yield from ((VALUE, value.as_number()), (THERE, value.is_set()))


def _defined(condition: Test, scan: Scan) -> Sql:
    """Whether an event has what *condition* is about; what is no property everyone has."""
    if isinstance(condition, Condition | ItemCondition):
        return value_of(scan, condition.property).is_set()
    return exp.true()
