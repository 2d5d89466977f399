"""The parts of an insights question, each as a tuple, however they were given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from attrs import define

from mixpanel_async.errors import ValidationError
from mixpanel_async.queries.bookmark.questions import several
from mixpanel_async.specs.formulas import Formula
from mixpanel_async.specs.roles import Condition, Measure
from mixpanel_async.specs.warehouse_metrics import WarehouseMetric

if TYPE_CHECKING:
    from mixpanel_async.queries.insights.spec import InsightsQuery


_EVENTS = (str, tuple, Measure, Formula, WarehouseMetric)
_CONDITIONS = (tuple, Condition)


# Made for every question and seen by nobody else: not being frozen halves its cost.
@define
class Parts:
    """Events without the formulas, formulas, conditions, breakdowns. What does not belong there is still in them.

    *lettered* says whether a formula speaks of the events; they are hidden then.
    """

    events: tuple[Any, ...]
    formulas: tuple[Formula, ...]
    conditions: tuple[Any, ...]
    breakdowns: tuple[Any, ...]
    lettered: bool

    @classmethod
    def of(cls, query: InsightsQuery) -> Self:
        """The parts of *query*."""
        events = several(query.events)
        formulas = tuple([item for item in events if isinstance(item, Formula)])
        if formulas:
            events = tuple([item for item in events if not isinstance(item, Formula)])
        if query.formula is not None:
            formulas = (Formula(query.formula, query.formula_label),)
        lettered = bool(formulas) and any(formula.metrics is None for formula in formulas)
        return cls(events, formulas, several(query.where), several(query.group_by), lettered)


def lone_problem(query: InsightsQuery) -> ValidationError | None:
    """What keeps the question from being taken apart at all."""
    if not isinstance(query.events, _EVENTS):
        kind = type(query.events).__name__
        return ValidationError(
            "events", f"events is a {kind}; give names, metrics, or a list", "V21_INVALID_EVENT_TYPE"
        )
    if not (query.where is None or isinstance(query.where, _CONDITIONS)):
        kind = type(query.where).__name__
        return ValidationError("where", f"where is a {kind}; give a Filter, or a list", "V25_INVALID_FILTER_TYPE")
    if isinstance(query.events, Formula) and query.events.metrics is None:
        return ValidationError("events", "a formula needs the events it speaks of beside it", "V0_NO_EVENTS")
    if query.formula is not None and any(isinstance(item, Formula) for item in several(query.events)):
        return ValidationError("formula", "formula= and Formula items do not mix; use one way", "V4_FORMULA_CONFLICT")
    return None
