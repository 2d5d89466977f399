"""What an export has come to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import frozen

from mixpanel_async.export.journal import Facts
from mixpanel_async.export.reconcile import CountDifference
from mixpanel_async.results import Result, Value

if TYPE_CHECKING:
    import polars as pl

__all__ = ["ExportReport", "WindowInForce"]


@frozen
class WindowInForce(Value):
    """A window of which *days* are in force, with *rows* events; *facts* are those of the whole window, as it came."""

    window: str
    days: int
    rows: int
    facts: Facts


@frozen(repr=False)
class ExportReport(Result):
    """A finished export: all days from *from_date* to *to_date* are in *target*.

    Of everything there: *rows* events, earliest and latest of them at *min_time* and *max_time*. Of the windows they
    came in: *duplicates* left out, *without_insert_id* kept though they cannot be compared, *bad_lines* in the folder
    ``quarantine``; each window counts as a whole, so that a day that was fetched again counts in two of them, until no
    day of the earlier one is in force. Of this run: *windows* fetched with *requests*, bytes *received* and, of these,
    *reread* for days that had been there, *seconds*. *differences* are what ``reconcile`` found, None where it was not
    asked for.
    """

    target: str
    from_date: str
    to_date: str
    rows: int
    days: int
    duplicates: int
    without_insert_id: int
    bad_lines: int
    min_time: datetime | None
    max_time: datetime | None
    stored: int
    windows: int
    requests: int
    received: int
    reread: int
    seconds: float
    parts: Sequence[WindowInForce]
    differences: Sequence[CountDifference] | None = None

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per window in force: ``window``, ``days`` and ``rows`` in force; the rest is of the whole window."""
        import polars as pl

        counts = ("received", "inflated", "duplicates", "without_insert_id", "bad_lines", "requests")
        known = [
            (each.window, each.days, each.rows, *(getattr(each.facts, name) for name in counts), each.facts.checksum)
            for each in self.parts
        ]
        numbers = dict.fromkeys(("days", "rows", *counts), pl.Int64)
        schema = {"window": pl.String, **numbers, "checksum": pl.String}
        return pl.DataFrame(known, schema=schema, orient="row")

    def __repr__(self) -> str:
        return f"<ExportReport: {self.rows:,} events of {self.days} days in {self.target}>"


def time_of(milliseconds: int | None) -> datetime | None:
    """A time of the dataset."""
    return None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC)
