"""What an export will ask for, before it asks: which windows, how much, how long."""

from __future__ import annotations

import math
from collections.abc import Container, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

from attrs import frozen

from mixpanel_async.export.density import Basis, Density
from mixpanel_async.export.windows import Window, packed
from mixpanel_async.results import Result
from mixpanel_transports.quota import HOUR, Limits

if TYPE_CHECKING:
    import polars as pl

__all__ = ["ExportPlan", "PlannedWindow"]

SMALL_WINDOW: Final = 40 * 2**20
"""Bytes of JSON a window need not be smaller than, however many calls there are."""
LARGE_WINDOW: Final = 2**30
"""Bytes of JSON a window is not planned beyond, while a day is less."""
_SPARE: Final = 0.9
"""The share of an hour's calls that is planned for; the others are for what has to be fetched again."""
_STRETCH: Final = 1.1
"""By how much windows may grow beyond ``LARGE_WINDOW`` where that saves an hour."""
_UNLIMITED: Final = 10**6


@frozen
class Allowance:
    """Calls that may be made: *now* so many, then *hourly* so many, *per_second* at most."""

    now: int
    hourly: int
    per_second: int

    @classmethod
    def of(cls, limits: Limits, left: int | None = None) -> Allowance:
        """What *limits* leave to a long job, *left* of it now, else all."""
        hourly = limits.hourly(bulk=True) or _UNLIMITED
        return cls(hourly if left is None else left, hourly, limits.per_second or _UNLIMITED)

    def hours(self, calls: int) -> int:
        """How many times the clock must go round until *calls* have been made."""
        return max(math.ceil((calls - self.now) / self.hourly), 0)

    def seconds(self, calls: int) -> float:
        """How long it takes to make *calls*."""
        hours = self.hours(calls)
        last = calls - (self.now + (hours - 1) * self.hourly if hours else 0)
        return hours * HOUR + max(last - 1, 0) // self.per_second


@frozen
class PlannedWindow:
    """Days that are fetched together, and about how much they are expected to be; None where nobody knows."""

    window: Window
    rows: int | None
    received: int | None


@frozen(repr=False)
class ExportPlan(Result):
    """An export before it is made. *windows* are still to be fetched, one request each; *done* days are there already.

    *received* estimates the bytes on the wire and *rows* the events, None where nobody knows; *basis* says who does:
    the ``journal`` of an earlier run, the Query API's ``counts``, or nobody, so that days are taken as ``even``.
    *seconds* is how long the requests take under the project's quota; the download comes on top.
    """

    windows: tuple[PlannedWindow, ...]
    basis: Basis
    rows: int | None
    received: int | None
    seconds: float
    done: int

    @property
    def requests(self) -> int:
        """How many requests it takes, if none has to be made again."""
        return len(self.windows)

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per window: ``first``, ``last``, ``days``, ``rows``, ``received``."""
        import polars as pl

        return pl.DataFrame(
            [
                (each.window.first, each.window.last, len(each.window), each.rows, each.received)
                for each in self.windows
            ],
            schema={"first": pl.Date, "last": pl.Date, "days": pl.Int64, "rows": pl.Int64, "received": pl.Int64},
            orient="row",
        )

    def __repr__(self) -> str:
        amount = "an unknown number of" if self.rows is None else f"about {self.rows:,}"
        return f"<ExportPlan: {amount} events; requests: {self.requests}, seconds of quota: {self.seconds:,.0f}>"


def planned(
    days: Sequence[date],
    density: Density,
    allowance: Allowance,
    *,
    most: int,
    at_once: int,
    known: Container[date] = (),
    done: int = 0,
) -> ExportPlan:
    """How to fetch *days*: in as few hours as the quota allows, then in windows as small as it allows.

    No window is planned for more than *most* bytes, but for days that have more; *at_once* windows will be under way,
    *known* days and others are apart, *done* days are there.
    """
    count = window_count(days, density, allowance, most, at_once) if days else 1
    windows = packed(days, density.rows, count, known=known)
    entries = tuple(_expected(window, density) for window in windows)
    rows = round(density.total(days)) if density.known else None
    return ExportPlan(
        entries,
        density.basis,
        rows,
        None if rows is None else round(rows * density.received),
        allowance.seconds(len(entries)),
        done,
    )


def window_count(days: Sequence[date], density: Density, allowance: Allowance, most: int, at_once: int) -> int:
    """Into how many windows *days* go, of which *at_once* will be under way."""
    usual = max(int(min(allowance.now, allowance.hourly) * _SPARE), 1)
    if not density.known:
        return max(min(len(days), usual // 2), 1)
    inflated = density.total(days) * density.inflated
    wanted, needed = math.ceil(inflated / min(SMALL_WINDOW, most)), math.ceil(inflated / most)
    if wanted <= usual:
        return min(max(wanted, 1), len(days))
    if needed <= usual:
        # As many as are under way at once, or twice or thrice that: none of them is alone at the end.
        return min(max(usual - usual % at_once, needed), len(days))
    hours = allowance.hours(min(math.ceil(needed / _STRETCH), len(days)))
    return min(max(needed, 1), allowance.now + hours * allowance.hourly, len(days))


def _expected(window: Window, density: Density) -> PlannedWindow:
    if not density.known:
        return PlannedWindow(window, None, None)
    rows = density.total(window.days())
    return PlannedWindow(window, round(rows), round(rows * density.received))
