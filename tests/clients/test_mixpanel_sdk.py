"""mixpanel 5.4.1, the tracking SDK, writes; our client finds it all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mixpanel_local import LocalMixpanel
from tests.clients.asking import run, workspace

IMPORTED = 1_700_000_000
PATHS = {"events": "track", "people": "engage", "groups": "groups", "import": "import"}


def test_what_it_sends_is_there(empty: LocalMixpanel, tmp_path: Path, told: Callable[[str], None]) -> None:
    asked = {"url": empty.url, "paths": PATHS, "imported": IMPORTED}
    refused = run("mixpanel", "mixpanel_sdk", tmp_path, asked)["refused"]
    assert "token" in refused
    events = empty.events()
    counts = Counter(event["event"] for event in events)
    assert counts == {"Signup": 2, "Purchase": 3, "View": 120}
    signup = next(event["properties"] for event in events if event["properties"].get("plan") == "pro")
    assert (signup["tags"], signup["nested"], signup["distinct_id"]) == (["new", 1], {"deep": None}, "ada")
    profile = empty.profiles()["ada"]
    assert profile.pop("$last_seen")
    assert [charge["$amount"] for charge in profile.pop("$transactions")] == [9.5]
    assert profile == {"$email": "ada@example.com", "visits": 3, "colours": ["blue"]}
    with workspace(empty.url) as ws:
        purchases = ws.query("Purchase", from_date="2023-11-14", to_date="2023-11-14", mode="total")
        assert purchases.df["count"].to_list() == [3]
        assert ws.query_user(mode="profiles", group_id="company").profiles[0]["properties"] == {"plan": "pro"}
        today = datetime.now(UTC).date()
        views = ws.stream_events(from_date=today - timedelta(days=1), to_date=today, events=["View"])
        assert sorted(row["properties"]["number"] for row in views) == list(range(120))
    told(
        f"mixpanel 5.4.1: {sum(counts.values())} events by track, a buffered consumer and import, 12 updates of people "
        "and groups; a call without a token is refused by its words"
    )
