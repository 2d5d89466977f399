"""What a request says, as plain values that compare."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from mixpanel_transports.message import Request

Said = dict[str, Any]


def said(request: Request) -> Said:
    """Everything of *request* that the contract may speak of."""
    address, headers = urlsplit(request.url), request.headers
    kind = headers.get("content-type", "absent")
    return {
        "method": request.method,
        "host": f"{address.scheme}://{address.netloc}",
        "path": [unquote(part) for part in address.path.split("/")],
        "query": query_of(address.query),
        "authorization": headers.get("authorization", "absent").partition(" ")[0],
        "content-type": kind,
        "accept-encoding": headers.get("accept-encoding", "absent"),
        "user-agent": headers.get("user-agent", "absent").partition("/")[0],
        "body": _body(request.body.decode(), kind),
    }


def query_of(raw: str) -> dict[str, Any]:
    """Key to value, or to its values where a key is repeated."""
    pairs = parse_qsl(raw, keep_blank_values=True, strict_parsing=bool(raw))
    values: dict[str, list[str]] = {}
    for key, value in pairs:
        values.setdefault(key, []).append(value)
    return {key: found[0] if len(found) == 1 else found for key, found in values.items()}


def _body(text: str, kind: str) -> Any:
    if kind == "application/json":
        return json.loads(text)
    return query_of(text) if kind == "application/x-www-form-urlencoded" else text
