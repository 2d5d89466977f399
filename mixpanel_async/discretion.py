"""What requests are signed with is taken out of what the server says, before an error can repeat it."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

from attrs import evolve

from mixpanel_async.call import Call
from mixpanel_transports.auth import SHORTEST_SECRET, Credential, proofs
from mixpanel_transports.message import Reply

MASK = "***"
REMEMBERED = 8
"""How many of the credentials used last are known: a token may be a new one by the time an answer comes."""


class Discretion:
    """An account whose credentials are remembered as they are used."""

    def __init__(self, account: Credential) -> None:
        self._account = account
        self._used: deque[str] = deque(maxlen=REMEMBERED)

    async def authorization(self) -> str:
        """The value of the header, from the account."""
        value = await self._account.authorization()
        if value not in self._used:
            self._used.append(value)
        return value

    def about(self, reply: Reply, call: Call[Any] | None = None) -> Reply:
        """*reply* without what was used, nor the secrets that *call* tells; the same one if it repeats none of them."""
        secrets = [secret for header in self._used for secret in proofs(header)]
        forms = {form for secret in [*secrets, *_told(call)] for form in _forms(secret)}
        found = [form for form in forms if form in reply.body]
        return evolve(reply, body=_masked(reply.body, found)) if found else reply


def _told(call: Call[Any] | None) -> Iterator[str]:
    """The secrets in a call's query and body."""
    if call is None:
        return
    for said in (call.query, call.form, call.json):
        if isinstance(said, Mapping):
            yield from (str(said[name]) for name in call.secrets & said.keys() if said[name])


def _forms(secret: str) -> Iterable[bytes]:
    """How the *secret* may be written: as it is, in an address, in JSON, in JSON inside a text of JSON."""
    if len(secret) < SHORTEST_SECRET:
        return ()
    texts = {secret, quote(secret, safe=""), quote_plus(secret)}
    for _ in range(2):
        texts |= {json.dumps(text, ensure_ascii=escaped)[1:-1] for text in texts for escaped in (True, False)}
        texts |= {text.replace("/", r"\/") for text in texts}
    return {text.encode() for text in texts}


def _masked(body: bytes, forms: Iterable[bytes]) -> bytes:
    for form in sorted(forms, key=len, reverse=True):
        body = body.replace(form, MASK.encode())
    return body
