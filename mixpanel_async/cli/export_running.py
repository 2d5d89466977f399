"""An export in a terminal: a bar while it runs, then what there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final, Unpack

import anyio
import polars as pl
import typer
from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from mixpanel_async import (
    EventsExport,
    EventsExportOptions,
    ExportPlan,
    ExportProgress,
    ExportReport,
    ProfilesExport,
    ProfilesExportOptions,
    ProfilesProgress,
    ProfilesReport,
    Workspace,
)
from mixpanel_async.cli.tables import table
from mixpanel_async.errors import ExportError
from mixpanel_async.export.urls import shown

INCOMPLETE: Final = 3
INTERRUPTED: Final = 130


def run(target: str, store: Path | None, **options: Unpack[EventsExportOptions]) -> None:
    """``mpx export events``."""
    console, question = Console(), EventsExport(**options)
    with _ending_well(target):
        report = anyio.run(_exported, console, target, store, question)
    say(console, report)


def show_plan(target: str, store: Path | None, **options: Unpack[EventsExportOptions]) -> None:
    """``mpx export plan``."""
    console, question = Console(), EventsExport(**options)
    plan = anyio.run(_planned, target, store, question)
    if plan.requests:
        console.print(table(plan.df))
    console.print(_words(plan), highlight=False)


def run_profiles(target: str, store: Path | None, **options: Unpack[ProfilesExportOptions]) -> None:
    """``mpx export profiles``."""
    console, question = Console(), ProfilesExport(**options)
    with _ending_well(target):
        report = anyio.run(_exported_profiles, console, target, store, question)
    bad = f", {report.bad_rows:,} in quarantine" if report.bad_rows else ""
    console.print(
        f"{report.rows:,} profiles in {report.path or report.target}; {report.fetched:,} fetched now{bad}",
        highlight=False,
    )


async def _exported_profiles(
    console: Console, target: str, store: Path | None, question: ProfilesExport
) -> ProfilesReport:
    async with _workspace(store) as ws:
        with progress(console) as tell:
            return await ws.export_profiles(target, question, on_progress=tell)


async def _exported(console: Console, target: str, store: Path | None, question: EventsExport) -> ExportReport:
    async with _workspace(store) as ws:
        with progress(console) as tell:
            return await ws.export_events(target, question, on_progress=tell)


@contextmanager
def progress(console: Console) -> Iterator[Callable[[ExportProgress | ProfilesProgress], None]]:
    """A bar that is there meanwhile, and what tells it how far an export is."""
    with Progress(BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console) as drawn:
        bar = drawn.add_task("planning", total=1.0)
        yield lambda far: drawn.update(bar, completed=far.share or 0.0, description=_how_far(far))


async def _planned(target: str, store: Path | None, question: EventsExport) -> ExportPlan:
    async with _workspace(store) as ws:
        return await ws.plan_export(target, question)


def _workspace(store: Path | None) -> Workspace:
    return Workspace() if store is None else Workspace.local(store)


@contextmanager
def _ending_well(target: str) -> Iterator[None]:
    """What ends an export early says that nothing is lost, each by an exit code of its own."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo(f"mpx: stopped. What is whole is in {shown(target)}; run the same again to go on.", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except ExportError as error:
        if error.code != "EXPORT_INCOMPLETE":
            raise
        typer.echo(f"mpx: {error.message}", err=True)
        raise typer.Exit(INCOMPLETE) from None


def _how_far(far: ExportProgress | ProfilesProgress) -> str:
    if isinstance(far, ProfilesProgress):
        rows, done, failed = "profiles", f"{far.pages}/{far.planned or '?'} pages", 0
    else:
        rows, done, failed = "events", f"{far.windows}/{far.planned} windows", far.failed
    parts = [f"{far.rows:,} {rows}", decimal(far.received), done, f"{far.rate:,.0f}/s"]
    if far.eta:
        parts.append(f"about {_time(far.eta)} left")
    if failed:
        parts.append(f"{failed} failed")
    return "  ".join(parts)


def say(console: Console, report: ExportReport) -> None:
    """What an export came to."""
    console.print(
        f"{report.rows:,} events of {report.days:,} days in {report.target} ({decimal(report.stored)} of Parquet); "
        f"fetched now: {decimal(report.received)}, in windows: {report.windows}",
        highlight=False,
    )
    seen = {
        "duplicates left out": report.duplicates,
        "events without $insert_id, which nothing can tell from duplicates": report.without_insert_id,
        "bad lines in quarantine": report.bad_lines,
        "bytes fetched again of days that had been there": report.reread,
    }
    for words, count in seen.items():
        if count:
            console.print(f"{count:,} {words}", highlight=False)
    if report.differences:
        console.print(f"{len(report.differences):,} days and events that Mixpanel counts otherwise:", highlight=False)
        console.print(table(pl.DataFrame([each.to_dict() for each in report.differences])))
    elif report.differences is not None:
        console.print("Mixpanel counts the same by day and event", highlight=False)


def _words(plan: ExportPlan) -> str:
    done = f"; {plan.done} days are there already" if plan.done else ""
    if not plan.requests:
        return f"nothing to fetch{done}"
    requests = "1 request" if plan.requests == 1 else f"{plan.requests:,} requests"
    amount = "" if plan.rows is None else f", about {plan.rows:,} events and {decimal(plan.received or 0)} on the wire"
    return f"{requests}{amount}, {_time(plan.seconds)} under the quota, then the download{done}"


def _time(seconds: float) -> str:
    return str(timedelta(seconds=round(seconds)))
