"""The rules of a users question as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from mixpanel_async.errors import ParamValidationError, ValidationError
from mixpanel_async.queries.users.aggregate_rules import ACTIONS, aggregate_problems
from mixpanel_async.queries.users.params import referenced
from mixpanel_async.queries.users.parts import Parts
from mixpanel_async.queries.users.profile_rules import profile_problems
from mixpanel_async.queries.users.selection_rules import selection_problems
from mixpanel_async.queries.users.selector import condition_text
from mixpanel_async.specs.filters import Filter

if TYPE_CHECKING:
    from mixpanel_async.queries.users.spec import UserQuery

MODES = ("profiles", "aggregate")
ORDERS = ("ascending", "descending")


def lone_problem(query: UserQuery) -> ValidationError | None:
    """What keeps the question from being taken apart at all."""
    if query.where is None or isinstance(query.where, str | Filter | tuple):
        return None
    kind = type(query.where).__name__
    return ValidationError("where", f"where is a {kind}; give a Filter, a list of them, or an expression", "U9")


def problems_of(query: UserQuery, parts: Parts, today: Callable[[], date]) -> list[ValidationError]:
    """Every rule *query* breaks, in the order of their numbers."""
    found = chain(
        selection_problems(query, parts), profile_problems(query, today), aggregate_problems(query), _mode(query.mode)
    )
    return sorted(found, key=lambda problem: int(problem.code[1:]))


def _mode(mode: object) -> Iterator[ValidationError]:
    if mode not in MODES:
        yield ValidationError("mode", f"mode is {mode!r}; it is one of {', '.join(MODES)}", "U31")


def writing_problems(parts: Parts) -> Iterator[ValidationError]:
    """Rules that show when the filters are written as an expression."""
    for _, clause in parts.members:
        if referenced(clause) is None:
            message = f"{clause['filterValue']!r} names no cohort; make the filter with Filter.in_cohort"
            yield ValidationError("where", message, "U_COHORT")
    unsaid = []
    for index, clause in parts.conditions:
        try:
            condition_text(clause)
        except ParamValidationError as problem:
            unsaid.append(f"where[{index}]: {problem.message}")
    if unsaid:
        yield ValidationError("where", "; ".join(unsaid), "U_FILTER")


def sending_problems(query: UserQuery) -> Iterator[ValidationError]:
    """Rules of what is sent in the end."""
    if query.mode == "profiles" and query.sort_by is not None and query.sort_order not in ORDERS:
        message = f"sort_order is {query.sort_order!r}; it is one of {', '.join(ORDERS)}"
        yield ValidationError("sort_order", message, "UP1")
    if query.mode == "aggregate" and (query.aggregate not in ACTIONS or query.aggregate_property == ""):
        message = (
            f"aggregate={query.aggregate!r} of the property {query.aggregate_property!r} means nothing; "
            f"name a property and one of {', '.join(ACTIONS)}"
        )
        yield ValidationError("action", message, "UP4")
