"""A store served over HTTP on loopback, for as long as a test needs it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from mixpanel_local.server import app


@contextmanager
def served(store: Path) -> Iterator[str]:
    """The root address of a server over *store*, which need not exist before it is asked."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app(store), log_level="warning", lifespan="on"))
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    running.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        running.join()
        listening.close()
