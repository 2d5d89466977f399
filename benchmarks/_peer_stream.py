"""The peer's side of ``benchmarks.faults``, for its own interpreter: a line asks, a line says what came.

Its waits cost no time, and it gives up a silent socket as soon as ours does; the rest is as it comes.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from typing import Any

import mixpanel_headless as peer


def came() -> dict[str, Any]:
    """The identities of the events that came, and the error that ended them, if any did."""
    identities: list[Any] = []
    try:
        ws = peer.Workspace()
        client = ws._require_api_client()  # noqa: SLF001
        client._export_timeout = 0.5  # noqa: SLF001
        for event in ws.stream_events(from_date="2026-01-01", to_date="2026-01-01", raw=True):
            identities.append(event["properties"]["$insert_id"] if "event" in event else event)  # noqa: PERF401
    except Exception as error:  # noqa: BLE001 - whatever it is, it was said
        return {"identities": identities, "error": type(error).__name__}
    return {"identities": identities, "error": None}


logging.disable()
time.sleep = lambda _: None
os.environ["MP_API_BASE_URL"] = sys.argv[1]
for _ in sys.stdin:
    print(json.dumps(came()), flush=True)
