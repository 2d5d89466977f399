# Generated from mixpanel_async.queries.retention.operations by mixpanel_sync._generate: edit that module, not this one.
"""Asking retention questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from mixpanel_async.queries.retention.result import RetentionQueryResult
from mixpanel_async.queries.retention.spec import Born, Event, RetentionOptions, RetentionQuery
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.queries.retention import operations as core


class Retention(Face):
    """Who did one event and came back to do another."""

    _core: core.Retention

    def query_retention(
        self, born_event: Born | RetentionQuery, return_event: Event | None = None, **options: Unpack[RetentionOptions]
    ) -> RetentionQueryResult:
        """How many who did *born_event* did *return_event* in the weeks after, over the last 30 days' cohorts.

        *options* (see ``RetentionQuery``) say otherwise.

        ``ws.query_retention("Signup", "Login", retention_unit="day", bucket_sizes=[1, 7, 30])``
        """
        return drive(self._core.query_retention(born_event, return_event, **options))

    def build_retention_params(
        self, born_event: Born | RetentionQuery, return_event: Event | None = None, **options: Unpack[RetentionOptions]
    ) -> dict[str, Any]:
        """The report's params that ``query_retention`` would send, as JSON; nothing is sent."""
        return self._core.build_retention_params(born_event, return_event, **options)

    def run_retention_params(
        self, params: Mapping[str, Any], *, limit: int | None = None, workspace_id: int | None = None
    ) -> RetentionQueryResult:
        """What the retention report described by *params* shows; *limit* is how many segments."""
        return drive(self._core.run_retention_params(params, limit=limit, workspace_id=workspace_id))
