"""Files put at addresses that Mixpanel has signed: storage elsewhere, which learns nothing of account and client."""

from __future__ import annotations

from urllib.parse import urlsplit

from mixpanel_async.codec import TEXT_LIMIT
from mixpanel_async.connection import Connection
from mixpanel_async.errors import APIError, ResponseValidationError, api_error
from mixpanel_transports.message import Reply, Request

DEADLINE = 503.0
"""Seconds; a file may have 100 MB."""


async def put_signed(connection: Connection, url: str, content: bytes, content_type: str) -> None:
    """Put *content* at *url*, over TLS where Mixpanel is reached so; what is put twice is there once."""
    if not _may_lead_to(url, urlsplit(connection.session.url("app", "")).scheme):
        raise ResponseValidationError(
            f"the server gave {_without_signature(url)!r} to put a file at, which is no https address; nothing was put "
            "there: look for a proxy in between, or report it"
        )
    request = Request(
        method="PUT",
        url=url,
        headers={"content-type": content_type},
        body=content,
        deadline=DEADLINE,
        family="storage",
        template="(signed address)",
        anonymous=True,
    )
    reply = await connection.exchange(request)
    if not 200 <= reply.status < 300:
        raise _refusal(request, reply)


def _may_lead_to(url: str, scheme: str) -> bool:
    """Whether *url* is an address by TLS, or by the *scheme* of Mixpanel's own, and nothing else is in it."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("https", scheme) and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def _refusal(request: Request, reply: Reply) -> APIError:
    said, place = reply.body.decode("utf-8", "replace")[:TEXT_LIMIT].strip(), _without_signature(request.url)
    return api_error(reply.status)(
        f"{request.method} {place} was refused with HTTP {reply.status}: {said or 'no reason given'}; "
        "begin again with a new address, a signed one is good for a short time and one file",
        status_code=reply.status,
        response_body=said,
        request_method=request.method,
        request_url=place,
        code="UPLOAD_ERROR",
    )


def _without_signature(url: str) -> str:
    """The address without what proves something: credentials before the host, a signature behind the path."""
    place, _, rest = url.partition("?")[0].partition("://")
    return f"{place}://{rest.rpartition('@')[2]}" if rest else place.rpartition("@")[2]
