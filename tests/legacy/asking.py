"""What all tests of the older reports ask alike."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from mixpanel_transports.fake import json_reply
from mixpanel_transports.message import Request
from tests.faces import both, raised

DAYS: Any = {"from_date": "2026-01-01", "to_date": "2026-01-07"}
STAMPED = {"project_id", "query_origin"}


def answered(ask: Any, reply: Any) -> Any:
    """The result of *ask* on every face, where the server answers *reply*."""
    result, _ = both(ask, json_reply(reply))
    if isinstance(result, Exception):
        raise result
    return result


def asked(ask: Any, reply: Any) -> tuple[str, dict[str, str]]:
    """The path *ask* goes to and its query, without what every query carries."""
    _, (request,) = both(ask, json_reply(reply))
    return _sent(request)


def refused(ask: Any) -> Exception:
    """The error *ask* ends with before anything is sent."""
    error, requests = raised(ask)
    assert requests == []
    return error


def _sent(request: Request) -> tuple[str, dict[str, str]]:
    parts = urlsplit(request.url)
    query = {name: value for name, value in parse_qsl(parts.query) if name not in STAMPED}
    return parts.path.removeprefix("/api/query"), query
