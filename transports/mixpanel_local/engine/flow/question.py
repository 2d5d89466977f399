"""A flow question becomes the rows it needs: all events that may be shown, and what flows are told apart by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Final

from attrs import evolve, frozen

from mixpanel_dataset.store import Store
from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.conditions import Conditions
from mixpanel_local.engine.data_groups import Population
from mixpanel_local.engine.flow.plan import FlowPlan
from mixpanel_local.engine.funnel.journeys import SESSION, held_name
from mixpanel_local.engine.funnel.plan import Occurrence
from mixpanel_local.engine.funnel.rules import Rules
from mixpanel_local.engine.groups import Segments, segment_name
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.properties import value_of
from mixpanel_local.engine.scan import EVENT, USER, Beside, Scan, Span, core_column
from mixpanel_local.engine.sequences.rows import Sequences
from mixpanel_local.engine.sessions import ASSUMED as ABOUT_SESSIONS
from mixpanel_local.engine.sessions import END, START, Sessions, session_number
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.sql import Sql, alias, all_of, any_of, call, case, column, not_null, text

NAME: Final = "name"
"""The column with the names of events."""

_BEGUN: Final = "begun"
# Who has a flow is looked for where that reads no more than this part of the events.
_FEW: Final = 2


@frozen
class Question:
    """*plan* over the events of *store*. *notes* takes what the answer rests on."""

    plan: FlowPlan
    store: Store
    setting: Setting
    notes: Notes

    @cached_property
    def rules(self) -> Rules:
        """How anchors follow on each other: one after the other, with no grace, of which no document speaks here."""
        window = self.plan.window
        self.notes.take_all(self._rules())
        return evolve(Rules.of(window, self.setting.assumptions), grace=None, later=False)

    def _rules(self) -> Iterator[str]:
        """The assumptions about the way from anchor to anchor."""
        plan = self.plan
        if len(plan.anchors) > 1 and plan.window.unit != "session":
            yield "funnel_window_end"
        if len(plan.anchors) > 1 and plan.counting == "totals":
            yield "funnel_converting_event"
        if len(plan.anchors) > 1 and plan.excluded is not None:
            yield "funnel_exclusion_on_step"
        if plan.window.unit == "month":
            yield "funnel_month_days"

    @property
    def entered(self) -> Span:
        """When flows may begin."""
        return self.plan.within or self.setting.zone.span(self.plan.first, self.plan.last)

    @property
    def shown(self) -> int:
        """The number of the condition that an event is met by which may be shown anywhere."""
        return len(self.plan.anchors) + (self.plan.excluded is not None)

    @cached_property
    def sequences(self) -> Sequences:
        """The rows, with a condition per anchor, one for what is excluded, and one for what may be shown."""
        scan, conditions = self.scan, [*self._occurrences, self._visible]
        if (begun := self._begun()) is not None:
            scan = scan.beside(begun)
            theirs = not_null(column(USER, begun.table))
            conditions = [all_of([theirs, one]) for one in conditions]
        return Sequences(scan, conditions, dict(self._columns()), None, self._sessions_of_rows)

    def _begun(self) -> Beside | None:
        """The users with flows, where the events of all would be many more than those that flows begin among."""
        entered = self._scan(self.entered)
        if self._has_session_events or entered.empty or _FEW * _rows(entered) > _rows(self.scan):
            return None
        begins = self._matching(self.plan.anchors[0].occurrence, self._tests.over(entered))
        users = entered.select(alias(core_column(USER), USER), where=begins).distinct().subquery(_BEGUN)
        return Beside(_BEGUN, users, column(USER, _BEGUN).eq(core_column(USER)))

    @cached_property
    def scan(self) -> Scan:
        """The events of all users that flows may lead through."""
        scan = self._scan(self._read())
        if not self._has_session_events:
            return scan
        self.notes.take_all(ABOUT_SESSIONS)
        return self._sessions.events(scan)

    def _scan(self, span: Span) -> Scan:
        return Population.of(self.store, self.plan.data_group).events(span)

    @cached_property
    def _has_session_events(self) -> bool:
        """Whether starts and ends of sessions are among the events; groups have no sessions."""
        if self.plan.data_group is not None:
            return False
        several = [anchor.occurrence for anchor in self.plan.anchors]
        several += [] if self.plan.excluded is None else [self.plan.excluded]
        names = {arm.event for one in several for arm in one.arms}
        return bool(names & {START, END}) or self.notes.take("flow_session_events") != "anchors only"

    def anchors_of_nobody(self) -> Sequences:
        """The first anchors of those days, to count those without a user."""
        return Sequences(evolve(self.scan, span=self.entered), self._occurrences[:1], {}, None)

    def lists(self) -> Sequence[bool]:
        """Whether each breakdown puts an event into a list of segments."""
        return [is_list for _, is_list in self._segments]

    @cached_property
    def _sessions(self) -> Sessions:
        return Sessions.of(self.store, self.setting)

    @property
    def _sessions_of_rows(self) -> Sessions | None:
        if not self.plan.in_sessions:
            return None
        self.notes.take_all(ABOUT_SESSIONS)
        return self._sessions

    @cached_property
    def _tests(self) -> Conditions:
        return Conditions(self.scan, self.setting.now, self.notes)

    @cached_property
    def _occurrences(self) -> Sequence[Sql]:
        plan = self.plan
        several = [anchor.occurrence for anchor in plan.anchors]
        several += [] if plan.excluded is None else [plan.excluded]
        return [self._matching(one, self._tests) for one in several]

    def _matching(self, occurrence: Occurrence, tests: Conditions) -> Sql:
        return tests.matches(occurrence.arms, occurrence.filters, self.plan.filters)

    @cached_property
    def _visible(self) -> Sql:
        """Whether an event may be shown. Anchors were picked, and are shown as what they are whatever is hidden."""
        plan, name = self.plan, core_column(EVENT)
        names = [name, self._name] if plan.customs else [name]
        hidden = [each.isin(*map(text, plan.hidden)).not_() for each in names if plan.hidden]
        if self._has_session_events and self.notes.take("flow_session_events") == "anchors only":
            hidden.append(name.isin(text(START), text(END)).not_())
        everywhere = plan.filters.conditions and self.notes.take("flow_filter") == "all events"
        return all_of([*hidden, *([self._tests.of(plan.filters)] if everywhere else [])])

    @property
    def _name(self) -> Sql:
        """What an event is shown as."""
        customs = [(self._tests.matches(one.occurrence.arms), text(one.name)) for one in self.plan.customs]
        return case(*customs, default=core_column(EVENT)) if customs else core_column(EVENT)

    @cached_property
    def _segments(self) -> Sequence[tuple[Sql, bool]]:
        return Segments(self._tests, self.setting.zone).of(self.plan.groups)

    def _columns(self) -> Iterator[tuple[str, Sql]]:
        yield NAME, self._name
        for at, held in enumerate(self.plan.held):
            yield held_name(at), value_of(self.scan, held).label()
        if self.plan.in_sessions:
            yield SESSION, session_number()
        anchors = any_of(self._occurrences[: len(self.plan.anchors)])
        for at, (segment, is_list) in enumerate(self._segments):
            # A list as JSON, so that equal lists are equal texts. Only anchors are asked for it.
            yield segment_name(at), case((anchors, call("to_json", segment) if is_list else segment))

    def _read(self) -> Span:
        """Flows, what leads to them and what follows."""
        entered, plan = self.entered, self.plan
        start, end = entered.start, entered.end
        if any(anchor.reverse for anchor in plan.anchors[:1]) and self.notes.take("flow_before_range") == "seen":
            start = min(start, self._known.start)
        if len(plan.anchors) > 1 or self._trails == "conversion window":
            end = max(end, self._known.end) if self.rules.sessions else end + self.rules.window
        return Span(start, max(end, self._known.end) if self._trails == "no end" else end)

    @property
    def follows(self) -> bool:
        """Whether anything after an anchor is shown."""
        return any(anchor.forward for anchor in self.plan.anchors)

    @property
    def _trails(self) -> str:
        """How long it is looked for."""
        return str(self.notes.take("flow_trail")) if self.follows else ""

    @cached_property
    def _known(self) -> Span:
        """From before the first event there is to behind the last."""
        days = self.store.days
        if not days:
            return self.entered
        # An event of a UTC date lies less than a day outside the project's.
        return Zone("UTC").span(days[0] - timedelta(days=1), days[-1] + timedelta(days=1))


def _rows(scan: Scan) -> int:
    """How many events the files of *scan* have."""
    return sum(part.rows for part in scan.events.parts)
