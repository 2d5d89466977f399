# Generated from mixpanel_async.queries.users.operations by mixpanel_sync._generate: edit that module, not this one.
"""Asking about users."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from mixpanel_async.queries.users.result import UserQueryResult
from mixpanel_async.queries.users.spec import DEFAULT_WORKERS, UserOptions, UserQuery
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.queries.users import operations as core


class Users(Face):
    """Profiles, and numbers about users."""

    _core: core.Users

    def query_user(
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

        ``ws.query_user(where=Filter.equals("plan", "pro"), mode="profiles", limit=100)``
        """
        return drive(self._core.query_user(question, resume=resume, **options))

    def build_user_params(self, question: UserQuery | None = None, /, **options: Unpack[UserOptions]) -> dict[str, Any]:
        """What ``query_user`` would ask for, as JSON; nothing is sent."""
        return self._core.build_user_params(question, **options)

    def run_user_params(
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
        return drive(
            self._core.run_user_params(
                params, limit=limit, parallel=parallel, workers=workers, page_size=page_size, resume=resume
            )
        )
