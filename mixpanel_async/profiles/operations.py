"""Operations that read profiles."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from typing import Any

from mixpanel_async.arguments import expression, said, texts
from mixpanel_async.call import Operations
from mixpanel_async.connection import Connection
from mixpanel_async.errors import ParamTypeError, ParamValidationError
from mixpanel_async.paging import Stream
from mixpanel_async.profiles.left import Left
from mixpanel_async.profiles.pages import Row, check_page_size, pages_in_turn, profile_of

__all__ = ["Profiles"]


class Profiles(Operations):
    """Profiles of users and groups."""

    def stream_profiles(
        self,
        *,
        where: str | None = None,
        cohort_id: str | int | None = None,
        output_properties: Sequence[str] | None = None,
        raw: bool = False,
        distinct_id: str | None = None,
        distinct_ids: Sequence[str] | None = None,
        group_id: str | None = None,
        behaviors: Sequence[Mapping[str, Any]] | None = None,
        as_of_timestamp: int | None = None,
        include_all_users: bool = False,
        page_size: int | None = None,
        resume: Mapping[str, Any] | None = None,
    ) -> Stream[dict[str, Any]]:
        """Profiles as their pages arrive: ``{distinct_id, last_seen, properties}``, or with *raw* as sent.

        *where* picks by expression, *cohort_id* by a saved cohort; *include_all_users* adds its members without a
        profile. *group_id* asks for groups instead of users. *behaviors* name events that *where* may speak of, as of
        *as_of_timestamp* (seconds). Every page, of *page_size* profiles or 1000, is one of the project's 60 queries an
        hour. A page that fails raises its error, whose ``details["resume"]``, given as *resume*, goes on with that page
        as long as Mixpanel keeps the session; after that the error's code is ``SESSION_EXPIRED``.
        """
        if distinct_id is not None and distinct_ids is not None:
            raise ParamValidationError(
                "distinct_id and distinct_ids exclude each other; give one", "AC2_DISTINCT_ID_CONFLICT"
            )
        _check_cohort(cohort_id, behaviors, include_all_users=include_all_users)
        _check_past(as_of_timestamp, self._connection.wall_clock)
        check_page_size(page_size)
        asked = {
            "where": expression(where, "where"),
            "filter_by_cohort": None if cohort_id is None else json.dumps({"id": cohort_id}),
            "output_properties": _listed("output_properties", output_properties),
            "distinct_id": None if distinct_id is None else said(distinct_id, "distinct_id", "the id of a user"),
            "distinct_ids": _listed("distinct_ids", distinct_ids),
            "data_group_id": None if group_id is None else said(group_id, "group_id", "the id of a kind of group"),
            "behaviors": None if behaviors is None else json.dumps(list(behaviors)),
            "as_of_timestamp": as_of_timestamp,
            "include_all_users": None if cohort_id is None else include_all_users,
        }
        question = {name: value for name, value in asked.items() if value is not None}
        left = Left.of(question, resume, {"page_size": page_size})
        nobody = distinct_ids is not None and not distinct_ids
        return Stream(_nothing() if nobody else _rows(self._connection, left, raw=raw))


async def _rows(connection: Connection, left: Left, *, raw: bool) -> AsyncGenerator[list[Row], None]:
    async with aclosing(pages_in_turn(connection, left)) as pages:
        async for page in pages:
            yield list(page.rows) if raw else [profile_of(row) for row in page.rows]


async def _nothing() -> AsyncGenerator[list[Row], None]:
    nobody: tuple[list[Row], ...] = ()
    for page in nobody:
        yield page


def _listed(name: str, values: Sequence[str] | None) -> str | None:
    """*values*, each once, as the text the server takes."""
    return None if values is None else json.dumps(list(dict.fromkeys(texts(values, name))))


def _check_cohort(cohort: object, behaviors: object, *, include_all_users: bool) -> None:
    if not (cohort is None or (isinstance(cohort, str | int) and not isinstance(cohort, bool))):
        raise ParamTypeError(f"cohort_id is {cohort!r}; give its number")
    if behaviors is not None and not isinstance(behaviors, list | tuple):
        raise ParamValidationError(
            f"behaviors is a {type(behaviors).__name__}; give a list of them", "AC5_BEHAVIORS_NOT_LIST"
        )
    if behaviors is not None and cohort is not None:
        raise ParamValidationError(
            "behaviors and cohort_id exclude each other; give one", "AC3_BEHAVIORS_COHORT_CONFLICT"
        )
    if include_all_users and cohort is None:
        raise ParamValidationError(
            "include_all_users speaks of a cohort's members; give its cohort_id",
            "AC4_INCLUDE_ALL_USERS_REQUIRES_COHORT",
        )


def _check_past(timestamp: int | None, now: Callable[[], float]) -> None:
    if timestamp is None:
        return
    if not isinstance(timestamp, int | float) or isinstance(timestamp, bool):
        raise ParamTypeError(f"as_of_timestamp is {timestamp!r}; give seconds since 1970")
    if timestamp > now():
        raise ParamValidationError(
            f"as_of_timestamp {timestamp} is still to come; give seconds, not milliseconds, of the past",
            "AC6_AS_OF_TIMESTAMP_FUTURE",
        )
