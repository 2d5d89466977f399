"""The embedded Mixpanel over HTTP, for clients in other processes and languages."""

from __future__ import annotations

from os import PathLike
from typing import Final

from mixpanel_dataset.store import Store
from mixpanel_local.errors import ServingError
from mixpanel_local.serving.asgi import App, application
from mixpanel_local.serving.options import Serving
from mixpanel_local.transport import LocalTransport
from mixpanel_transports.anyio_runtime import AnyioRuntime

# Seconds Ctrl-C leaves to replies under way.
_PATIENCE: Final = 5


def serve(
    store_dir: str | PathLike[str], host: str = "127.0.0.1", port: int = 8080, *, serving: Serving | None = None
) -> None:
    """Serve the store in *store_dir* until Ctrl-C. Only this machine can connect, unless *host* says otherwise.

    *serving* says who may ask, how often, and what goes wrong on purpose; without a token in it, whoever can connect
    can read and change everything in the store, and other machines are not let in.
    """
    options = serving or Serving()
    options.check(host)
    try:
        import uvicorn
    except ImportError as error:
        raise ServingError("serving needs uvicorn: pip install 'mixpanel-async[serve]'") from error
    Store.open(store_dir)
    uvicorn.run(
        app(store_dir, serving=options), host=host, port=port, lifespan="on", timeout_graceful_shutdown=_PATIENCE
    )


def app(store_dir: str | PathLike[str], *, serving: Serving | None = None) -> App:
    """An ASGI application that answers Mixpanel's requests from the store in *store_dir*."""
    options, runtime = serving or Serving(), AnyioRuntime()
    leaf = LocalTransport(store_dir, runtime=runtime, assume=options.assume)
    return application(options.around(leaf, runtime))
