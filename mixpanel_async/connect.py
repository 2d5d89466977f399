"""How a Workspace gets its line: session from arguments and environment, transport by what is asked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from mixpanel_transports.runtime import Runtime
from mixpanel_transports.transport import Layer, Transport, stack

from mixpanel_async.auth.accounts import ServiceAccount
from mixpanel_async.auth.resolve import SessionOptions, resolve
from mixpanel_async.connection import Connection
from mixpanel_async.errors import ConfigError
from mixpanel_async.session import Session

if TYPE_CHECKING:
    from mixpanel_transports.quota import Quota
    from mixpanel_transports.retry import Retry
    from mixpanel_transports.trace import Hook

# What a transport of the caller's own is told when nobody named an account: it checks nothing.
_NOBODY = ServiceAccount("nobody", "nothing")


class ConnectOptions(SessionOptions, total=False):
    """What ``Workspace`` takes: an account and a project (else the environment's), and how to reach them."""

    session: Session
    transport: Transport
    runtime: Runtime
    timeout: float
    retry: Retry
    quota: Quota
    hooks: Sequence[Hook]


def connect(**options: Unpack[ConnectOptions]) -> Connection:
    """A connection as *options* describe it; nothing is sent yet."""
    runtime = options.get("runtime") or _anyio()
    own = options.get("transport")
    session = options.get("session") or _session(options, offline=own is not None)
    leaf = own or _http(runtime)
    layers = _layers(options, session, runtime, metered=own is None and session.base_url is None)
    return Connection(session, stack(leaf, *layers), runtime, timeout=options.get("timeout"))


def connect_local(path: str | Path, *, runtime: Runtime | None = None) -> Connection:
    """A connection to the embedded Mixpanel over the events stored under *path*."""
    try:
        from mixpanel_local import LocalTransport
    except ImportError as lacking:
        raise ConfigError(f"the embedded Mixpanel needs {lacking.name}: pip install 'mixpanel-async[local]'") from lacking
    runtime = runtime or _anyio()
    session = Session(account=_NOBODY, project_id="1")
    return Connection(session, LocalTransport(path, runtime=runtime), runtime)


def _session(options: ConnectOptions, *, offline: bool) -> Session:
    """The session of arguments and environment; beside a transport of one's own, credentials may be missing."""
    named = SessionOptions(**{key: options[key] for key in SessionOptions.__annotations__ if key in options})  # type: ignore[typeddict-item, literal-required, misc]
    if not offline:
        return resolve(named, os.environ)
    stand_ins: SessionOptions = {"account": _NOBODY, "project_id": "1", "region": "us"}
    if {"username", "secret", "token"} & named.keys():
        del stand_ins["account"]
    return resolve(stand_ins | named, {})


def _anyio() -> Runtime:
    from mixpanel_transports.anyio_runtime import AnyioRuntime

    return AnyioRuntime()


def _http(runtime: Runtime) -> Transport:
    """The HTTP client for a runtime; imported when the first Workspace is made, not before."""
    if runtime.blocking:
        from mixpanel_transports.httpx_blocking import BlockingHttpxTransport

        return BlockingHttpxTransport()
    from mixpanel_transports.httpx_async import HttpxTransport

    return HttpxTransport()


def _layers(options: ConnectOptions, session: Session, runtime: Runtime, *, metered: bool) -> Sequence[Layer]:
    """Auth, throttle, retry, trace, from the inside out.

    Mixpanel's limits are kept where Mixpanel is asked: not against another *base_url*, nor a transport of the
    caller's own, unless a quota is given.
    """
    from mixpanel_transports.auth import Auth
    from mixpanel_transports.quota import MIXPANEL_LIMITS, Quota
    from mixpanel_transports.retry import Retry
    from mixpanel_transports.throttle import Throttle
    from mixpanel_transports.trace import Trace

    quota = options.get("quota") or (Quota(MIXPANEL_LIMITS) if metered else None)
    return (
        Auth(session.account),
        *((Throttle(quota=quota, runtime=runtime),) if quota else ()),
        options.get("retry") or Retry(runtime=runtime),
        Trace(*options.get("hooks", ())),
    )
