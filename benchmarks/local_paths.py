"""Retention and flows for ``benchmarks.local``: by the engine, and the retention as one would write it in polars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.local_asked import Cost, Promise, Question, cost_of, same_answers

BORN, BACK = "Search", "Purchase"
ANCHOR = "Add to Cart"
_DAY_MS = 86_400_000
_WEEK_MS = 7 * _DAY_MS


def retention(folder: str, passes: int | None = None) -> Question:
    """Daily cohorts of who searched, and who of them purchased in the weeks after."""
    from benchmarks.events import FIRST, LAST
    from mixpanel_local.engine.database import Database
    from mixpanel_local.engine.retention.engine import DEFAULT, Retained
    from mixpanel_local.engine.retention.reading import read_retention
    from mixpanel_local.engine.sequences.passes import Passing

    store, setting = _setting(folder)
    query = Database(store.root).query()

    def asked(last: Any) -> tuple[int, int]:
        read = read_retention({"bookmark": _cohorts(FIRST.isoformat(), last.isoformat())}, setting)
        passing = DEFAULT if passes is None else Passing(count=passes)
        answer = Retained(store, query, setting.now, read.asked, passing=passing).answer()
        return sum(row.size for row in answer.overall), sum(sum(row.users) for row in answer.overall)

    asked(FIRST)
    return lambda: asked(LAST)


def _cohorts(first: str, last: str) -> dict[str, Any]:
    behavior = {
        "type": "retention",
        "behaviors": [{"type": "event", "name": name} for name in (BORN, BACK)],
        "retentionUnit": "week",
        "retentionAlignmentType": "birth",
    }
    time = [{"dateRangeType": "between", "unit": "day", "value": [first, last]}]
    show = [{"behavior": behavior, "measurement": {"math": "retention_rate"}}]
    return {"sections": {"show": show, "time": time}, "displayOptions": {}}


def by_polars(folder: str) -> Question:
    """The same cohorts, by hand."""
    import polars as pl

    def asked() -> object:
        events = pl.scan_parquet(f"{folder}/date=*/*.parquet", hive_partitioning=False)
        events = events.select("event", "distinct_id", "time")
        born = events.filter(pl.col("event") == BORN).with_columns(row=pl.col("time") // _DAY_MS)
        born = born.group_by("distinct_id", "row").agg(birth=pl.col("time").min())
        back = events.filter(pl.col("event") == BACK).select("distinct_id", "time")
        later = pl.col("time") > pl.col("birth")
        joined = born.join(back, on="distinct_id").filter(later)
        bucketed = joined.select("row", "distinct_id", k=(pl.col("time") - pl.col("birth")) // _WEEK_MS)
        sizes, users = pl.collect_all(
            [born.group_by("row").len(), bucketed.unique().group_by("row", "k").len()],
        )
        return sizes["len"].sum(), users["len"].sum()

    pl.scan_parquet(f"{folder}/date=*/*.parquet", hive_partitioning=False).select("event").head(1).collect()
    return asked


def flows(folder: str, passes: int | None = None) -> Question:
    """What comes before every time something was put into a cart, and the three events after it."""
    from benchmarks.events import FIRST, LAST
    from mixpanel_local.engine.database import Database
    from mixpanel_local.engine.flow.engine import FlowEngine
    from mixpanel_local.engine.flow.reading import read_flow
    from mixpanel_local.engine.notes import Notes
    from mixpanel_local.engine.sequences.passes import DEFAULT, Passing

    store, setting = _setting(folder)
    notes = Notes(setting.assumptions)
    passing = DEFAULT if passes is None else Passing(count=passes)
    engine = FlowEngine(store, Database(store.root).query(), setting, notes, passing)

    def asked(last: Any) -> object:
        bookmark = {
            "steps": [{"event": ANCHOR, "forward": 3, "reverse": 1}],
            "date_range": {"type": "between", "from_date": FIRST.isoformat(), "to_date": last.isoformat()},
            "count_type": "total",
        }
        return engine.pictures(read_flow(bookmark, "flows_sankey", setting, notes)).overall.flows

    asked(FIRST)
    return lambda: asked(LAST)


def _setting(folder: str) -> Any:
    from mixpanel_dataset.store import Store
    from mixpanel_local.engine.calendar import Zone
    from mixpanel_local.engine.setting import Setting

    return Store.open(folder), Setting(datetime.now(UTC), Zone("UTC"))


PASSES = 16
QUESTIONS = {
    "retention": retention,
    "retention, 1 pass": lambda folder: retention(folder, 1),
    "retention, 16 passes": lambda folder: retention(folder, PASSES),
    "retention by polars": by_polars,
    "flows": flows,
    "flows, 1 pass": lambda folder: flows(folder, 1),
    "flows, 16 passes": lambda folder: flows(folder, PASSES),
}
_SAME = (
    ("retention", "retention by polars"),
    ("retention", "retention, 1 pass"),
    ("retention", "retention, 16 passes"),
    ("flows", "flows, 1 pass"),
    ("flows", "flows, 16 passes"),
)


def costs(folder: Path, rounds: int) -> dict[str, Cost]:
    """What they cost; they have to give the same answers."""
    found = {name: cost_of("local_paths", name, folder, rounds) for name in QUESTIONS}
    same_answers(found, _SAME)
    return found


def promises(cost: Mapping[str, Cost]) -> Sequence[Promise]:
    """What is promised of retention."""
    return [Promise("retention : polars, CPU", cost["retention"].cpu / cost["retention by polars"].cpu, 2.5)]
