"""Lets in those who know the token."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import field, frozen

from mixpanel_local.errors import BadRequest
from mixpanel_local.routes.app.governance.lookup_files import UPLOADS
from mixpanel_local.routes.context import Call
from mixpanel_local.routes.ingestion.payload import as_record, records
from mixpanel_local.serving.pages import TRACKED
from mixpanel_transports.message import Reply, Request
from mixpanel_transports.transport import Layer


@frozen(kw_only=True)
class Access(Layer):
    """Answers 401 to whoever does not say *token*: as Bearer, as username, secret or both, or in what is tracked.

    Files of lookup tables are put and had at addresses that nobody can guess, without a token.
    """

    token: str = field(repr=False)

    async def send(self, request: Request) -> Reply:
        """Pass on what may be asked."""
        call = Call.of(request)
        if call.path.startswith(f"{UPLOADS}/") or self._knows(call):
            return await self.inner.send(request)
        return _refusal(call.path)

    def _knows(self, call: Call) -> bool:
        token = self.token.encode()
        return any(hmac.compare_digest(said.encode(errors="surrogatepass"), token) for said in _said(call))


def _said(call: Call) -> Iterator[str]:
    """The tokens a call says."""
    kind, _, value = call.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        yield value.strip()
    if kind.lower() == "basic":
        yield from _basic(value)
    if call.path in TRACKED:
        # SDKs say the token in what they send, and nowhere else.
        yield from _in_records(call)


def _basic(value: str) -> Iterator[str]:
    try:
        pair = base64.b64decode(value.strip(), validate=True).decode()
    except ValueError:
        return
    username, _, secret = pair.partition(":")
    yield from (pair, username, secret)


def _in_records(call: Call) -> Iterator[str]:
    """The token that all records of a call say."""
    try:
        tokens = {_token(as_record(record)) for record in records(call)}
    except BadRequest:
        return
    if len(tokens) == 1:
        yield tokens.pop()


def _token(record: Mapping[str, Any]) -> str:
    return str(record.get("$token") or as_record(record.get("properties")).get("token") or "")


def _refusal(path: str) -> Reply:
    body: dict[str, Any] = {"error": "Invalid credentials", "status": "error", "request": path}
    if path == "/import":
        body = {"code": 401, "error": "Invalid credentials", "status": "Unauthorized"}
    headers = {"content-type": "application/json", "www-authenticate": 'Basic realm="mixpanel"'}
    return Reply(401, headers, json.dumps(body).encode())
