"""The golden corpus: what a peer was seen to do, case by case, asked of both our faces.

``cases/*.jsonl`` are data. A case takes part when every name in its expression is public here, so coverage grows as
names are added. ``deviations.toml`` lists the cases that record a defect, where we differ on purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import mixpanel_async
import mixpanel_sync
from mixpanel_transports.fake import Fake
from mixpanel_transports.message import Reply, Request
from tests.virtual import VirtualBlockingRuntime, VirtualRuntime

Respond = Callable[[str, str, Mapping[str, str], bytes], tuple[int, Mapping[str, str], bytes]]

FACES = {"async": mixpanel_async, "sync": mixpanel_sync}
SESSION: dict[str, Any] = {
    "username": "user",
    "secret": "secret",
    "project_id": "12345",
    "workspace_id": 77,
    "region": "us",
}

# Expressions see what is loaded, and lazy names are loaded when asked for.
for face in FACES.values():
    for name in face.__all__:
        getattr(face, name)


def make(respond: Respond | None) -> mixpanel_sync.Workspace:
    """A blocking Workspace whose requests *respond* answers, and whose waits take no time."""
    return mixpanel_sync.Workspace(transport=_transport(respond), runtime=VirtualBlockingRuntime(), **SESSION)


def make_async(respond: Respond | None) -> mixpanel_async.Workspace:
    """An async Workspace whose requests *respond* answers, and whose waits take no time."""
    return mixpanel_async.Workspace(transport=_transport(respond), runtime=VirtualRuntime(), **SESSION)


def _transport(respond: Respond | None) -> Fake:
    if respond is None:
        return Fake()

    def answer(request: Request) -> Reply:
        status, headers, body = respond(request.method, request.url, request.headers, request.body)
        return Reply(status, {name.lower(): value for name, value in headers.items()}, body)

    return Fake(answer)
