"""Serve a store over HTTP, and say how to point a client at it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import typer
from rich.console import Console


def run(
    store: Path,
    *,
    host: str,
    port: int,
    create: bool,
    assume: Iterable[str],
    certificate: tuple[Path, Path] | None,
    **options: Any,
) -> None:
    """``mpx serve``: until Ctrl-C."""
    from mixpanel_local import Serving, create_store, serve

    serving = Serving(assume=dict(map(_chosen, assume)), **options)
    serving.check(host)
    if create:
        create_store(store)
    scheme = "http" if certificate is None else "https"
    Console().print(_told(store, f"{scheme}://{host}:{port}", secret=options), highlight=False, soft_wrap=True)
    serve(store, host=host, port=port, serving=serving, certificate=certificate)


def _chosen(text: str) -> tuple[str, Any]:
    """A name and its value, a number where it reads as one."""
    name, equals, value = text.partition("=")
    if not equals:
        raise typer.BadParameter(f"{text!r}: write name=value", param_hint="--assume")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _told(store: Path, url: str, *, secret: Mapping[str, Any]) -> str:
    said = "any" if secret["token"] is None else "(the token)"
    return (
        f"Mixpanel's API over {store} at {url}. For any client on this machine:\n"
        f"  export MP_API_BASE_URL={url} MP_USERNAME={said} MP_SECRET={said} MP_PROJECT_ID=1 MP_REGION=us"
    )
