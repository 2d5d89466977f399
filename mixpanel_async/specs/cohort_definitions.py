"""A cohort described on the spot."""

from __future__ import annotations

from typing import Any, Literal, Self

from attrs import field, frozen, validate

from mixpanel_async.errors import ParamTypeError, ParamValidationError
from mixpanel_async.specs.cohort_conditions import Behaviors
from mixpanel_async.specs.cohort_criteria import CohortCriteria
from mixpanel_async.specs.roles import DescribedCohort

__all__ = ["CohortDefinition"]


def _check_criteria(_: object, __: object, criteria: tuple[Any, ...]) -> None:
    if not isinstance(criteria, tuple):
        raise ParamTypeError(f"criteria is {criteria!r}; give criteria, as CohortCriteria.in_cohort(7)")
    if not criteria:
        raise ParamValidationError(
            "there are no criteria; give one, as CohortCriteria.property_is_set('$email')", "CD9_EMPTY_CRITERIA"
        )
    for part in criteria:
        if not isinstance(part, CohortCriteria | CohortDefinition):
            raise ParamTypeError(f"{part!r} is no criterion; make one with a class method of CohortCriteria")


def _check_operator(_: object, __: object, operator: object) -> None:
    if operator not in ("and", "or"):
        raise ParamValidationError(f"operator is {operator!r}; it is 'and' or 'or'")


@frozen(repr=False, init=False)
class CohortDefinition(DescribedCohort):
    """The users that meet all of some criteria, or with ``any_of`` one of them; definitions nest.

    Takes the place of a saved cohort's id in ``Filter.in_cohort``, ``CohortBreakdown`` and user queries.
    """

    _criteria: tuple[CohortCriteria | CohortDefinition, ...] = field(validator=_check_criteria)
    _operator: Literal["and", "or"] = field(validator=_check_operator)

    def __init__(self, *criteria: CohortCriteria | CohortDefinition) -> None:
        _fill(self, criteria, "and")

    def __repr__(self) -> str:
        made_by = ".any_of" if self._operator == "or" else ""
        return f"{type(self).__name__}{made_by}({', '.join(map(repr, self._criteria))})"

    @classmethod
    def all_of(cls, *criteria: CohortCriteria | CohortDefinition) -> Self:
        """The users that meet every one of *criteria*."""
        return cls(*criteria)

    @classmethod
    def any_of(cls, *criteria: CohortCriteria | CohortDefinition) -> Self:
        """The users that meet at least one of *criteria*."""
        definition = cls.__new__(cls)
        _fill(definition, criteria, "or")
        return definition

    def to_dict(self) -> dict[str, Any]:
        """``selector`` and ``behaviors`` as the app keeps them; the events are numbered depth first."""
        behaviors: Behaviors = {}
        selector = self.node(behaviors)
        return {"selector": selector, "behaviors": behaviors}

    def raw(self) -> dict[str, Any]:
        """The same as a question carries it: events without a filter have no ``selector``."""
        definition = self.to_dict()
        for behavior in definition["behaviors"].values():
            event = behavior["count"]["event_selector"]
            if event["selector"] is None:
                del event["selector"]
        return definition

    def node(self, behaviors: Behaviors) -> dict[str, Any]:
        """Its place in a selector; its events are added to *behaviors*, under the next numbers."""
        return {"operator": self._operator, "children": [part.node(behaviors) for part in self._criteria]}


def _fill(definition: CohortDefinition, criteria: tuple[Any, ...], operator: Literal["and", "or"]) -> None:
    object.__setattr__(definition, "_criteria", criteria)
    object.__setattr__(definition, "_operator", operator)
    validate(definition)
