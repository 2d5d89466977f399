"""Insights for ``benchmarks.local``: by the embedded Mixpanel, and as one would write them in SQL for DuckDB.

The first answer of a process, imports included, is timed here too. Seconds by the clock are those of an idle machine;
CPU seconds hold on a busy one as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.local_asked import Cost, Promise, Question, cost_of, ran, same_answers

ROUNDS = 5
FIRST_ANSWER_SECONDS = 0.5
_DAY_MS = 86_400_000
_FIRST = """
import json, time
began, cpu = time.perf_counter(), time.process_time()
from mixpanel_sync import Workspace
with Workspace.local({folder!r}) as ws:
    ws.query("Purchase", from_date={first!r}, to_date={last!r})
    print(json.dumps({{"wall": time.perf_counter() - began, "cpu": time.process_time() - cpu}}))
"""


def _asked(folder: str, days: int, events: object, **options: Any) -> Question:
    """A question about the last *days*, which was asked before about the first one."""
    from benchmarks.events import FIRST, LAST
    from mixpanel_sync import Workspace

    ws = Workspace.local(folder)

    def ask(first: date, last: date) -> object:
        return _total(ws.query(events, from_date=first, to_date=last, **options).series)  # type: ignore[arg-type]

    ask(FIRST, FIRST)
    return lambda: ask(LAST - timedelta(days=days - 1), LAST)


def _total(series: Any) -> float:
    """The sum of all numbers in it."""
    return sum(map(_total, series.values())) if isinstance(series, Mapping) else int(series or 0)


def total(folder: str) -> Question:
    """How often, by day."""
    return _asked(folder, 60, "Purchase")


def uniques(folder: str, days: int = 60) -> Question:
    """How many users, by two properties, with those of each country and of all."""
    return _asked(folder, days, "Page View", math="unique", group_by=["country", "plan"], mode="total")


def active(folder: str) -> Question:
    """How many users were active on each day, in the week and in the month until then."""
    from mixpanel_sync import Metric

    return _asked(folder, 60, [Metric("Purchase", math=math) for math in ("dau", "wau", "mau")])


def _by_hand(query: str) -> Any:
    """A question in SQL, whose answer is one number."""

    def ready(folder: str) -> Question:
        import duckdb

        connection = duckdb.connect()
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"CREATE VIEW events AS SELECT * FROM read_parquet('{folder}/date=*/*.parquet')")
        connection.execute("SELECT count(*) FROM events").fetchall()
        return lambda: (connection.execute(query).fetchone() or [0])[0]

    return ready


_TOTAL = f"""
WITH days AS (SELECT time // {_DAY_MS} AS day, count(*) AS n FROM events WHERE event = 'Purchase' GROUP BY day)
SELECT sum(n)::BIGINT FROM days
"""
_UNIQUES = """
WITH counts AS (
    SELECT country__s, plan__s, count(DISTINCT distinct_id) AS n FROM events WHERE event = 'Page View'
    GROUP BY GROUPING SETS ((), (country__s), (country__s, plan__s))
)
SELECT sum(n)::BIGINT FROM counts
"""
# Who was seen on a day is active until seen again, and no longer than the window: no day is joined with another.
_ACTIVE = f"""
WITH seen AS (SELECT DISTINCT distinct_id, time // {_DAY_MS} AS day FROM events WHERE event = 'Purchase'),
spans AS (SELECT day, lead(day) OVER (PARTITION BY distinct_id ORDER BY day) AS again FROM seen),
ends AS (SELECT min(day) AS first, max(day) AS last FROM seen),
windows AS (FROM (VALUES (1), (7), (30)) AS w (days)),
changes AS (
    SELECT days, day, 1 AS change FROM spans, windows
    UNION ALL SELECT days, least(day + days, coalesce(again, day + days)), -1 FROM spans, windows
),
daily AS (SELECT days, day, sum(change) AS change FROM changes GROUP BY days, day),
running AS (SELECT days, day, sum(change) OVER (PARTITION BY days ORDER BY day) AS users FROM daily),
calendar AS (SELECT unnest(range(first, last + 1)) AS day FROM ends),
asked AS (SELECT days, day FROM calendar, windows)
SELECT sum(users)::BIGINT FROM asked ASOF JOIN running ON asked.days = running.days AND asked.day >= running.day
"""

QUESTIONS = {
    "total": total,
    "total by hand": _by_hand(_TOTAL),
    "uniques": uniques,
    "uniques by hand": _by_hand(_UNIQUES),
    "uniques of 7 days": lambda folder: uniques(folder, 7),
    "active users": active,
    "active users by hand": _by_hand(_ACTIVE),
}


def costs(folder: Path, rounds: int) -> dict[str, Cost]:
    """What they cost."""
    found = {name: cost_of("local_insights", name, folder, rounds) for name in QUESTIONS}
    same_answers(found, [(name, f"{name} by hand") for name in ("total", "uniques", "active users")])
    return found


def promises(cost: Mapping[str, Cost]) -> Sequence[Promise]:
    """What is promised of insights."""
    by_hand = [
        Promise(f"insights, {name} : by hand in SQL, CPU", cost[name].cpu / cost[f"{name} by hand"].cpu, 1.5)
        for name in ("total", "uniques", "active users")
    ]
    week = cost["uniques of 7 days"].cpu / cost["uniques"].cpu
    return [*by_hand, Promise("insights, 7 days : 60 days, CPU", week, 0.2)]


def first_answer(folder: Path) -> Sequence[Promise]:
    """What is promised of the first answer of a process, in parts of half a second."""
    from benchmarks.events import FIRST, LAST

    code = _FIRST.format(folder=str(folder), first=FIRST.isoformat(), last=LAST.isoformat())
    found = [ran(code) for _ in range(ROUNDS)]
    took = {key: median(each[key] for each in found) / FIRST_ANSWER_SECONDS for key in ("wall", "cpu")}
    named = {"wall": "by the clock", "cpu": "CPU"}
    return [Promise(f"first answer : half a second, {named[key]}", value, 1) for key, value in took.items()]
