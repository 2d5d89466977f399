"""mixpanel-utils 2.2.7 exports what our client streams, and imports what our client then finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mixpanel_local import LocalMixpanel
from tests.clients.asking import run, workspace

DAYS = {"from_date": "2017-11-01", "to_date": "2017-11-08"}
NEW = [
    {
        "event": "Imported",
        "properties": {"time": 1_510_000_000 + at, "distinct_id": f"new {at}", "$insert_id": f"i-{at}"},
    }
    for at in range(2500)
]
PROFILES = [{"$distinct_id": f"new {at}", "$properties": {"number": at}} for at in range(30)]


def test_both_have_the_same(panel: LocalMixpanel, tmp_path: Path, told: Callable[[str], None]) -> None:
    asked = {"url": panel.url, "days": DAYS, "events": NEW, "profiles": PROFILES}
    with workspace(panel.url) as ws:
        before = list(ws.stream_events(**DAYS, raw=True))
        profiles = {row["distinct_id"] for row in ws.stream_profiles()}
        pairs = ws.query_user(where='properties["household_size"] == "2"').value
    theirs = run("mixpanel-utils", "utils", tmp_path, asked)
    assert theirs["events"] == before
    assert {row["$distinct_id"] for row in theirs["people"]} == profiles
    assert theirs["some"] == pairs
    assert theirs["streamed"] > 1000
    with workspace(panel.url) as ws:
        imported = list(ws.stream_events(from_date="2017-11-06", to_date="2017-11-07", events=["Imported"]))
        assert ws.query_user().value == len(profiles) + len(PROFILES)
    assert len(imported) == len(NEW)
    told(
        f"mixpanel-utils 2.2.7: {len(before)} events and {len(profiles)} profiles exported, {len(NEW)} events and "
        f"{len(PROFILES)} profiles imported: all as our client has them"
    )
