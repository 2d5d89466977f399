"""Serve a store over HTTP, and say how to point a client at it."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

HOST = "127.0.0.1"


def run(store: Path, *, port: int) -> None:
    """``mpx serve``: until Ctrl-C."""
    from mixpanel_local import serve

    url = f"http://{HOST}:{port}"
    Console().print(
        f"Mixpanel's API over {store} at {url}. For any client on this machine:\n"
        f"  export MP_API_BASE_URL={url} MP_USERNAME=any MP_SECRET=any MP_PROJECT_ID=1 MP_REGION=us",
        highlight=False,
        soft_wrap=True,
    )
    serve(store, host=HOST, port=port)
