"""What a server does beside answering."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

from attrs import field, frozen

from mixpanel_local.errors import ServingError
from mixpanel_local.serving.access import Access
from mixpanel_local.serving.faults import Fault, Faults
from mixpanel_local.serving.pages import Pages
from mixpanel_local.serving.rationing import Rationing
from mixpanel_transports.runtime import Runtime
from mixpanel_transports.transport import Transport, stack

_NO_QUOTA: Final = "none"
_QUOTAS: Final = (_NO_QUOTA, "real")


def _faults(texts: Iterable[str | Fault]) -> tuple[Fault, ...]:
    return tuple(Fault.parse(text) if isinstance(text, str) else text for text in texts)


def _is_quota(_: object, __: object, value: object) -> None:
    if value not in _QUOTAS:
        raise ServingError(f"the quota {value!r} is none of {', '.join(_QUOTAS)}")


@frozen(kw_only=True)
class Serving:
    """Who may ask (whoever knows *token*, all where there is none), how often, and what goes wrong.

    *quota* ``real`` answers 429 as Mixpanel does: 60 questions an hour, 5 at once. *faults* are written
    ``503:0.1``, ``truncate:0.1``, ``latency=2.5:0.1``; *seed* decides which calls they strike. *assume* is as for
    ``LocalTransport``.
    """

    token: str | None = field(default=None, repr=False)
    quota: Literal["none", "real"] = field(default="none", validator=_is_quota)
    faults: tuple[Fault, ...] = field(default=(), converter=_faults)
    seed: int | None = None
    assume: Mapping[str, Any] = field(factory=dict)

    def around(self, leaf: Transport, runtime: Runtime) -> Transport:
        """*leaf* in all of that. Who may not ask is not counted, and nothing goes wrong for those who ask too often."""
        transport = stack(leaf, Faults(faults=self.faults, runtime=runtime, seed=self.seed))
        if self.quota != _NO_QUOTA:
            transport = stack(transport, Rationing(runtime=runtime))
        if self.token is not None:
            transport = stack(transport, Access(token=self.token))
        return stack(transport, Pages())

    def check(self, host: str) -> None:
        """Refuse to let other machines in without a token."""
        if self.token is None and not _is_loopback(host):
            raise ServingError(f"{host} can be reached from other machines; give a token, or serve on 127.0.0.1")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
