"""The seam: what can carry a request, and how layers are put around it."""

from __future__ import annotations

from functools import reduce
from typing import Protocol, Self

from attrs import evolve, field, frozen

from mixpanel_transports.message import Reply, Request


class Transport(Protocol):
    """Carries requests. An HTTP client, a test double, the embedded Mixpanel, or a layer around one of them."""

    async def send(self, request: Request) -> Reply:
        """Make the exchange; a reply of any status is a result, only a failed exchange raises ``TransportError``."""
        ...

    async def aclose(self) -> None:
        """Release what is held; further sends are refused."""
        ...


@frozen
class Nowhere:
    """The inner transport of a layer that was not stacked yet."""

    async def send(self, request: Request) -> Reply:
        """Refuse: there is nothing to send through."""
        raise RuntimeError(f"{request.method}: this layer wraps nothing; put it on a transport with stack(leaf, layer)")

    async def aclose(self) -> None:
        """Nothing to release."""


@frozen(kw_only=True)
class Layer:
    """A transport that does one thing around another: override ``send``."""

    inner: Transport = field(factory=Nowhere, repr=False)

    def over(self, inner: Transport) -> Self:
        """The same layer around *inner*."""
        return evolve(self, inner=inner)

    async def send(self, request: Request) -> Reply:
        """Pass the request on."""
        return await self.inner.send(request)

    async def aclose(self) -> None:
        """Close what lies inside."""
        await self.inner.aclose()


def stack(leaf: Transport, *layers: Layer) -> Transport:
    """Put *layers* around *leaf*, the innermost first: ``stack(http, auth, throttle, retry, trace)``."""

    def wrap(inner: Transport, layer: Layer) -> Transport:
        return layer.over(inner)

    return reduce(wrap, layers, leaf)
