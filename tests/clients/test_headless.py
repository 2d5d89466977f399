"""mixpanel-headless 0.4.0 gets what our client gets, and keeps what our client then finds."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import mixpanel_sync
from mixpanel_local import LocalMixpanel
from tests.clients.asking import run, workspace

WEEK = "from_date='2017-11-01', to_date='2017-11-08'"
QUERIES = [
    f"ws.query('Checkout', {WEEK})",
    f"ws.query('Checkout', math='unique', unit='week', {WEEK})",
    f"ws.query(['Checkout', Metric('Checkout', math='unique')], {WEEK})",
    f"ws.query(Metric('Checkout', math='average', property='sales_value'), {WEEK})",
    f"ws.query('Department Purchase', group_by='department', {WEEK})",
    f"ws.query('Department Purchase', group_by='department', mode='total', {WEEK})",
    f"ws.query('Checkout', where=Filter.greater_than('units', 10), mode='total', {WEEK})",
    f"ws.query('Checkout', group_by=GroupBy('units', 'number', bucket_size=10, bucket_min=0, bucket_max=50), {WEEK})",
    f"ws.query([Metric('Checkout'), Metric('Checkout', math='unique')], formula='A / B', {WEEK})",
    f"ws.query('Checkout', rolling=3, {WEEK})",
]
FUNNELS = [
    f"ws.query_funnel(['Campaign Received', 'Coupon Redeemed'], {WEEK})",
    f"ws.query_funnel(['Checkout', 'Checkout'], conversion_window=2, {WEEK})",
]
RETENTIONS = [f"ws.query_retention('Checkout', 'Checkout', retention_unit='day', {WEEK})"]
FLOWS = [
    f"ws.query_flow('Checkout', forward=2, {WEEK})",
    f"ws.query_flow('Checkout', forward=1, reverse=1, cardinality=5, mode='paths', {WEEK})",
]
USERS = [
    "ws.query_user()",
    "ws.query_user(where=Filter.equals('household_size', '2'))",
    "ws.query_user(mode='profiles', limit=5, sort_by='income', properties=['income'])",
    "ws.query_user(mode='profiles', limit=None)",
]
LEGACY = [
    f"ws.segmentation('Checkout', {WEEK})",
    f"ws.event_counts(['Checkout', 'Coupon Redeemed'], {WEEK})",
    f"ws.property_counts('Department Purchase', 'department', {WEEK})",
    f"ws.frequency({WEEK})",
]
FRAMES = [*QUERIES, *FUNNELS, *RETENTIONS, *FLOWS, *USERS, *LEGACY]
VALUES = [
    "ws.events()",
    "ws.properties('Checkout')",
    "ws.property_values('department', event='Department Purchase')",
    f"sum(1 for _ in ws.stream_events({WEEK}))",
    "sum(1 for _ in ws.stream_profiles())",
    "[[event.event, event.count] for event in ws.top_events()]",
    "[cohort.count for cohort in ws.cohorts()]",
]
NAMES = {name: getattr(mixpanel_sync, name) for name in ("Filter", "GroupBy", "Metric", "Formula")}


def table(frame: Any) -> tuple[list[str], list[list[Any]]]:
    return frame.columns, [list(map(_plain, row)) for row in frame.rows()]


def _plain(cell: Any) -> Any:
    return cell.isoformat() if isinstance(cell, date | datetime) else cell


def ours(url: str) -> Any:
    with workspace(url) as ws:
        return {
            "frames": [table(eval(line, {"ws": ws, **NAMES}).df) for line in FRAMES],
            "values": [eval(line, {"ws": ws, **NAMES}) for line in VALUES],
            "dashboards": [[board.id, board.title, board.description] for board in ws.list_dashboards()],
            "cohorts": [[cohort.id, cohort.name, cohort.description] for cohort in ws.list_cohorts_full()],
        }


def test_both_get_the_same(panel: LocalMixpanel, tmp_path: Path, told: Callable[[str], None]) -> None:
    theirs = run("", "headless", tmp_path, {"frames": FRAMES, "values": VALUES}, **panel.environ)
    mine = ours(panel.url)
    assert mine["dashboards"] == theirs["kept"]["dashboards"] == [[1, "Made elsewhere", "And changed"]]
    assert mine["cohorts"] == theirs["kept"]["cohorts"] == [[1, "Made elsewhere", "And changed"]]
    assert theirs["values"] == json.loads(json.dumps(mine["values"]))
    assert mine["values"][-1][0] > 10
    for line, left, right in zip(FRAMES, mine["frames"], theirs["frames"], strict=True):
        _same(line, left, right)
    told(
        f"mixpanel-headless 0.4.0: {len(FRAMES)} questions (insights, funnels, retention, flows, users, older reports) "
        f"with {sum(len(rows) for _, rows in mine['frames'])} rows, {mine['values'][3]} events and "
        f"{mine['values'][4]} profiles streamed, dashboards and cohorts made, changed and removed: all as our client "
        "has them"
    )


def _same(line: str, mine: Any, theirs: Any) -> None:
    columns = [name for name in mine[0] if name in theirs[0]]
    assert mine[1], f"no rows: {line}"
    assert len(mine[1]) == len(theirs[1]), line
    for left, right in zip(_chosen(mine, columns), _chosen(theirs, columns), strict=True):
        for a, b in zip(left, right, strict=True):
            assert _agree(a, b), f"{line}: {left} {right}"


def _chosen(found: Any, columns: list[str]) -> list[list[Any]]:
    places = [found[0].index(name) for name in columns]
    return [[row[place] for place in places] for row in found[1]]


def _agree(mine: Any, theirs: Any) -> bool:
    if isinstance(mine, int | float) and isinstance(theirs, int | float):
        return bool(mine == pytest.approx(theirs, rel=1e-9))
    if isinstance(mine, str) and isinstance(theirs, str):
        return mine[:10] == theirs[:10] if mine[:4] == "2017" else mine == theirs
    return bool(mine == theirs)
