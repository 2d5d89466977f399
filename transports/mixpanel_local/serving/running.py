"""A server in a thread of this process, for as long as it is needed."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike
from typing import Any, Final

from mixpanel_local.errors import ServingError
from mixpanel_local.server import Certificate, app, tls_options
from mixpanel_local.serving.options import Serving

_LOOPBACK: Final = "127.0.0.1"


@contextmanager
def running(
    store_dir: str | PathLike[str], serving: Serving | None = None, *, certificate: Certificate | None = None
) -> Iterator[str]:
    """The root address of a server over *store_dir*, which need not exist before it is asked."""
    try:
        import uvicorn
    except ImportError as error:
        raise ServingError("serving needs uvicorn: pip install 'mixpanel-async[serve]'") from error
    listening = socket.create_server((_LOOPBACK, 0))
    how: dict[str, Any] = {"log_level": "critical", "lifespan": "on", **tls_options(certificate)}
    config = uvicorn.Config(app(store_dir, serving=serving), **how)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"{'http' if certificate is None else 'https'}://{_LOOPBACK}:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
