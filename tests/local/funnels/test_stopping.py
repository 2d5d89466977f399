"""A funnel that nobody waits for any more ends soon, and leaves nothing behind."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from mixpanel_dataset.store import Store
from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.database import Database, Query
from mixpanel_local.engine.funnel.engine import FunnelEngine
from mixpanel_local.engine.funnel.reading import read_funnel_report
from mixpanel_local.engine.sequences.passes import Passing
from mixpanel_local.engine.setting import Setting
from tests.local.asking import at, event
from tests.local.funnels.asking import funnel, journey


class Watched(Query):
    """A query that is stopped when it is looked at for the nth time."""

    def __init__(self, query: Query, at: int) -> None:
        super().__init__(query._cursor)
        self.looks, self._at = 0, at

    def check(self) -> None:
        self.looks += 1
        if self.looks == self._at:
            self.stop()
        super().check()


@pytest.mark.parametrize("math", ["conversion_rate_unique", "conversion_rate_total"])
def test_it_can_be_stopped_between_passes_and_between_steps(tmp_path: Path, math: str) -> None:
    happened = [event(name, f"u{n}", at("2026-01-10") + turn) for n in range(20) for turn, name in enumerate("ABC")]
    root = journey(tmp_path, *happened).root
    store, setting = Store.open(root), Setting(datetime(2026, 2, 1, tzinfo=UTC), Zone("UTC"))
    plan = read_funnel_report(json.loads(funnel("A", "B", "C", math=math).body), setting)
    database = Database(store.root)
    try:
        whole = Watched(database.query(), 0)
        FunnelEngine(store, whole, setting, Passing(count=3)).report(plan)
        # Before every query, and in each pass at every step.
        assert whole.looks > 3 * 3
        assert whole.progress == 1.0
        for look in range(1, whole.looks + 1):
            with pytest.raises(duckdb.InterruptException):
                FunnelEngine(store, Watched(database.query(), look), setting, Passing(count=3)).report(plan)
    finally:
        database.close()
