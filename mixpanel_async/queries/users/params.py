"""A users question as JSON: what the engage API is sent beside project and page."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from mixpanel_async.dates import Day, day_text
from mixpanel_async.errors import ParamTypeError
from mixpanel_async.queries.users.parts import Clause, Parts
from mixpanel_async.queries.users.selector import selector
from mixpanel_async.specs.expression_text import property_text
from mixpanel_async.specs.roles import DescribedCohort

if TYPE_CHECKING:
    from mixpanel_async.queries.users.spec import UserQuery


def build(query: UserQuery, parts: Parts) -> dict[str, Any]:
    """The params of a question that breaks no rule; nested JSON goes as text."""
    cohort = _cohort(query, parts)
    given: dict[str, Any] = {
        "where": _where(parts),
        "filter_by_cohort": cohort,
        "data_group_id": query.group_id,
        "include_all_users": None if cohort is None else query.include_all_users,
        "as_of_timestamp": None if query.as_of is None else _timestamp(query.as_of),
    }
    given |= _profiles(query) if query.mode == "profiles" else _aggregate(query)
    return {name: value for name, value in given.items() if value is not None}


def _where(parts: Parts) -> str | None:
    if parts.text is not None:
        return parts.text
    return selector(clause for _, clause in parts.conditions) if parts.conditions else None


def _cohort(query: UserQuery, parts: Parts) -> str | None:
    if query.cohort is not None:
        return cohort_text(query.cohort)
    return _text(referenced(parts.members[0][1]), "where") if parts.members else None


def cohort_text(cohort: int | DescribedCohort) -> str:
    """A cohort as ``filter_by_cohort`` names it: by its id, or written out."""
    named = {"raw_cohort": cohort.raw()} if isinstance(cohort, DescribedCohort) else {"id": cohort}
    return _text(named, "cohort")


def _text(value: object, name: str) -> str:
    """*value* as JSON; *name* is the field an error points at."""
    try:
        return json.dumps(value, allow_nan=False)
    except (TypeError, ValueError) as problem:
        raise ParamTypeError(f"{name} holds what JSON cannot say: {problem}; use finite numbers and text") from problem


def referenced(clause: Clause) -> dict[str, Any] | None:
    """The cohort that an ``in_cohort`` filter speaks of; None where its value is no such filter's."""
    match clause["filterValue"]:
        case [{"cohort": {"id": int(cohort)}}]:
            return {"id": cohort}
        case [{"cohort": {"raw_cohort": dict(cohort)}}]:
            return {"raw_cohort": cohort}
    return None


def _profiles(query: UserQuery) -> dict[str, Any]:
    sort = {"sort_key": property_text(query.sort_by), "sort_order": query.sort_order} if query.sort_by else {}
    return {
        "output_properties": None if query.properties is None else _text(query.properties, "properties"),
        **sort,
        "search": query.search,
        "distinct_id": query.distinct_id,
        "distinct_ids": None if query.distinct_ids is None else _text(query.distinct_ids, "distinct_ids"),
    }


def _timestamp(moment: Day | int) -> int:
    if isinstance(moment, int):
        return moment
    return midnight(date.fromisoformat(day_text(moment, "as_of")))


def midnight(day: date) -> int:
    """The first second of *day*, UTC."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def _aggregate(query: UserQuery) -> dict[str, Any]:
    segments = None if query.segment_by is None else {str(cohort): True for cohort in query.segment_by}
    return {"action": _action(query), "segment_by_cohorts": None if segments is None else _text(segments, "segment_by")}


def _action(query: UserQuery) -> str:
    if query.aggregate_property is None:
        return f"{query.aggregate}()"
    rank = f", {query.percentile}" if query.percentile is not None else ""
    return f"{query.aggregate}({property_text(query.aggregate_property)}{rank})"
