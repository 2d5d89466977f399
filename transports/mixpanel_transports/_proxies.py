"""Which proxy this machine's environment wants for an address."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

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


def _environment_proxy(origin: Origin, environ: Mapping[str, str] = os.environ) -> str | None:
    if not _may_be_any(environ):
        return None
    # A client of its own comes with it.
    from urllib.request import getproxies, proxy_bypass

    if proxy_bypass(origin.host):
        return None
    proxies = getproxies()
    return proxies.get(origin.scheme) or proxies.get("all")


def _may_be_any(environ: Mapping[str, str]) -> bool:
    """Whether to look closely: Windows and macOS have settings elsewhere, too."""
    return sys.platform in ("darwin", "win32") or any(name.lower().endswith("_proxy") for name in environ)
