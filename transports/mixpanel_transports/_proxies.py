"""Which proxy this machine's environment wants for an address."""

from __future__ import annotations

from urllib.request import getproxies, proxy_bypass

from attrs import field, frozen

from mixpanel_transports._wire import Origin


@frozen
class Proxies:
    """Proxies by origin, looked up once each; none at all unless *trusted*."""

    trusted: bool
    _known: dict[Origin, str | None] = field(factory=dict, init=False, repr=False)

    def find(self, origin: Origin) -> str | None:
        """The URL of the proxy for *origin*, credentials included, or None to connect straight."""
        if origin not in self._known:
            self._known[origin] = _environment_proxy(origin) if self.trusted else None
        return self._known[origin]


def _environment_proxy(origin: Origin) -> str | None:
    if proxy_bypass(origin.host):
        return None
    proxies = getproxies()
    return proxies.get(origin.scheme) or proxies.get("all")
