"""The grocery panel that ships with the command: its days in New York, over both changes of clocks."""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mixpanel_local import import_events
from tests.local.asking import Asking, metric

PANEL = Path(__file__).resolve().parents[2] / "mixpanel_async" / "cli" / "demo_data" / "completejourney.ndjson.gz"
ZONE = ZoneInfo("America/New_York")

pytestmark = pytest.mark.skipif(not PANEL.exists(), reason="the panel is not shipped in this checkout")


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    root = tmp_path_factory.mktemp("panel")
    import_events(PANEL, root, time_zone=ZONE.key)
    return Asking(root)


def test_events_and_users_of_every_day_equal_a_plain_count(asking: Asking) -> None:
    events: Counter[str] = Counter()
    users: defaultdict[str, set[str]] = defaultdict(set)
    with gzip.open(PANEL) as lines:
        for properties in (json.loads(line)["properties"] for line in lines):
            day = datetime.fromtimestamp(properties["time"], UTC).astimezone(ZONE).date().isoformat()
            events[day] += 1
            users[day].add(properties["distinct_id"])
    span = (min(events), max(events))
    offsets = {datetime.fromisoformat(day).replace(tzinfo=ZONE).utcoffset() for day in events}
    assert offsets == {timedelta(hours=-5), timedelta(hours=-4)}
    show = [metric("$all_events", name="events"), metric("$all_events", "unique", name="users")]
    series = asking.series(*show, dates=span)
    assert {day[:10]: count for day, count in series["events"].items() if count} == dict(events)
    assert {day[:10]: count for day, count in series["users"].items() if count} == {
        day: len(several) for day, several in users.items()
    }
