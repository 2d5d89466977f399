"""Where a short link leads. The site is asked, in the Workspace's own region, and where it points to is only read."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from mixpanel_async.call import Call
from mixpanel_async.codec import encode, refuse
from mixpanel_async.connection import Connection
from mixpanel_async.errors import (
    AuthenticationError,
    ReportLinkNotFoundError,
    ReportLinkParseError,
    ShortLinkResolutionError,
)
from mixpanel_async.report_links.links import Link, parsed
from mixpanel_async.session import SITES
from mixpanel_transports.message import Reply

_LOGINS = tuple(f"{site}/login" for site in SITES.values())
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SCRIPT = re.compile(rb"""window\.location\.href\s*=\s*(["'])(.*?)\1""")
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))")


async def expanded(connection: Connection, link: Link) -> Link:
    """The link that a short one stands for, one step on."""
    call = Call(family="web", path="/s/{code}", args={"code": link.code or ""}, read=lambda _: None)
    request = encode(call, connection.session, deadline=None)
    reply = await connection.exchange(request)
    if reply.status in (401, 403, 429) or reply.status >= 500:
        refuse(call, request, reply, connection.wall_clock)
    site = SITES[connection.session.region]
    return _leading_to(link, urljoin(f"{site}/s/", _place(link, reply)), reply)


def _place(link: Link, reply: Reply) -> str:
    """Where the site points to: by a redirect, or by a page that does the same."""
    details = {"link": link.text, "status_code": reply.status}
    if reply.status == 404:
        message = f"there is no short link {link.text!r}; it may be of another region, or gone"
        raise ReportLinkNotFoundError(message, "SHORT_LINK_NOT_FOUND", details)
    if reply.status in _REDIRECTS:
        if place := reply.headers.get("location"):
            return place
        message = f"the site redirects {link.text!r}, and does not say where to; open it in a browser"
        raise ShortLinkResolutionError(message, "SHORT_LINK_NO_LOCATION", details)
    if reply.status == 200 and (found := _SCRIPT.search(reply.body)):
        return _ESCAPED.sub(_character, found[2].decode("utf-8", "replace"))
    message = f"the site answers {link.text!r} with HTTP {reply.status} and no address; open it in a browser"
    raise ShortLinkResolutionError(message, "SHORT_LINK_UNEXPECTED_RESPONSE", details)


def _character(escaped: re.Match[str]) -> str:
    number = escaped[1] or escaped[2]
    return chr(int(number, 16)) if number else escaped[3]


def _leading_to(link: Link, place: str, reply: Reply) -> Link:
    try:
        target = parsed(place)
    except ReportLinkParseError as problem:
        if place.startswith(_LOGINS):
            message = f"the site wants a login for {link.text!r}; open it in a browser and give the address it leads to"
            raise AuthenticationError(message, reply.status) from problem
        message = f"{link.text!r} leads to no report: {problem.message}"
        raise ShortLinkResolutionError(message, details={"link": link.text, "place": place}) from problem
    if target.code:
        message = f"{link.text!r} leads to another short link, {place!r}; give that one"
        raise ShortLinkResolutionError(message, details={"link": link.text, "place": place})
    return target
