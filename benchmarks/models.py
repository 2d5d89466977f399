"""How fast lists of the App API become objects, with what nobody declared kept: at least 1.2 times the peer's rate.

``python -m benchmarks.models``; the peer's pydantic models are measured in the same run where ``measure.peer_python``
finds it. Then what it costs to import ``Workspace``, which brings no kind of thing with it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.measure import PYTHON, interleaved, peer_python, process_cpu, report, versus

OBJECTS = 10_000
READINGS = 5
ROUNDS = 5
TARGET = 1.2

# A row of a list, filled as a busy project has it; its last two fields are declared by neither side.
ROWS: dict[str, dict[str, Any]] = {
    "Dashboard": {
        "id": 4001,
        "title": "Weekly key numbers",
        "description": "What the Monday meeting looks at",
        "is_private": False,
        "is_restricted": False,
        "creator_id": 77,
        "creator_name": "Ada Example",
        "creator_email": "ada@example.com",
        "created": "2025-03-01T08:30:00+00:00",
        "modified": "2026-01-31T17:45:12.123456+00:00",
        "is_favorited": True,
        "pinned_date": "2026-01-15",
        "layout_version": "2",
        "unique_view_count": 41,
        "total_view_count": 1250,
        "last_modified_by_id": 78,
        "last_modified_by_name": "Bob Example",
        "last_modified_by_email": "bob@example.com",
        "filters": [{"property": "plan", "values": ["pro", "team"]}],
        "breakdowns": [{"property": "country"}],
        "time_filter": {"last": 30, "unit": "day"},
        "generation_type": None,
        "parent_dashboard_id": None,
        "child_dashboards": [],
        "can_update_basic": True,
        "can_share": True,
        "can_view": True,
        "can_update_restricted": True,
        "can_update_visibility": True,
        "is_superadmin": False,
        "allow_staff_override": False,
        "can_pin": True,
        "is_shared_with_project": True,
        "creator": "ada@example.com",
        "ancestors": [],
        "num_active_public_links": 0,
        "icon": {"emoji": "chart", "colour": "purple"},
        "reviewed_by": [77, 78],
    },
    "Cohort": {
        "id": 5001,
        "name": "Paying users",
        "description": "Bought something in the last 30 days",
        "count": 12500,
        "is_visible": True,
        "is_locked": False,
        "data_group_id": None,
        "last_edited": "2026-01-31T17:45:12+00:00",
        "created_by": {"id": 77, "name": "Ada Example", "email": "ada@example.com"},
        "referenced_by": [9001, 9002],
        "referenced_directly_by": [],
        "active_integrations": [3],
        "verified": True,
        "last_queried": "2026-02-01T00:00:00+00:00",
        "referenced_cohorts": [5000],
        "refresh": {"every": "day"},
        "stale": False,
    },
    "EventDefinition": {
        "id": 6001,
        "name": "Purchase",
        "displayName": "Purchase made",
        "description": "An order was paid",
        "hidden": False,
        "dropped": False,
        "merged": False,
        "verified": True,
        "tags": ["revenue", "core"],
        "customEventId": None,
        "lastModified": "2026-01-31T17:45:12+00:00",
        "status": "active",
        "platforms": ["web", "iOS"],
        "createdUtc": "2025-03-01T08:30:00+00:00",
        "modifiedUtc": "2026-01-31T17:45:12+00:00",
        "volume": {"last_30_days": 1250000},
        "owners": ["ada@example.com"],
    },
}

_PEER = """
import sys
sys.path.insert(0, {here!r})
from mixpanel_headless import types
from benchmarks.models import measure
kind = types.{title}
measure({title!r}, lambda rows: [kind.model_validate(row) for row in rows])
"""


def measure(title: str, read: Callable[[list[Any]], list[Any]]) -> None:
    """Print the CPU microseconds of one object: the best of several readings of a list, as parsed from JSON."""
    rows = json.loads(json.dumps([ROWS[title]] * OBJECTS))
    read(rows[:1])
    print(min(_reading(read, rows) for _ in range(READINGS)))


def _reading(read: Callable[[list[Any]], list[Any]], rows: list[Any]) -> float:
    began = time.process_time()
    found = read(rows)
    taken = time.process_time() - began
    assert len(found) == len(rows)
    return 1e6 * taken / len(rows)


def ours(title: str) -> None:
    """Measure this library."""
    import mixpanel_async
    from mixpanel_async.answer import Answer
    from mixpanel_async.entities._calls import many

    read = many(getattr(mixpanel_async, title))
    measure(title, lambda rows: read(Answer({"status": "ok", "results": rows})))


def main() -> None:
    """Measure both sides, each kind in a process of its own, and compare; then the import."""
    peer = peer_python()
    sides = {"ours": partial(_run, PYTHON, "from benchmarks.models import ours; ours({title!r})")}
    if peer is None:
        print("The peer is not installed; set MPX_PEER_PYTHON", file=sys.stderr)
    else:
        sides["peer"] = partial(_run, str(peer), _PEER)
    contenders = {f"{side} {title}": partial(run, title) for side, run in sides.items() for title in ROWS}
    cost = interleaved(contenders, ROUNDS)
    rows = [_row(title, cost[f"ours {title}"], cost.get(f"peer {title}")) for title in ROWS]
    report("Objects from lists of 10,000", [("kind", "CPU us", "objects/s", "peer's us", "faster"), *rows])
    print()
    report("Import, CPU ms above a bare interpreter", _imports())


def _row(title: str, cost: float, peer: float | None) -> tuple[str, ...]:
    mine = (title, f"{cost:.2f}", f"{1e6 / cost:,.0f}")
    return (*mine, "-", "-") if peer is None else (*mine, f"{peer:.2f}", versus(peer / cost, TARGET, at_most=False))


def _imports() -> list[tuple[str, str]]:
    codes = ("pass", "import mixpanel_async", "from mixpanel_async import Workspace")
    cpu = interleaved({code: partial(process_cpu, PYTHON, code) for code in codes})
    return [("import", "CPU ms"), *((code, f"{cpu[code] - cpu['pass']:.0f}") for code in codes[1:])]


def _run(python: str, code: str, title: str) -> float:
    here = str(Path(__file__).parents[1])
    code = code.format(here=here, title=title)
    return float(subprocess.run([python, "-c", code], cwd=here, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    main()
