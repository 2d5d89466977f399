"""The blocking face adds at most 5 microseconds to a call of the async core, on a transport that does nothing."""

from __future__ import annotations

import time
from typing import Any

import anyio

import mixpanel_async
import mixpanel_sync
from benchmarks.measure import interleaved, report
from mixpanel_transports.fake import Fake, json_reply

CALLS = 2_000
TARGET_US = 5.0
OPTIONS: dict[str, Any] = {"username": "u", "secret": "s", "project_id": 1}


def async_core() -> float:
    """Microseconds a call, awaited on asyncio."""

    async def ask() -> float:
        async with mixpanel_async.Workspace(transport=_server(), **OPTIONS) as ws:
            await ws.property_values("p")
            began = time.process_time()
            for _ in range(CALLS):
                await ws.property_values("p")
            return 1e6 * (time.process_time() - began) / CALLS

    return anyio.run(ask)


def blocking_face() -> float:
    """Microseconds a call, blocking."""
    with mixpanel_sync.Workspace(transport=_server(), **OPTIONS) as ws:
        ws.property_values("p")
        began = time.process_time()
        for _ in range(CALLS):
            ws.property_values("p")
        return 1e6 * (time.process_time() - began) / CALLS


def _server() -> Fake:
    answer = json_reply(["a"])
    return Fake(lambda _: answer)


def main() -> None:
    """Print CPU microseconds a call of both faces and their difference."""
    cost = interleaved({"async core": async_core, "blocking face": blocking_face})
    added = cost["blocking face"] - cost["async core"]
    met = "met" if added <= TARGET_US else "NOT met"
    report(
        "Overhead of one call, all layers, on Fake",
        [
            ("face", "CPU us a call"),
            *((name, f"{value:.1f}") for name, value in cost.items()),
            ("the face adds", f"{added:.1f} (target <= {TARGET_US:.0f}: {met})"),
        ],
    )


if __name__ == "__main__":
    main()
