"""The rules of whom a users question is about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mixpanel_async.errors import ValidationError
from mixpanel_async.queries.users.params import cohort_text
from mixpanel_async.queries.users.parts import Parts
from mixpanel_async.specs.event_names import is_blank

if TYPE_CHECKING:
    from mixpanel_async.queries.users.spec import UserQuery


def selection_problems(query: UserQuery, parts: Parts) -> Iterator[ValidationError]:
    """Rules that *query*'s filters, ids and cohort break."""
    for index, item in parts.strangers:
        message = f"{item!r} is no Filter; make one with Filter.equals, or write all of where as text"
        yield ValidationError(f"where[{index}]", message, "U0")
    yield from _ids(query)
    yield from _cohort(query, parts)
    yield from _properties(parts)
    for index, _ in parts.strays:
        message = (
            "profiles cannot be left out by cohort; give cohort=CohortDefinition(CohortCriteria.not_in_cohort(id))"
        )
        yield ValidationError(f"where[{index}]", message, "U12")
    if len(parts.members) > 1:
        message = "only one cohort can be asked for; join them with CohortDefinition.all_of"
        yield ValidationError("where", message, "U13")


def _ids(query: UserQuery) -> Iterator[ValidationError]:
    if query.distinct_id is not None and query.distinct_ids is not None:
        yield ValidationError("distinct_id", "distinct_id and distinct_ids exclude each other; give one", "U1")
    if query.distinct_ids is not None and not query.distinct_ids:
        yield ValidationError("distinct_ids", "distinct_ids is empty; name one, or leave it out for all", "U4")


def _cohort(query: UserQuery, parts: Parts) -> Iterator[ValidationError]:
    if query.cohort is not None and parts.members:
        yield ValidationError("cohort", "cohort and Filter.in_cohort exclude each other; give one", "U2")
    if query.include_all_users and query.cohort is None and not parts.members:
        message = "include_all_users speaks of a cohort's members; give the cohort"
        yield ValidationError("include_all_users", message, "U7")
    if query.cohort is not None:
        try:
            cohort_text(query.cohort)
        except (TypeError, ValueError) as problem:
            yield ValidationError("cohort", f"the cohort cannot be written: {problem}", "U24")


def _properties(parts: Parts) -> Iterator[ValidationError]:
    for index, clause in parts.conditions:
        path = f"where[{index}]._property"
        if "value" not in clause:
            message = "profiles cannot be picked by a custom property; use a plain one"
            yield ValidationError(path, message, "U25")
        elif is_blank(clause["value"]):
            yield ValidationError(path, f"the filter's property is {clause['value']!r}; name one", "U10")
