"""What a window leaves: files that are not in force yet, and what happened to its lines."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

from mixpanel_dataset.manifest import Part


@frozen
class StagedPart:
    """A Parquet file that is not in force yet: *part* is how the manifest will know it, *file* where it lies.

    Its events are of the UTC date *day* (YYYY-MM-DD), from *first_ms* to *last_ms*, both included, and were recorded on
    the date *recorded*.
    """

    day: str
    recorded: str
    part: Part
    file: Path
    first_ms: int
    last_ms: int


@frozen
class Written:
    """What a window's *lines* became: *parts*, in order of their dates, of *rows* events.

    *duplicates* counts events left out, *without_insert_id* those kept that could not be compared, *bad_lines* the
    lines that were no events.
    """

    parts: tuple[StagedPart, ...]
    lines: int
    rows: int
    duplicates: int
    without_insert_id: int
    bad_lines: int
