"""What crosses the seam: one request, one reply, as plain values."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Mapping
from types import MappingProxyType

from attrs import field, frozen

NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie"})
_SECRETS = re.compile(r"(?<=[?&])(token|[\w-]*(?:signature|sig|credential))=[^&#]+", re.IGNORECASE)


def _show_headers(headers: Mapping[str, str]) -> str:
    return repr({name: "***" if name in _SECRET_HEADERS else value for name, value in headers.items()})


def _show_url(url: str) -> str:
    return repr(_SECRETS.sub(r"\1=***", url))


def _show_body(body: bytes) -> str:
    return f"<{len(body)} bytes>"


@frozen
class Request:
    """One HTTP exchange to be made.

    *url* is absolute and carries its query string; header names are lower case. *deadline* is how many seconds the
    whole of ``send`` may take, waits and further attempts included. The server of a *stream* may say nothing for
    *silence* seconds, before the reply's head and then between two chunks; as long as the deadline, unless said.
    *family* names the API whose limits apply, *template* the path without its arguments (for traces), *safe* says that
    sending it twice does no harm, *anonymous* that it leads away from Mixpanel and must carry no credentials. *bulk*
    marks one of very many requests of a long job: it leaves the last calls of an hour to others, and the job, not a
    layer, tries it again.
    """

    method: str
    url: str = field(repr=_show_url)
    headers: Mapping[str, str] = field(default=NO_HEADERS, repr=_show_headers)
    body: bytes = field(default=b"", repr=_show_body)
    deadline: float = 503.0
    silence: float | None = None
    stream: bool = False
    family: str = "query"
    template: str = ""
    safe: bool = True
    anonymous: bool = False
    bulk: bool = False
    attempt: int = 1

    @property
    def longest_silence(self) -> float:
        """Seconds without a byte after which a stream counts as broken."""
        return self.deadline if self.silence is None else min(self.silence, self.deadline)


@frozen(eq=False)
class Reply:
    """The server's answer; header names are lower case.

    A plain reply holds its whole *body*, content coding undone. The reply to a ``stream`` request has *chunks*
    instead: the body's raw bytes as they arrive, content coding **not** undone. Whoever takes the chunks ends with
    ``aclose``, which gives the connection back. A body that is not *framed* ended with its connection: neither its
    length nor a last chunk says that it is whole.
    """

    status: int
    headers: Mapping[str, str] = field(default=NO_HEADERS, repr=_show_headers)
    body: bytes = field(default=b"", repr=_show_body)
    chunks: AsyncGenerator[bytes, None] | None = field(default=None, repr=False)
    framed: bool = True
    attempt: int = 1

    async def read(self) -> bytes:
        """The whole body, also of a streamed reply."""
        if self.chunks is None:
            return self.body
        try:
            return b"".join([chunk async for chunk in self.chunks])
        finally:
            await self.aclose()

    async def aclose(self) -> None:
        """Give the connection back; bytes not yet read are lost."""
        if self.chunks is not None:
            await self.chunks.aclose()
