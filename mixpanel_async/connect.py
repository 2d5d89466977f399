"""How a Workspace gets its line: session from arguments and environment, transport by what is asked."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mixpanel_async.auth.accounts import ServiceAccount
from mixpanel_async.auth.resolve import SessionOptions, resolve
from mixpanel_async.connection import Connection
from mixpanel_async.discovery.cache import DEFAULT_TTL
from mixpanel_async.discretion import Discretion
from mixpanel_async.errors import ConfigError
from mixpanel_async.options import check_options
from mixpanel_async.session import Session
from mixpanel_transports.layering import standard
from mixpanel_transports.quota import MIXPANEL_LIMITS, Quota
from mixpanel_transports.retry import Retry
from mixpanel_transports.runtime import Runtime
from mixpanel_transports.trace import Hook
from mixpanel_transports.transport import Transport

_INSTALL_LOCAL = "pip install 'mixpanel-async[local]'"

# What an offline transport is told when nobody named an account.
_NOBODY = ServiceAccount("nobody", "not-needed-offline")


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


def settled(options: ConnectOptions) -> ConnectOptions:
    """*options* with session, runtime, transport and quota filled in, from the environment and by default.

    Mixpanel's limits are kept where Mixpanel is asked; a quota that is given is kept everywhere.
    """
    check_options(options, [*ConnectOptions.__annotations__])
    runtime = options.get("runtime") or _anyio()
    leaf = options.get("transport") or _http(runtime)
    session = options.get("session") or _session(options, offline=_offline(leaf))
    filled: ConnectOptions = {**options, "runtime": runtime, "transport": leaf, "session": session}
    if _is_live(leaf, session):
        filled.setdefault("quota", Quota(MIXPANEL_LIMITS))
    return filled


def connect(options: ConnectOptions) -> Connection:
    """A connection as settled *options* describe it; nothing is sent yet.

    Deprecations are said where Mixpanel is asked. Discovery's answers are kept there, to spare the quota; elsewhere
    asking is cheap, and the events may be replaced at any time.
    """
    # settled() has filled in all three, which the type of the options cannot say.
    session, runtime, leaf = options["session"], options["runtime"], options["transport"]  # pyright: ignore[reportTypedDictNotRequiredAccess]
    live, discretion = _is_live(leaf, session), Discretion(session.account)
    transport = standard(
        leaf,
        credential=discretion,
        runtime=runtime,
        quota=options.get("quota"),
        retry=options.get("retry"),
        hooks=options.get("hooks") or (),
    )
    return Connection(
        session,
        transport,
        runtime,
        timeout=options.get("timeout"),
        strict=options.get("strict") or False,
        live=live,
        discovery_ttl=_ttl(options.get("discovery_ttl"), live=live),
        discretion=discretion,
        quota=options.get("quota"),
    )


def _ttl(given: float | None, *, live: bool) -> float:
    return given if given is not None else DEFAULT_TTL if live else 0.0


def _offline(leaf: Transport) -> bool:
    """Whether a transport answers by itself, as a Fake does: no credentials are checked, no limits are kept."""
    return getattr(leaf, "offline", False)


def _is_live(leaf: Transport, session: Session) -> bool:
    """Whether Mixpanel itself is asked: not by an offline transport, not at another *base_url*."""
    return not (_offline(leaf) or session.base_url)


def local_options(path: str | Path, runtime: Runtime | None, assume: Mapping[str, Any] | None) -> ConnectOptions:
    """The options that reach the embedded Mixpanel over the events stored under *path*."""
    try:
        from mixpanel_local import LocalTransport
    except ImportError as lacking:
        raise ConfigError(f"the embedded Mixpanel needs {lacking.name}: {_INSTALL_LOCAL}") from lacking
    runtime = runtime or _anyio()
    return {
        "session": Session(account=_NOBODY, project_id="1"),
        "transport": LocalTransport(path, runtime=runtime, assume=assume),
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
