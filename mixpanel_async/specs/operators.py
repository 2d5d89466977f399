"""The operators of a filter: their second names, and what true and false do to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from mixpanel_async.errors import ParamValidationError
from mixpanel_async.specs.words import FilterOperator, FilterOperatorInput

OPERATORS: frozenset[str] = frozenset(get_args(FilterOperator))

# Each second name is the class method that makes such a filter; "is equal to" is the frequency filter's word.
SECOND_NAMES: Mapping[str, FilterOperator] = {
    "at_least": "is at least",
    "at_most": "is at most",
    "before": "was before",
    "between": "is between",
    "date_between": "was between",
    "date_not_between": "was not between",
    "ends_with": "ends with",
    "greater_than": "is greater than",
    "in_cohort": "contains",
    "in_the_last": "was in the",
    "in_the_next": "was in the next",
    "is equal to": "equals",
    "is_false": "false",
    "is_not_set": "is not set",
    "is_set": "is set",
    "is_true": "true",
    "less_than": "is less than",
    "not_between": "not between",
    "not_contains": "does not contain",
    "not_equals": "does not equal",
    "not_in_cohort": "does not contain",
    "not_in_the_last": "was not in the",
    "not_on": "was not on",
    "on": "was on",
    "since": "was since",
    "starts_with": "starts with",
}


def canonical(operator: FilterOperatorInput) -> FilterOperator:
    """The wire's own name of *operator*."""
    if isinstance(operator, str) and operator in OPERATORS:
        return operator  # type: ignore[return-value] # it is one of them
    if isinstance(operator, str) and operator in SECOND_NAMES:
        return SECOND_NAMES[operator]
    raise ParamValidationError(f"no filter operator is called {operator!r}; use a class method such as Filter.equals")


def truth(operator: FilterOperator, value: Any) -> FilterOperator:
    """The operator, ``true`` or ``false``, that a filter on a boolean property comes to; it carries no value."""
    if operator in ("true", "false") and value is None:
        return operator
    plain = value[0] if isinstance(value, tuple) and len(value) == 1 else value
    if operator in ("equals", "does not equal") and isinstance(plain, bool):
        return "true" if plain == (operator == "equals") else "false"
    raise ParamValidationError(
        f"{operator!r} with {value!r} says neither true nor false; use Filter.is_true or Filter.is_false"
    )
