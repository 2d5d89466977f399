"""Sent in any number of calls, with questions in between, events come back as if they had been imported."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mixpanel_local import create_store
from tests.local.asking import Asking, event, get, metric, stored
from tests.local.ingestion.sending import SECONDS, happened, sent
from tests.local.test_round_trip import JSON, NAME, SLOW, canonical

TAKEN = {"time", "distinct_id", "$insert_id", "token", "ip", "name", "user", "mp_processing_time_ms"}


def nesting(value: Any) -> int:
    """How deep lists and objects go; what is sent may go three deep."""
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max(map(nesting, inner), default=0) if isinstance(value, dict | list) else 0


FITTING = JSON.filter(lambda value: nesting(value) <= 3)
PROPERTIES = st.dictionaries(NAME.filter(lambda name: name not in TAKEN), FITTING, max_size=4)
DAYS = st.integers(0, 2).map(lambda days: SECONDS - days * 86_400)
EVENT = st.builds(
    lambda user, time, properties: (user, time, properties), st.sampled_from(["ada", "bob"]), DAYS, PROPERTIES
)
SPAN = {"from_date": "2026-01-01", "to_date": "2026-02-01"}


@settings(SLOW, max_examples=12)
@given(st.lists(st.lists(EVENT, max_size=4), max_size=5))
def test_sent_is_imported(calls: list[list[tuple[str, int, dict[str, Any]]]]) -> None:
    with TemporaryDirectory() as folder:
        create_store(Path(folder) / "sent")
        asking = Asking(Path(folder) / "sent")
        for call, events in enumerate(calls):
            several = [
                happened(user=user, **{**properties, "time": time, "$insert_id": f"{call}-{at}"})
                for at, (user, time, properties) in enumerate(events)
            ]
            asking.send(sent("/import", several))
            asking.series(metric())
        lines = [
            event(user=user, **{**properties, "time": time, "$insert_id": f"{call}-{at}"})
            for call, events in enumerate(calls)
            for at, (user, time, properties) in enumerate(events)
        ]
        assert canonical(export(asking)) == canonical(export(stored(Path(folder), lines)))


def export(asking: Asking) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in asking.send(get("/api/2.0/export", **SPAN)).body.splitlines()]
    for line in lines:
        line["properties"].pop("mp_processing_time_ms", None)
    return lines
