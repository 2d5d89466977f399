"""Asking about users."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from mixpanel_async.arguments import json_object
from mixpanel_async.call import Operations
from mixpanel_async.queries.bookmark.questions import refuse
from mixpanel_async.queries.users.fetching import FETCHING, answer
from mixpanel_async.queries.users.result import UserQueryResult
from mixpanel_async.queries.users.spec import DEFAULT_WORKERS, UserOptions, UserQuery

__all__ = ["Users"]


class Users(Operations):
    """Profiles, and numbers about users."""

    async def query_user(
        self,
        question: UserQuery | None = None,
        /,
        *,
        resume: Mapping[str, Any] | None = None,
        **options: Unpack[UserOptions],
    ) -> UserQueryResult:
        """How many users there are, unless *options* (see ``UserQuery``) say otherwise.

        A page that fails raises its error, with the profiles before it in ``details["profiles"]``. What stands in
        ``details["resume"]``, given as *resume* alone or with the same question, gets those that are still missing.

        ``await ws.query_user(where=Filter.equals("plan", "pro"), mode="profiles", limit=100)``
        """
        asked = UserQuery.of(question, **options)
        alone = resume is not None and question is None and options.keys() <= FETCHING
        params = {} if alone else self.build_user_params(asked)
        return await answer(self._connection, params, asked, resume)

    def build_user_params(self, question: UserQuery | None = None, /, **options: Unpack[UserOptions]) -> dict[str, Any]:
        """What ``query_user`` would ask for, as JSON; nothing is sent."""
        return UserQuery.of(question, **options).params(today=self._connection.today)

    async def run_user_params(
        self,
        params: Mapping[str, Any],
        *,
        limit: int | None = 1,
        parallel: bool = False,
        workers: int = DEFAULT_WORKERS,
        page_size: int | None = None,
        resume: Mapping[str, Any] | None = None,
    ) -> UserQueryResult:
        """What *params* ask for: a number where they name an ``action``, else at most *limit* profiles (None: all).

        *page_size*, *resume* and pages that fail: see ``query_user``. What *resume* leaves of the *limit* is kept.
        """
        paging = UserQuery(mode="profiles", limit=limit, parallel=parallel, workers=workers, page_size=page_size)
        refuse(paging.problems())
        return await answer(self._connection, json_object(params, "params"), paging, resume)
