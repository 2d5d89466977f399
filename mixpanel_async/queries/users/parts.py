"""The ``where`` of a users question, taken apart: conditions on profiles, and the cohort they are in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from attrs import frozen

from mixpanel_async.queries.bookmark.questions import several
from mixpanel_async.specs.filters import Filter

if TYPE_CHECKING:
    from mixpanel_async.queries.users.spec import UserQuery

Clause = Mapping[str, Any]
Placed = tuple[int, Clause]


@frozen
class Parts:
    """*text* of one's own, or filters as the entries they have in report params, each with its place."""

    text: str | None
    strangers: tuple[tuple[int, object], ...]
    conditions: tuple[Placed, ...]
    members: tuple[Placed, ...]
    strays: tuple[Placed, ...]

    @classmethod
    def of(cls, query: UserQuery) -> Self:
        """The parts of *query*; *members* are ``in_cohort`` filters, *strays* ``not_in_cohort``."""
        if isinstance(query.where, str):
            return cls(query.where, (), (), (), ())
        given = tuple(enumerate(several(query.where)))
        clauses = [(index, item.clause()) for index, item in given if isinstance(item, Filter)]
        return cls(
            None,
            tuple((index, item) for index, item in given if not isinstance(item, Filter)),
            tuple((index, clause) for index, clause in clauses if not _about_cohort(clause)),
            tuple(_about(clauses, "contains")),
            tuple(_about(clauses, "does not contain")),
        )


def _about(clauses: Sequence[Placed], operator: str) -> Iterator[Placed]:
    for index, clause in clauses:
        if _about_cohort(clause) and clause["filterOperator"] == operator:
            yield index, clause


def _about_cohort(clause: Clause) -> bool:
    return clause.get("value") == "$cohorts" and clause["filterOperator"] in ("contains", "does not contain")
