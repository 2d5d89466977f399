"""How a Workspace gets its line: session from arguments and environment, transport by what is asked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Unpack

from mixpanel_async.auth.accounts import ServiceAccount
from mixpanel_async.auth.resolve import SessionOptions, resolve
from mixpanel_async.connection import Connection
from mixpanel_async.discovery.cache import DEFAULT_TTL
from mixpanel_async.errors import ConfigError
from mixpanel_async.session import Session
from mixpanel_transports.layering import standard
from mixpanel_transports.quota import MIXPANEL_LIMITS, Quota
from mixpanel_transports.retry import Retry
from mixpanel_transports.runtime import Runtime
from mixpanel_transports.trace import Hook
from mixpanel_transports.transport import Transport

_INSTALL_LOCAL = "pip install 'mixpanel-async[local]'"

# What an offline transport is told when nobody named an account.
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
    strict: bool
    discovery_ttl: float


def connect(**options: Unpack[ConnectOptions]) -> Connection:
    """A connection as *options* describe it; nothing is sent yet.

    Mixpanel's limits are kept, and its deprecations said, where Mixpanel is asked: not against another *base_url*, nor
    by an offline transport; a quota that is given is kept everywhere. Discovery's answers are kept there too, to
    spare the quota; elsewhere asking is cheap, and the events may be replaced at any time.
    """
    if unknown := options.keys() - ConnectOptions.__annotations__:
        known = ", ".join(sorted(ConnectOptions.__annotations__))
        raise TypeError(f"Workspace takes no {', '.join(sorted(unknown))}; it takes {known}")
    runtime = options.get("runtime") or _anyio()
    leaf = options.get("transport") or _http(runtime)
    # An offline transport, a Fake for example, answers by itself: no credentials are checked, no limits are kept.
    offline = getattr(leaf, "offline", False)
    session = options.get("session") or _session(options, offline=offline)
    live = not (offline or session.base_url)
    transport = standard(
        leaf,
        credential=session.account,
        runtime=runtime,
        quota=options.get("quota") or (Quota(MIXPANEL_LIMITS) if live else None),
        retry=options.get("retry"),
        hooks=options.get("hooks", ()),
    )
    strict = options.get("strict", False)
    ttl = options.get("discovery_ttl", DEFAULT_TTL if live else 0.0)
    timeout = options.get("timeout")
    return Connection(session, transport, runtime, timeout=timeout, strict=strict, live=live, discovery_ttl=ttl)


def local_options(path: str | Path, runtime: Runtime | None) -> ConnectOptions:
    """The options that reach the embedded Mixpanel over the events stored under *path*."""
    try:
        from mixpanel_local import LocalTransport
    except ImportError as lacking:
        raise ConfigError(f"the embedded Mixpanel needs {lacking.name}: {_INSTALL_LOCAL}") from lacking
    runtime = runtime or _anyio()
    return {
        "session": Session(account=_NOBODY, project_id="1"),
        "transport": LocalTransport(path, runtime=runtime),
        "runtime": runtime,
    }


def _session(options: ConnectOptions, *, offline: bool) -> Session:
    """The session of arguments and environment; offline, of arguments alone, and credentials may be missing."""
    named = SessionOptions(**{key: options[key] for key in SessionOptions.__annotations__ if key in options})  # type: ignore[typeddict-item, literal-required]
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
