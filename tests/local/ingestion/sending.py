"""Calls as tracking SDKs make them."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from mixpanel_transports.message import Request
from tests.local.asking import NOW, Asking, get

API = "https://api.mixpanel.com"
SECONDS = round(NOW.timestamp())


def happened(name: str = "Buy", user: str | None = "u1", **properties: Any) -> dict[str, Any]:
    """An event that is whole, just happened, and has an id of its own."""
    core = {"token": "t", "time": SECONDS - 60, "$insert_id": f"id-{name}-{user}"}
    own = {} if user is None else {"distinct_id": user}
    return {"event": name, "properties": {**core, **own, **properties}}


def sent(path: str, value: Any, **arguments: Any) -> Request:
    """A body of JSON."""
    headers = {"content-type": "application/json"}
    return Request("POST", f"{API}{path}?{urlencode(arguments)}", headers, json.dumps(value).encode())


def packed(path: str, lines: Sequence[Mapping[str, Any]], **arguments: Any) -> Request:
    """Lines of JSON, as gzip."""
    content = gzip.compress("".join(f"{json.dumps(line)}\n" for line in lines).encode())
    headers = {"content-type": "application/x-ndjson", "content-encoding": "gzip"}
    return Request("POST", f"{API}{path}?{urlencode(arguments)}", headers, content)


def form(path: str, value: Any, **more: Any) -> Request:
    """JSON in a form, as the Python SDK sends it."""
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return Request("POST", f"{API}{path}", headers, urlencode({"data": json.dumps(value), **more}).encode())


def encoded(path: str, value: Any, **arguments: Any) -> Request:
    """JSON in base64 in a query, as a pixel sends it."""
    data = base64.b64encode(json.dumps(value).encode()).decode()
    return Request("GET", f"{API}{path}?{urlencode({'data': data, **arguments})}")


def exported(asking: Asking, first: str = "2026-01-01", last: str = "2026-02-01") -> list[dict[str, Any]]:
    """What an export has then."""
    reply = asking.send(get("/api/2.0/export", from_date=first, to_date=last))
    return [json.loads(line) for line in reply.body.splitlines()]
