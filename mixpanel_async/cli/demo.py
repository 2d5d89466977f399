"""``mpx demo``: real questions, each shown with the line of Python that asks it."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
from rich.console import Console

import mixpanel_sync
from mixpanel_async.cli.export_running import progress, say
from mixpanel_async.cli.importing import import_with_progress
from mixpanel_async.cli.questions import Question, live_questions, panel_questions
from mixpanel_async.cli.tables import frame_of, table

TIME_ZONE = "America/New_York"
PANEL_MONTH = ("2017-11-01", "2017-11-30")


def run(*, live: bool, out: Path | None) -> None:
    """Ask everything, print everything; the panel's store is gone afterwards."""
    console = Console()
    with TemporaryDirectory(prefix="mpx-demo-") as folder:
        scratch = Path(folder)
        if live:
            with mixpanel_sync.Workspace() as ws:
                questions, month = live_questions(ws)
                _show(console, ws, questions, month, out or scratch)
            return
        _load_panel(console, scratch / "store")
        with mixpanel_sync.Workspace.local(scratch / "store") as ws:
            _show(console, ws, panel_questions(), PANEL_MONTH, out or scratch)


def _load_panel(console: Console, store: Path) -> None:
    console.print(
        "A real grocery panel: 401 households, one year; its publisher re-based the dates to 2017. New York time."
    )
    data = files("mixpanel_async.cli").joinpath("demo_data")
    with (
        as_file(data / "completejourney.ndjson.gz") as events,
        as_file(data / "completejourney_profiles.ndjson.gz") as profiles,
    ):
        import_with_progress(console, [events], store, time_zone=TIME_ZONE, profiles=[profiles])


def _show(
    console: Console, ws: mixpanel_sync.Workspace, questions: list[Question], month: tuple[str, str], out: Path
) -> None:
    for question in questions:
        console.print(f"\n[bold]{question.title}[/bold]")
        _print_line(console, question.line)
        console.print(table(_answer(ws, question)))
    _export(console, ws, month, out / "events")


def _export(console: Console, ws: mixpanel_sync.Workspace, month: tuple[str, str], target: Path) -> None:
    first, last = month
    console.print("\n[bold]One month of raw events, as Parquet[/bold]")
    _print_line(console, f"ws.export_events('events', from_date={first!r}, to_date={last!r})")
    with progress(console) as tell:
        report = ws.export_events(target, from_date=first, to_date=last, on_progress=tell)
    say(console, report)
    _print_line(console, "read_export('events').group_by('event').len().collect()")
    console.print(table(mixpanel_sync.read_export(target).group_by("event").len("count").sort("event").collect()))


def _print_line(console: Console, line: str) -> None:
    console.print(f"  >>> {line}", style="cyan", highlight=False, markup=False, soft_wrap=True)


def _answer(ws: mixpanel_sync.Workspace, question: Question) -> pl.DataFrame:
    """The frame the question's own line gives: what is printed is what runs."""
    names: dict[str, Any] = {name: getattr(mixpanel_sync, name) for name in ("Filter", "GroupBy", "Metric")}
    return frame_of(eval(question.line, {"ws": ws, "pl": pl} | names))  # noqa: S307  # lines of this package
