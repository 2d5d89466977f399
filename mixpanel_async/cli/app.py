"""The commands and their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from mixpanel_async import __version__
from mixpanel_async.cli.export_commands import export

app = typer.Typer(
    help="Mixpanel from the command line, and on this machine.", no_args_is_help=True, pretty_exceptions_enable=False
)
local = typer.Typer(help="Events on this machine, asked like Mixpanel.", no_args_is_help=True)
app.add_typer(local, name="local")
app.add_typer(export, name="export")

Quota = Literal["none", "real"]
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
    host: Annotated[str, typer.Option(help="Address to listen on; any but loopback needs --token.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8080,
    token: Annotated[
        str | None,
        typer.Option(help="Let in only who says it: as Bearer, username, secret, username:secret, or project token."),
    ] = None,
    quota: Annotated[Quota, typer.Option(help="real: 429 after 60 questions an hour or beyond 5 at once.")] = "none",
    fault: Annotated[
        list[str] | None, typer.Option(help="What goes wrong, and how often: 503:0.1, truncate:0.1, latency=2.5:0.1.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Which calls the faults strike: the same for the same seed.")] = None,
    assume: Annotated[list[str] | None, typer.Option(help="Where the documents are silent: name=value.")] = None,
    create: Annotated[bool, typer.Option("--create", help="Make an empty store if there is none.")] = False,
    certificate: Annotated[
        Path | None, typer.Option(help="Speak HTTPS with this certificate (PEM), for clients that insist on it.")
    ] = None,
    key: Annotated[
        Path | None, typer.Option(help="The certificate's key (PEM), where it is a file of its own.")
    ] = None,
) -> None:
    """Serve an event store as Mixpanel's API, for any client and for tracking SDKs; over plain HTTP, unless said."""
    from mixpanel_async.cli.serving import run

    options = {"token": token, "quota": quota, "faults": fault or (), "seed": seed}
    files = None if certificate is None else (certificate, key or certificate)
    run(store, host=host, port=port, create=create, assume=assume or (), certificate=files, **options)
