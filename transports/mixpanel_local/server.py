"""The embedded Mixpanel over HTTP, for clients in other processes and languages."""

from __future__ import annotations

from os import PathLike
from typing import Any, Final, TypeAlias

from mixpanel_dataset.store import Store
from mixpanel_local.errors import ServingError
from mixpanel_local.serving.asgi import App, application
from mixpanel_local.serving.options import Serving
from mixpanel_local.transport import LocalTransport
from mixpanel_transports.anyio_runtime import AnyioRuntime

Certificate: TypeAlias = tuple[str | PathLike[str], str | PathLike[str]]
"""The files of a certificate and of its key."""

# Seconds Ctrl-C leaves to replies under way.
_PATIENCE: Final = 5


def serve(
    store_dir: str | PathLike[str],
    host: str = "127.0.0.1",
    port: int = 8080,
    *,
    serving: Serving | None = None,
    certificate: Certificate | None = None,
) -> None:
    """Serve the store in *store_dir* until Ctrl-C. Only this machine can connect, unless *host* says otherwise.

    *serving* says who may ask, how often, and what goes wrong on purpose; without a token in it, whoever can connect
    can read and change everything in the store, and other machines are not let in. With a *certificate* (the files of
    it and of its key) the server speaks HTTPS, which some clients insist on.
    """
    options = serving or Serving()
    options.check(host)
    try:
        import uvicorn
    except ImportError as error:
        raise ServingError("serving needs uvicorn: pip install 'mixpanel-async[serve]'") from error
    Store.open(store_dir)
    how: dict[str, Any] = {"host": host, "port": port, "lifespan": "on", "timeout_graceful_shutdown": _PATIENCE}
    uvicorn.run(app(store_dir, serving=options), **how, **tls_options(certificate))


def app(store_dir: str | PathLike[str], *, serving: Serving | None = None) -> App:
    """An ASGI application that answers Mixpanel's requests from the store in *store_dir*."""
    options, runtime = serving or Serving(), AnyioRuntime()
    leaf = LocalTransport(store_dir, runtime=runtime, assume=options.assume)
    return application(options.around(leaf, runtime))


def tls_options(certificate: Certificate | None) -> dict[str, Any]:
    """What uvicorn is told of a certificate."""
    return {} if certificate is None else {"ssl_certfile": str(certificate[0]), "ssl_keyfile": str(certificate[1])}
