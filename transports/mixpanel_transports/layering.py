"""The order in which layers belong."""

from __future__ import annotations

from collections.abc import Iterable

from mixpanel_transports.auth import Auth, Credential
from mixpanel_transports.quota import Quota
from mixpanel_transports.retry import Retry
from mixpanel_transports.runtime import Runtime
from mixpanel_transports.throttle import Throttle
from mixpanel_transports.trace import Hook, Trace
from mixpanel_transports.transport import Layer, Transport, stack


def standard(
    leaf: Transport,
    *,
    credential: Credential | None = None,
    runtime: Runtime,
    quota: Quota | None = None,
    retry: Retry | None = None,
    hooks: Iterable[Hook] = (),
) -> Transport:
    """*leaf* in the usual layers, from the innermost out: auth, throttle, retry, trace; what is not given is left out.

    Auth is inside retry, so that each attempt is signed anew and a refreshed token serves the next one; it is inside
    throttle, so that a signature does not age in a queue. Throttle is inside retry, because the server counts
    attempts. Trace is outermost: it sees what the caller sees. *retry* defaults to ``Retry(runtime=runtime)``.
    """
    layers: list[Layer] = []
    if credential is not None:
        layers.append(Auth(credential))
    if quota is not None:
        layers.append(Throttle(quota=quota, runtime=runtime))
    layers.append(retry or Retry(runtime=runtime))
    traces = tuple(hooks)
    if traces:
        layers.append(Trace(*traces))
    return stack(leaf, *layers)
