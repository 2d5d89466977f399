"""The layer that signs requests."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from typing import Protocol

from attrs import evolve, field, frozen

from mixpanel_transports.message import Reply, Request
from mixpanel_transports.transport import Layer


class Credential(Protocol):
    """Whatever can sign a request: a service account, an OAuth session that refreshes itself."""

    async def authorization(self) -> str:
        """The value of the ``authorization`` header, valid now."""
        ...


SHORTEST_SECRET = 4
"""Characters; a shorter one cannot be told from the words around it."""


def proofs(header: str) -> Iterator[str]:
    """What is secret in the value of an ``authorization`` header: what follows its first word, and in it a password."""
    scheme, _, proof = header.partition(" ")
    yield proof.rstrip("=")
    if scheme == "Basic":
        with suppress(ValueError):
            yield b64decode(proof).decode().partition(":")[2]


@frozen
class Auth(Layer):
    """Sets ``authorization`` to what *credential* says at each attempt, so that a refreshed token is used at once.

    An ``anonymous`` request is passed on as it is.
    """

    credential: Credential = field(repr=lambda credential: type(credential).__name__)

    async def send(self, request: Request) -> Reply:
        """Sign and pass on."""
        if request.anonymous:
            return await self.inner.send(request)
        signed = {**request.headers, "authorization": await self.credential.authorization()}
        return await self.inner.send(evolve(request, headers=signed))
