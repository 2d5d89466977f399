"""Funnels for ``benchmarks.local``: by the engine, by ClickHouse, as a fold in SQL and in plain Python."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.local_asked import Cost, Promise, Question, cost_of, same_answers
from benchmarks.measure import PYTHON

if TYPE_CHECKING:
    from mixpanel_local.engine.funnel.engine import FunnelEngine
    from mixpanel_local.engine.funnel.plan import FunnelPlan

STEPS = ("Product View", "Add to Cart", "Checkout", "Purchase")
PASSES = 16
_DAY_MS = 86_400_000
_WINDOW_DAYS = 7
_WINDOW_MS = _WINDOW_DAYS * _DAY_MS
_UNIQUE = ("optimized", "conversion_rate_unique")
_TOTAL = ("default", "conversion_rate_total")
_NAMES = ", ".join(f"'{name}'" for name in STEPS)
_CHDB = os.environ.get("MPX_CHDB_PYTHON", "")
_PLAIN_ROWS = 1_000_000
"""The plain reference holds every event as an object."""


def funnel(folder: str, counted: tuple[str, str] = _UNIQUE, passes: int | None = 1) -> Question:
    """A funnel of four steps."""
    engine, plan = _ready(folder, counted, passes)
    return lambda: [*engine.report(plan).at((), 0).counts]


def rows(folder: str) -> Question:
    """What it reads: scanned, filtered, sorted; and the count of events that have no user."""
    from mixpanel_local.engine.funnel.question import Question as Asked
    from mixpanel_local.engine.notes import Notes

    engine, plan = _ready(folder, _UNIQUE, 1)
    sequences = Asked(plan, engine.store, engine.setting, Notes(engine.setting.assumptions)).sequences

    def ask() -> object:
        return sum(map(len, sequences.passes(engine.query, engine.passing))), sequences.without_user(engine.query)

    return ask


def _ready(folder: str, counted: tuple[str, str], passes: int | None) -> tuple[FunnelEngine, FunnelPlan]:
    from datetime import UTC, datetime

    from benchmarks.events import FIRST, LAST
    from mixpanel_dataset.store import Store
    from mixpanel_local.assumptions import Assumptions
    from mixpanel_local.engine.calendar import Zone
    from mixpanel_local.engine.database import Database
    from mixpanel_local.engine.funnel.engine import FunnelEngine
    from mixpanel_local.engine.funnel.reading import read_funnel_report
    from mixpanel_local.engine.sequences.passes import DEFAULT, Passing
    from mixpanel_local.engine.setting import Setting

    store = Store.open(folder)
    # The order of the log is what the others go by too.
    setting = Setting(datetime.now(UTC), Zone("UTC"), assumptions=Assumptions(funnel_grace_seconds=0))
    passing = DEFAULT if passes is None else Passing(count=passes)
    engine = FunnelEngine(store, Database(store.root).query(), setting, passing)
    small, whole = (read_funnel_report(_params(counted, FIRST, last), setting) for last in (FIRST, LAST))
    engine.report(small)
    return engine, whole


def _params(counted: tuple[str, str], *days: Any) -> Mapping[str, Any]:
    reentry, math = counted
    behavior = {
        "type": "funnel",
        "behaviors": [{"type": "event", "name": name} for name in STEPS],
        "conversionWindowDuration": _WINDOW_DAYS,
        "conversionWindowUnit": "day",
        "funnelReentryMode": reentry,
    }
    show = [{"behavior": behavior, "measurement": {"math": math}}]
    time_range = [{"dateRangeType": "between", "unit": "day", "value": [day.isoformat() for day in days]}]
    return {"bookmark": {"sections": {"show": show, "time": time_range}, "displayOptions": {}}}


def window_funnel(folder: str) -> Question:
    """The same by ClickHouse, which knows no time beyond the range."""
    import chdb  # type: ignore[import-not-found, unused-ignore]

    matches = ", ".join(f"event = '{name}'" for name in STEPS)
    query = (
        f"SELECT level, count() FROM (SELECT distinct_id, "
        f"windowFunnel({_WINDOW_MS})(toUInt64(time), {matches}) AS level "
        f"FROM file('{folder}/date=*/*.parquet', Parquet) WHERE event IN ({_NAMES}) GROUP BY distinct_id) "
        f"GROUP BY level ORDER BY level SETTINGS max_threads = 2"
    )
    chdb.query("SELECT 1")

    def ask() -> object:
        levels = dict(map(int, line.split(",")) for line in str(chdb.query(query)).split())
        return [sum(levels.get(level, 0) for level in range(step, len(STEPS) + 1)) for step in range(1, len(STEPS) + 1)]

    return ask


def fold(folder: str) -> Question:
    """Totals, one attempt after the other, folded over each user's events by DuckDB."""
    import duckdb

    numbered = " ".join(f"WHEN '{name}' THEN {at}" for at, name in enumerate(STEPS, 1))
    counts = [f"c{at}" for at in range(1, len(STEPS) + 1)]
    untouched = ", ".join(f"'{count}': 0" for count in counts)
    taken = f"(CASE WHEN a.n > 0 AND x.t - a.e > {_WINDOW_MS} THEN 0 ELSE a.n END)"
    step = f"(x.k = {taken} + 1)"
    counted = ", ".join(f"'{count}': a.{count} + ({step} AND x.k = {at})::INT" for at, count in enumerate(counts, 1))
    state = (
        f"{{'t': x.t, 'k': x.k, 'n': CASE WHEN {step} THEN x.k % {len(STEPS)} ELSE {taken} END, "
        f"'e': CASE WHEN {step} AND x.k = 1 THEN x.t ELSE a.e END, {counted}}}"
    )
    event = f"{{'t': time, 'k': CASE event {numbered} END, 'n': 0, 'e': 0::BIGINT, {untouched}}}"
    nothing = f"{{'t': 0::BIGINT, 'k': 0, 'n': 0, 'e': 0::BIGINT, {untouched}}}"
    query = (
        f"WITH ordered AS (SELECT list({event} ORDER BY time, seq) AS xs "
        f"FROM read_parquet('{folder}/date=*/*.parquet') WHERE event IN ({_NAMES}) GROUP BY distinct_id), "
        f"folded AS (SELECT list_reduce(list_prepend({nothing}, xs), lambda a, x: {state}) AS a FROM ordered) "
        f"SELECT {', '.join(f'sum(a.{c})::BIGINT' for c in counts)} FROM folded"
    )
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    return lambda: [*(connection.execute(query).fetchone() or ())]


def plain(folder: str) -> Question:
    """One attempt after the other, by the plain reference of the tests; its events are there before it is asked."""
    import polars as pl

    from benchmarks.events import FIRST, LAST
    from tests.reference_engine import Range, Row, Step
    from tests.reference_funnels import Funnel, reached
    from tests.reference_funnels import funnel as attempts

    events = pl.scan_parquet(f"{folder}/date=*/*.parquet", hive_partitioning=False)
    events = events.filter(pl.col("event").is_in(STEPS)).select("event", "distinct_id", "time", "seq")
    found = [Row(*row, {}) for row in events.collect().iter_rows()]
    asked = Funnel(tuple(map(Step, STEPS)), Range(FIRST, LAST), _WINDOW_MS, counting="total")

    def ask() -> object:
        (several,) = attempts(found, asked).values()
        return [len(reached(several, step)) for step in range(len(STEPS))]

    return ask


QUESTIONS = {
    "funnel": lambda folder: funnel(folder, passes=None),
    "funnel, 1 pass": funnel,
    "funnel, 16 passes": lambda folder: funnel(folder, passes=PASSES),
    "rows": rows,
    "totals": lambda folder: funnel(folder, _TOTAL),
    "windowFunnel": window_funnel,
    "fold": fold,
    "plain": plain,
}
_ONCE = ("fold", "plain")
_SAME = (
    ("funnel", "windowFunnel"),
    ("funnel", "funnel, 1 pass"),
    ("funnel", "funnel, 16 passes"),
    ("totals", "fold"),
    ("totals", "plain"),
)


def costs(count: int, folder: Path, rounds: int) -> dict[str, Cost]:
    """What they cost; of questions that take long once. They have to give the same answers."""
    left_out = {"windowFunnel": not _CHDB, "plain": count > _PLAIN_ROWS}
    names = [name for name in QUESTIONS if not left_out.get(name)]
    found = {name: _cost(name, folder, rounds) for name in names}
    same_answers(found, _SAME)
    return found


def _cost(name: str, folder: Path, rounds: int) -> Cost:
    python = _CHDB if name == "windowFunnel" else PYTHON
    return cost_of("local_funnels", name, folder, 1 if name in _ONCE else rounds, python)


def promises(cost: Mapping[str, Cost]) -> Sequence[Promise]:
    """What is promised of funnels."""
    one, read = cost["funnel, 1 pass"].cpu, cost["rows"].cpu
    told = [Promise("funnel, kernel : scan, filter and sort, CPU", (one - read) / read, 0.5)]
    told.append(Promise("funnel, totals : the same folded in SQL, CPU", cost["totals"].cpu / cost["fold"].cpu, 0.25))
    if "windowFunnel" in cost:
        told.append(Promise("funnel : windowFunnel, CPU", one / cost["windowFunnel"].cpu, 1.75))
    if "plain" in cost:
        times = cost["plain"].cpu / cost["totals"].cpu
        told.append(Promise("plain Python : funnel, totals, CPU", times, 5, at_most=False))
    return told
