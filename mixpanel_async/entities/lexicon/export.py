"""The Lexicon as a whole, as Mixpanel exports it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from mixpanel_async.answer import Answer
from mixpanel_async.arguments import names as checked_names
from mixpanel_async.call import Call, Operations
from mixpanel_async.entities._calls import app_call
from mixpanel_async.errors import ParamValidationError


class LexiconExports(Operations):
    """The Lexicon as a whole."""

    async def export_lexicon(self, *, export_types: Sequence[str] | None = None) -> dict[str, Any]:
        """What Mixpanel answers to a request for an export of the Lexicon, as it is sent; undocumented.

        Where it has only taken the request, that is ``{"status": "pending", "message": ...}``. Types are ``All Events
        and Properties`` and ``All User Profile Properties``; both where nothing is said.

        ``(await ws.export_lexicon()).get("status")``
        """
        return await self._call(_export(_EVERYTHING if export_types is None else export_types))


_EVERYTHING = ("All Events and Properties", "All User Profile Properties")


def _export(types: Sequence[str]) -> Call[dict[str, Any]]:
    if not types:
        raise ParamValidationError("export_types is empty; name one, or leave it out for all")
    query = {"export_type": json.dumps(checked_names(types, "export_types"))}
    return app_call("GET", "{scope}/data-definitions/export/", _exported, query=query)


def _exported(answer: Answer) -> dict[str, Any]:
    said = answer.results()
    return {"status": "pending", "message": said.value} if isinstance(said.value, str) else said.object()
