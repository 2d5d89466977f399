"""A month of raw events to one Parquet file, with a progress bar."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

import mixpanel_sync


def export_month(console: Console, ws: mixpanel_sync.Workspace, month: tuple[str, str], folder: Path) -> None:
    """Stream the days of *month* into ``folder/events.parquet``."""
    first, last = month
    line = f"ws.stream_events(from_date={first!r}, to_date={last!r}).frames()"
    console.print(
        f"  >>> pl.concat({line}).write_parquet('events.parquet')", style="cyan", highlight=False, soft_wrap=True
    )
    columns = (BarColumn(), TextColumn("{task.completed:,.0f} events"), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress, ws.stream_events(from_date=first, to_date=last) as stream:
        bar = progress.add_task("export", total=None)
        frames = list(_counted(stream.frames(rows=5_000), progress, bar))
    if not frames:
        console.print("no events in these days, so no file")
        return
    target = _written(pl.concat(frames), folder / "events.parquet")
    console.print(f"{sum(map(len, frames)):,} events, {target.stat().st_size:,} bytes of Parquet", highlight=False)


def _written(frame: pl.DataFrame, target: Path) -> Path:
    """*target*, there whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".unfinished")
    try:
        frame.write_parquet(unfinished, compression="zstd")
        return unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _counted(frames: Iterator[pl.DataFrame], progress: Progress, bar: TaskID) -> Iterator[pl.DataFrame]:
    for frame in frames:
        progress.advance(bar, frame.height)
        yield frame
