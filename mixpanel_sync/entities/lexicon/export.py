# Generated from mixpanel_async.entities.lexicon.export by mixpanel_sync._generate: edit that module, not this one.
"""The Lexicon as a whole, as Mixpanel exports it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities.lexicon import export as core


class LexiconExports(Face):
    """The Lexicon as a whole."""

    _core: core.LexiconExports

    def export_lexicon(self, *, export_types: Sequence[str] | None = None) -> dict[str, Any]:
        """What Mixpanel answers to a request for an export of the Lexicon, as it is sent; undocumented.

        Where it has only taken the request, that is ``{"status": "pending", "message": ...}``. Types are ``All Events
        and Properties`` and ``All User Profile Properties``; both where nothing is said.

        ``(ws.export_lexicon()).get("status")``
        """
        return drive(self._core.export_lexicon(export_types=export_types))
