"""How a Request is written for an HTTP library, and what such a library's headers are to us."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import SplitResult, urlsplit

from attrs import frozen

from mixpanel_transports._coding import ACCEPTED
from mixpanel_transports._failures import malformed
from mixpanel_transports.message import Request

USER_AGENT = "mixpanel-async"
LONGEST_CONNECT = 30.0
"""Seconds to wait for a connection before it counts as failed, however long the deadline is."""


@frozen
class Origin:
    """Where connections lead."""

    scheme: str
    host: str
    port: int


def wire_headers(request: Request) -> dict[str, str]:
    """The request's headers, and those that every request needs."""
    headers = {"user-agent": USER_AGENT}
    if not request.stream:
        headers["accept-encoding"] = ACCEPTED
    if request.body or request.method in ("POST", "PUT", "PATCH"):
        headers["content-length"] = str(len(request.body))
    return {**headers, **request.headers}


def lower(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Reply headers with lower-case names; a repeated one is joined by commas."""
    merged: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        merged[name] = f"{merged[name]}, {value}" if name in merged else value
    return merged


def framed(headers: Mapping[str, str]) -> bool:
    """Whether a body's end is told, by its length or by a last chunk."""
    return "content-length" in headers or "transfer-encoding" in headers


def split(request: Request) -> tuple[Origin, SplitResult]:
    """Where *request* goes, and its URL in parts; anything but an absolute http(s) URL is a ``TransportError``."""
    try:
        url = urlsplit(request.url)
        port = url.port or {"http": 80, "https": 443}[url.scheme]
        request.url.encode("ascii")
    except (KeyError, ValueError):
        raise malformed(request) from None
    if not url.hostname:
        raise malformed(request)
    return Origin(url.scheme, url.hostname, port), url
