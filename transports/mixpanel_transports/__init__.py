"""The seam between operations and the network: requests, replies, transports, and layers around them.

Names load with their first use: importing this package loads no HTTP library, event loop or retry library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mixpanel_transports.aiohttp_transport import AiohttpTransport as AiohttpTransport
    from mixpanel_transports.anyio_runtime import AnyioRuntime as AnyioRuntime
    from mixpanel_transports.auth import Auth as Auth
    from mixpanel_transports.auth import Credential as Credential
    from mixpanel_transports.blocking_runtime import BlockingRuntime as BlockingRuntime
    from mixpanel_transports.body import Chunks as Chunks
    from mixpanel_transports.errors import APIError as APIError
    from mixpanel_transports.errors import ClosedError as ClosedError
    from mixpanel_transports.errors import ConnectionFailed as ConnectionFailed
    from mixpanel_transports.errors import DeadlineExceeded as DeadlineExceeded
    from mixpanel_transports.errors import MixpanelError as MixpanelError
    from mixpanel_transports.errors import RateLimitError as RateLimitError
    from mixpanel_transports.errors import TransportError as TransportError
    from mixpanel_transports.fake import Fake as Fake
    from mixpanel_transports.fake import chunked as chunked
    from mixpanel_transports.fake import json_reply as json_reply
    from mixpanel_transports.fake import text_reply as text_reply
    from mixpanel_transports.httpx_async import HttpxTransport as HttpxTransport
    from mixpanel_transports.httpx_blocking import BlockingHttpxTransport as BlockingHttpxTransport
    from mixpanel_transports.layering import standard as standard
    from mixpanel_transports.message import Reply as Reply
    from mixpanel_transports.message import Request as Request
    from mixpanel_transports.portal import Portal as Portal
    from mixpanel_transports.quota import MIXPANEL_LIMITS as MIXPANEL_LIMITS
    from mixpanel_transports.quota import Limits as Limits
    from mixpanel_transports.quota import Quota as Quota
    from mixpanel_transports.retry import Retry as Retry
    from mixpanel_transports.runtime import Runtime as Runtime
    from mixpanel_transports.throttle import Throttle as Throttle
    from mixpanel_transports.trace import Trace as Trace
    from mixpanel_transports.trace import TraceEvent as TraceEvent
    from mixpanel_transports.transport import Layer as Layer
    from mixpanel_transports.transport import Transport as Transport
    from mixpanel_transports.transport import stack as stack

_HOMES = {
    "APIError": "errors",
    "AiohttpTransport": "aiohttp_transport",
    "AnyioRuntime": "anyio_runtime",
    "Auth": "auth",
    "BlockingHttpxTransport": "httpx_blocking",
    "BlockingRuntime": "blocking_runtime",
    "Chunks": "body",
    "ClosedError": "errors",
    "ConnectionFailed": "errors",
    "Credential": "auth",
    "DeadlineExceeded": "errors",
    "Fake": "fake",
    "HttpxTransport": "httpx_async",
    "Layer": "transport",
    "Limits": "quota",
    "MIXPANEL_LIMITS": "quota",
    "MixpanelError": "errors",
    "Portal": "portal",
    "Quota": "quota",
    "RateLimitError": "errors",
    "Reply": "message",
    "Request": "message",
    "Retry": "retry",
    "Runtime": "runtime",
    "Throttle": "throttle",
    "Trace": "trace",
    "TraceEvent": "trace",
    "Transport": "transport",
    "TransportError": "errors",
    "chunked": "fake",
    "json_reply": "fake",
    "stack": "transport",
    "standard": "layering",
    "text_reply": "fake",
}

__all__ = sorted(_HOMES)  # pyright: ignore[reportUnsupportedDunderAll] - the imports above say it statically


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
