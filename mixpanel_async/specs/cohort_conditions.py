"""What a cohort can ask of a user, and how its definition says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

from attrs import field, frozen

from mixpanel_async.errors import ParamTypeError, ParamValidationError
from mixpanel_async.specs.cohort_spans import Span
from mixpanel_async.specs.event_names import is_blank
from mixpanel_async.specs.filters import Filter
from mixpanel_async.specs.words import CohortAggregationType, CohortPropertyOperator, CohortPropertyType

Frequency = Literal["at_least", "at_most", "exactly"]
Behaviors = dict[str, dict[str, Any]]

COMPARISONS: Mapping[Frequency, str] = {"at_least": ">=", "at_most": "<=", "exactly": "=="}
OPERATORS: Mapping[CohortPropertyOperator, str] = {
    "equals": "==",
    "not_equals": "!=",
    "contains": "in",
    "not_contains": "not in",
    "greater_than": ">",
    "less_than": "<",
    "is_set": "defined",
    "is_not_set": "not defined",
}
# What the event selectors of a cohort know, of all the operators of a filter.
_FILTER_OPERATORS = (
    "equals",
    "does not equal",
    "contains",
    "does not contain",
    "is greater than",
    "is less than",
    "is between",
    "is set",
    "is not set",
)


@frozen
class Did:
    """The user did *event* at least, at most or exactly so often, or with *aggregation* of a property so large."""

    event: str
    frequency: Frequency
    count: int | float
    span: Span
    filters: tuple[Filter, ...] = ()
    aggregation: CohortAggregationType | None = None
    aggregation_property: str | None = None

    def node(self, behaviors: Behaviors) -> dict[str, Any]:
        """Its place in the selector; the event itself is added to *behaviors*, under the next number."""
        key = f"bhvr_{len(behaviors)}"
        behaviors[key] = {"count": self._count(), **self.span.clause()}
        comparison = COMPARISONS[self.frequency]
        return {"property": "behaviors", "value": key, "operator": comparison, "operand": self.count}

    def _count(self) -> dict[str, Any]:
        children = [_child(condition) for condition in self.filters]
        selector = {"operator": "and", "children": children} if children else None
        count = {"event_selector": {"event": self.event, "selector": selector}, "type": "absolute"}
        if self.aggregation is None:
            return count
        return count | {"aggregationOperator": self.aggregation, "property": self.aggregation_property}

    def __str__(self) -> str:
        keywords = {self.frequency: self.count, **self.span.keywords()}
        keywords |= {"where": list(self.filters)} if self.filters else {}
        if self.aggregation is not None:
            keywords |= {"aggregation": self.aggregation, "aggregation_property": self.aggregation_property}
        return f"did_event({self.event!r}, {', '.join(f'{name}={value!r}' for name, value in keywords.items())})"


def _own_value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@frozen
class Has:
    """A property of the user compares with *value*."""

    property: str
    value: Any = field(converter=_own_value)
    operator: CohortPropertyOperator = "equals"
    property_type: CohortPropertyType = "string"

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.property, str) or is_blank(self.property):
            raise ParamValidationError(f"property is {self.property!r}; name one", "CD7_EMPTY_PROPERTY")
        check_word("operator", self.operator, get_args(CohortPropertyOperator), "CD11_UNKNOWN_OPERATOR")
        check_word("property_type", self.property_type, get_args(CohortPropertyType), "CD12_UNKNOWN_PROPERTY_TYPE")

    def node(self, _: Behaviors) -> dict[str, Any]:
        """Its place in the selector."""
        return {
            "property": "user",
            "value": self.property,
            "operator": OPERATORS[self.operator],
            "operand": list(self.value) if isinstance(self.value, tuple) else self.value,
            "type": self.property_type,
        }

    def __str__(self) -> str:
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        operator = f", operator={self.operator!r}" if self.operator != "equals" else ""
        kind = f", property_type={self.property_type!r}" if self.property_type != "string" else ""
        return f"has_property({self.property!r}, {value!r}{operator}{kind})"


@frozen
class Belongs:
    """The user is in a saved cohort, or with *negated* is not."""

    cohort_id: int
    negated: bool

    def node(self, _: Behaviors) -> dict[str, Any]:
        """Its place in the selector."""
        return {"property": "cohort", "value": self.cohort_id, "operator": "not in" if self.negated else "in"}

    def __str__(self) -> str:
        return f"{'not_' if self.negated else ''}in_cohort({self.cohort_id})"


Condition = Did | Has | Belongs


def check_word(name: str, word: object, known: tuple[str, ...], code: str) -> None:
    """Refuse a *word* that is none of the *known*."""
    if word not in known:
        raise ParamValidationError(f"{name} is {word!r}; it is one of {', '.join(known)}", code)


def own_filters(where: Filter | Sequence[Filter] | None) -> tuple[Filter, ...]:
    """The filters in *where*, each of which an event selector must be able to say."""
    given = where if isinstance(where, list | tuple) else () if where is None else (where,)
    return tuple(_checked(condition) for condition in given)


def _checked(condition: object) -> Filter:
    if not isinstance(condition, Filter):
        raise ParamTypeError(f"where holds {condition!r}; give a Filter, as Filter.equals('plan', 'pro')")
    clause = condition.clause()
    if "listItemFilters" in clause or clause["filterOperator"] not in _FILTER_OPERATORS:
        raise ParamValidationError(
            f"the events of a cohort cannot be filtered by {condition!r}; "
            f"the operators they know are {', '.join(_FILTER_OPERATORS)}",
            "CD10_UNSUPPORTED_FILTER_OPERATOR",
        )
    return condition


def _child(condition: Filter) -> dict[str, Any]:
    """A filter in an event selector; what has no value says nothing of one."""
    clause = condition.clause()
    if clause["filterOperator"] in ("is set", "is not set"):
        del clause["filterValue"]
    return clause
