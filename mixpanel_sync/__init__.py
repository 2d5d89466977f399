# Generated from mixpanel_async by mixpanel_sync._generate: edit that module, not this one.
"""``mixpanel_async`` for code that blocks: the same names, no event loop."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import mixpanel_async
from mixpanel_async import __version__ as __version__

if TYPE_CHECKING:
    from mixpanel_async.auth.accounts import BearerToken, ServiceAccount
    from mixpanel_async.discovery.top_event import TopEvent
    from mixpanel_async.errors import (
        APIError,
        AuthenticationError,
        BookmarkValidationError,
        ClosedError,
        ConfigError,
        ConnectionFailed,
        DeadlineExceeded,
        EventNotFoundError,
        ExportError,
        MixpanelError,
        ParamTypeError,
        ParamValidationError,
        QueryError,
        RateLimitError,
        ResponseValidationError,
        ServerError,
        TransportError,
        ValidationError,
    )
    from mixpanel_async.session import Session
    from mixpanel_sync.export.stream import EventStream
    from mixpanel_sync.paging import Stream
    from mixpanel_sync.workspace import Workspace
__all__ = [
    "APIError",
    "AuthenticationError",
    "BearerToken",
    "BookmarkValidationError",
    "ClosedError",
    "ConfigError",
    "ConnectionFailed",
    "DeadlineExceeded",
    "EventNotFoundError",
    "EventStream",
    "ExportError",
    "MixpanelError",
    "ParamTypeError",
    "ParamValidationError",
    "QueryError",
    "RateLimitError",
    "ResponseValidationError",
    "ServerError",
    "ServiceAccount",
    "Session",
    "Stream",
    "TopEvent",
    "TransportError",
    "ValidationError",
    "Workspace",
]
# Where the names that block live; all others are the core's own.
_FACES = {
    "EventStream": "mixpanel_sync.export.stream",
    "Stream": "mixpanel_sync.paging",
    "Workspace": "mixpanel_sync.workspace",
}
if not TYPE_CHECKING:

    def __getattr__(name):
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        home = import_module(_FACES[name]) if name in _FACES else mixpanel_async
        globals()[name] = value = getattr(home, name)
        return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
