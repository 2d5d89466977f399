"""Answers as tables in a terminal."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

import polars as pl
from rich.table import Table

MOST_ROWS = 12


def frame_of(answer: Any) -> pl.DataFrame:
    """An answer's frame, if it is not one itself; a list of rows becomes one."""
    if isinstance(answer, pl.DataFrame):
        return answer
    if isinstance(answer, list):
        return pl.DataFrame([row.to_dict() for row in answer])
    frame: pl.DataFrame = answer.df
    return frame.sort("count", descending=True) if "date" not in frame.columns and "count" in frame.columns else frame


def table(frame: pl.DataFrame) -> Table:
    """The first rows of *frame*; numbers right-aligned, a last line says how many others there are."""
    drawn = Table(caption=f"and {frame.height - MOST_ROWS:,} more" if frame.height > MOST_ROWS else None)
    for name, kind in frame.schema.items():
        drawn.add_column(name, justify="right" if kind.is_numeric() else "left")
    for row in frame.head(MOST_ROWS).rows():
        drawn.add_row(*map(_cell, row))
    return drawn


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time.min else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float):
        return f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
