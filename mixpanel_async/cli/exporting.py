"""A month of raw events to one Parquet file, with a progress bar."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

import mixpanel_sync


def export_month(console: Console, ws: mixpanel_sync.Workspace, month: tuple[str, str], folder: Path) -> None:
    """Stream the days of *month* into ``folder/events.parquet``."""
    first, last = month
    line = f"ws.stream_events(from_date={first!r}, to_date={last!r}).frames()"
    console.print(
        f"  >>> pl.concat({line}).write_parquet('events.parquet')", style="cyan", highlight=False, soft_wrap=True
    )
    columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} events"), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress, ws.stream_events(from_date=first, to_date=last) as stream:
        bar = progress.add_task("export", total=None)
        frame = pl.concat(_counted(stream.frames(rows=5_000), progress, bar))
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "events.parquet"
    frame.write_parquet(target, compression="zstd")
    console.print(f"{frame.height:,} events, {target.stat().st_size:,} bytes of Parquet", highlight=False)


def _counted(frames: Iterator[pl.DataFrame], progress: Progress, bar: object) -> Iterator[pl.DataFrame]:
    for frame in frames:
        progress.advance(bar, frame.height)  # type: ignore[arg-type]  # rich's TaskID is an int by another name
        yield frame
