"""The commands and their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mixpanel_async import __version__

app = typer.Typer(
    help="Mixpanel from the command line, and on this machine.", no_args_is_help=True, pretty_exceptions_enable=False
)
local = typer.Typer(help="Events on this machine, asked like Mixpanel.", no_args_is_help=True)
app.add_typer(local, name="local")

Store = Annotated[Path, typer.Option("--store", help="Folder of the event store.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mpx {__version__}")
        raise typer.Exit


@app.callback()
def mpx(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Mixpanel from the command line, and on this machine."""


@app.command()
def demo(
    live: Annotated[bool, typer.Option("--live", help="Ask the account in the environment (MP_USERNAME ...).")] = False,
    out: Annotated[Path | None, typer.Option(help="Keep the exported month here.")] = None,
) -> None:
    """Ask real questions of a real grocery panel's events; needs no account."""
    from mixpanel_async.cli.demo import run

    run(live=live, out=out)


@local.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="Export lines: NDJSON, plain or .gz.")],
    store: Store,
    time_zone: Annotated[
        str | None, typer.Option(help="The project's time zone, e.g. America/New_York; as before, or UTC, if left out.")
    ] = None,
    profiles: Annotated[list[Path] | None, typer.Option(help="Profile lines: NDJSON, plain or .gz.")] = None,
) -> None:
    """Write export lines into an event store; dates that come again are replaced."""
    from mixpanel_async.cli.importing import run

    run(files, store, time_zone=time_zone, profiles=profiles or [])


@app.command()
def serve(
    store: Store,
    port: Annotated[int, typer.Option(help="Port on the loopback address.", min=1, max=65535)] = 8080,
) -> None:
    """Serve an event store as Mixpanel's API over plain HTTP on loopback, for any client."""
    from mixpanel_async.cli.serving import run

    run(store, port=port)
