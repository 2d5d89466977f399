# Generated from mixpanel_async.entities.flags.history by mixpanel_sync._generate: edit that module, not this one.
"""What has become of a feature flag."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mixpanel_async.entities.flags.history import FlagHistoryResponse
from mixpanel_sync._face import Face, wrap
from mixpanel_sync.paging import Stream
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities.flags import history as core


class FlagHistories(Face):
    """What has become of feature flags."""

    _core: core.FlagHistories

    def get_flag_history(
        self, flag_id: str, *, page: str | None = None, page_size: int | None = None
    ) -> FlagHistoryResponse:
        """A page of a flag's history: the first one, or the one named.

        ``(ws.get_flag_history(flag.id, page_size=50)).events``
        """
        return drive(self._core.get_flag_history(flag_id, page=page, page_size=page_size))

    def stream_flag_history(self, flag_id: str, *, page_size: int | None = None) -> Stream[Sequence[Any]]:
        """All of a flag's history, event by event; pages are asked for as they are needed.

        How Mixpanel names pages is undocumented: they are taken to be numbered from 1. Where the pages do not come to
        as many events as the history is said to have, it ends with a ``ResponseValidationError``.

        ``[event for event in ws.stream_flag_history(flag.id)]``
        """
        return wrap(Stream, self._core.stream_flag_history(flag_id, page_size=page_size))
