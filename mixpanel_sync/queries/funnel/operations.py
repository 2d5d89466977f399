# Generated from mixpanel_async.queries.funnel.operations by mixpanel_sync._generate: edit that module, not this one.
"""Asking funnel questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from mixpanel_async.queries.funnel.result import FunnelQueryResult
from mixpanel_async.queries.funnel.spec import FunnelOptions, FunnelQuery, Steps
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.queries.funnel import operations as core


class Funnels(Face):
    """How many users get from one event to the next."""

    _core: core.Funnels

    def query_funnel(self, steps: Steps | FunnelQuery, **options: Unpack[FunnelOptions]) -> FunnelQueryResult:
        """Conversion through *steps* within 14 days, in the last 30, unless *options* (see ``FunnelQuery``) differ.

        ``ws.query_funnel(["Signup", "Purchase"], conversion_window=7)``
        """
        return drive(self._core.query_funnel(steps, **options))

    def build_funnel_params(self, steps: Steps | FunnelQuery, **options: Unpack[FunnelOptions]) -> dict[str, Any]:
        """The report's params that ``query_funnel`` would send, as JSON; nothing is sent."""
        return self._core.build_funnel_params(steps, **options)

    def run_funnel_params(
        self, params: Mapping[str, Any], *, limit: int | None = None, workspace_id: int | None = None
    ) -> FunnelQueryResult:
        """What the funnel described by *params* shows; *limit* is how many segments, 3000 of at most 50,000."""
        return drive(self._core.run_funnel_params(params, limit=limit, workspace_id=workspace_id))
