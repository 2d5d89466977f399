"""Frequency, which the API calls addiction: users by how many hours or days of an interval they were active in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final, Literal, TypeAlias

from attrs import frozen
from sqlglot import exp

from mixpanel_local.engine.calendar import interval_key
from mixpanel_local.engine.conditions import Conditions
from mixpanel_local.engine.funnel.plan import Occurrence
from mixpanel_local.engine.grouping import By, grouped
from mixpanel_local.engine.measures import COUNT, RESULT, USER
from mixpanel_local.engine.retention.rows import Row, Rows
from mixpanel_local.engine.scan import USER as USER_COLUMN
from mixpanel_local.engine.scan import core_column
from mixpanel_local.engine.sql import alias, all_of, call, column, not_null, text
from mixpanel_local.engine.table import Run
from mixpanel_local.engine.units import unit_number, unit_start

Active: TypeAlias = Literal["hour", "day"]

_ROW: Final = "row"
_ACTIVE: Final = "k"
_HOUR_MS: Final = 3_600_000


@frozen
class Addiction:
    """Users who did something (*done*), by the number of hours or days (*active*) of each of *rows* they did it in."""

    rows: Rows
    done: Occurrence
    active: Active = "hour"


def addiction(tests: Conditions, run: Run, asked: Addiction) -> list[list[int]]:
    """Per row, how many users were active at least once, twice ... as often as its interval has hours or days.

    *tests* are about the events of the rows' days. Hours and days are those of the project's calendar; so a day may
    have 23 or 25 hours.
    """
    table = [[0] * (_most(asked, row) + 1) for row in asked.rows.all]
    if not tests.scan.empty:
        for row, times, users in run(_counted(tests, asked)).rows(_ROW, _ACTIVE, RESULT):
            table[row][times] += users
    return [_at_least(line) for line in table]


def _counted(tests: Conditions, asked: Addiction) -> exp.Select:
    scan, done = tests.scan, asked.done
    user = call("nullif", core_column(USER_COLUMN), text(""))
    parts = {
        USER: user,
        _ROW: asked.rows.key(scan.span),
        _ACTIVE: interval_key(asked.rows.zone, asked.active, scan.span),
    }
    events = scan.select(
        *(alias(value, name) for name, value in parts.items()),
        where=all_of([not_null(user), tests.matches(done.arms, done.filters)]),
    )
    times = alias(exp.Count(this=exp.Distinct(expressions=[column(_ACTIVE)])), _ACTIVE)
    return COUNT.lower(grouped(events, [_ROW, USER], times), By.of(_ROW, _ACTIVE))


def _most(asked: Addiction, row: Row) -> int:
    """How many hours or days the row's interval has, also where the question begins or ends inside it."""
    zone, unit = asked.rows.zone, asked.rows.unit
    start = row.begins.date()
    following = unit_start(zone, unit, unit_number(zone, unit, start) + 1)
    if asked.active == "day":
        return (following - start).days
    return -(-(zone.start(following) - zone.start(start)) // _HOUR_MS)


def _at_least(exactly: Sequence[int]) -> list[int]:
    """Users by the least number of times, from 1."""
    return list(accumulate(reversed(exactly[1:])))[::-1]
