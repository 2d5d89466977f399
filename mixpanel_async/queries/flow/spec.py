"""A flow question as a value."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypedDict, Unpack

from attrs import Attribute, evolve, field, frozen

from mixpanel_async.dates import Day
from mixpanel_async.errors import ParamTypeError, ParamValidationError, ValidationError
from mixpanel_async.queries.asking import Spec
from mixpanel_async.queries.bookmark.questions import alone, own, refuse, several, whole
from mixpanel_async.queries.bookmark.spans import DEFAULT_LAST
from mixpanel_async.queries.flow.params import build
from mixpanel_async.queries.flow.rules import problems_of
from mixpanel_async.queries.misfits import naming_misfits
from mixpanel_async.specs.event_names import check_name
from mixpanel_async.specs.filters import Filter
from mixpanel_async.specs.flow_steps import FlowStep, check_reach
from mixpanel_async.specs.roles import Breakdown
from mixpanel_async.specs.shown import shown
from mixpanel_async.specs.words import FlowChartType, FlowConversionWindowUnit, FlowCountType

if TYPE_CHECKING:
    from mixpanel_async.queries.flow.operations import Flows
    from mixpanel_async.queries.flow.result import FlowQueryResult

__all__ = ["FlowOptions", "FlowQuery"]

Anchor = str | FlowStep
Anchors = Anchor | Sequence[Anchor]
Split = str | Breakdown


class FlowOptions(TypedDict, total=False):
    """Everything a flow question may say beside its events; ``FlowQuery`` says what each means."""

    forward: int
    reverse: int
    from_date: Day | None
    to_date: Day | None
    last: int
    conversion_window: int
    conversion_window_unit: FlowConversionWindowUnit
    count_type: FlowCountType
    cardinality: int
    collapse_repeated: bool
    hidden_events: Sequence[str] | None
    mode: FlowChartType
    where: Filter | Sequence[Filter] | None
    data_group_id: int | None
    segments: Split | Sequence[Split] | None
    exclusions: Sequence[str] | None


def _check_anchors(_: object, __: Attribute[Anchors], given: object) -> None:
    anchors = given if isinstance(given, tuple) else (given,)
    if not anchors:
        raise ParamValidationError("event is an empty list; name at least one event", "FL1_EMPTY_STEPS")
    for index, anchor in enumerate(anchors):
        where = f"event[{index}]" if isinstance(given, tuple) else "event"
        if isinstance(anchor, str):
            check_name(anchor, where)
        elif not isinstance(anchor, FlowStep):
            raise ParamTypeError(f"{where} is {anchor!r}; give an event's name or a FlowStep")


def _check_list(_: object, attribute: Attribute[Any], given: object) -> None:
    if given is not None and not isinstance(given, tuple):
        raise ParamTypeError(f"{attribute.name} is {given!r}; give a list of event names")


@frozen(repr=False)
class FlowQuery(Spec["FlowQueryResult"]):
    """What people do up to 5 events after (*forward*) and before (*reverse*) an *event*, or around several in order.

    *from_date* and *to_date* (today if left out) are days of the project's calendar, both included; *last* counts
    days, at most 3650. *conversion_window* bounds the time from the first event to the last: at most 366 days, 52 weeks
    or 12 months, or exactly 1 session. *count_type* counts users once, every time, or once a session (which needs the
    session window). *cardinality*, 1 to 50, is how many events are told apart at each step; the rest is one node.
    *collapse_repeated* takes an event that follows itself as one. *hidden_events* are looked through, *exclusions* end
    a flow. *mode* is the shape of the result: a graph (``sankey``), the most common ``paths``, or a ``tree``.
    *where* takes at most one cohort. *data_group_id* counts groups instead of users.
    """

    event: Anchors = field(converter=own, validator=_check_anchors)
    forward: int = field(default=3, kw_only=True, validator=check_reach)
    reverse: int = field(default=0, kw_only=True, validator=check_reach)
    from_date: Day | None = field(default=None, kw_only=True)
    to_date: Day | None = field(default=None, kw_only=True)
    last: int = field(default=DEFAULT_LAST, kw_only=True, validator=whole)
    conversion_window: int = field(default=7, kw_only=True, validator=whole)
    conversion_window_unit: FlowConversionWindowUnit = field(default="day", kw_only=True)
    count_type: FlowCountType = field(default="unique", kw_only=True)
    cardinality: int = field(default=3, kw_only=True, validator=whole)
    collapse_repeated: bool = field(default=False, kw_only=True)
    hidden_events: Sequence[str] | None = field(default=None, kw_only=True, converter=own, validator=_check_list)
    mode: FlowChartType = field(default="sankey", kw_only=True)
    where: Filter | Sequence[Filter] | None = field(default=None, kw_only=True, converter=own)
    data_group_id: int | None = field(default=None, kw_only=True)
    segments: Split | Sequence[Split] | None = field(default=None, kw_only=True, converter=own)
    exclusions: Sequence[str] | None = field(default=None, kw_only=True, converter=own, validator=_check_list)

    def __repr__(self) -> str:
        return shown(self)

    @classmethod
    def of(cls, event: Self | Anchors, **options: Unpack[FlowOptions]) -> Self:
        """The question itself where one is given, else the one made of *event* and *options*."""
        if not isinstance(event, cls):
            return cls(event, **options)
        alone(event, options)
        return event

    @property
    def steps(self) -> tuple[FlowStep, ...]:
        """The events as steps, each with its own *forward* and *reverse* or the question's."""
        anchors = several(self.event)
        return tuple(self._step(FlowStep(anchor) if isinstance(anchor, str) else anchor) for anchor in anchors)

    def _step(self, step: FlowStep) -> FlowStep:
        forward = self.forward if step.forward is None else step.forward
        reverse = self.reverse if step.reverse is None else step.reverse
        return evolve(step, forward=forward, reverse=reverse)

    def asked_of(self, workspace: Flows) -> Awaitable[FlowQueryResult]:
        """Its answer in the project of *workspace*."""
        return workspace.query_flow(self)

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> Self:
        """The question whose report *params* is; a ``ParamValidationError`` names what no question can say.

        What looks alike comes back in one spelling, as from ``InsightsQuery.from_params``: also events without anything
        of their own as names, *forward* and *reverse* that all steps share as the question's, a label that repeats the
        event as none, the cohort first in *where*, and "not in the last" on a step as "in the last", since params write
        both alike.
        """
        from mixpanel_async.queries.bookmark.reading import read_back
        from mixpanel_async.queries.flow.reading import read

        return read_back(cls, read, params, sender="run_flow_params")

    @naming_misfits
    def problems(self) -> list[ValidationError]:
        """Every rule the question breaks, before anything is built from it; empty if none."""
        return problems_of(self, self.steps)

    @naming_misfits
    def params(self, *, today: Callable[[], date] = date.today) -> dict[str, Any]:
        """The report's params as JSON; all broken rules are raised together, in one ``BookmarkValidationError``."""
        steps = self.steps
        refuse(problems_of(self, steps))
        return build(self, steps, today)
