"""What is noticed while the embedded Mixpanel answers: how soon it stops, and how late the event loop comes.

Seconds by the clock are those of an idle machine: on a busy one others are waited for, too.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.events import FIRST, LAST
from benchmarks.local_asked import Promise
from benchmarks.local_funnels import STEPS

if TYPE_CHECKING:
    from mixpanel_async import Workspace

CANCEL_SECONDS = 0.1
STALL_SECONDS = 0.05
_MOMENTS = (0.05, 0.2, 0.4, 0.6, 0.8)
"""When a question is cancelled, in parts of the time it takes."""
_QUIET = 0.5
_BEAT = 0.001
_DAYS = {"from_date": FIRST, "to_date": LAST}

QUESTIONS: dict[str, Callable[[Workspace], Coroutine[Any, Any, object]]] = {
    "insights": lambda ws: ws.query("Page View", math="unique", group_by=["country", "plan"], **_DAYS),
    "funnel": lambda ws: ws.query_funnel(list(STEPS), **_DAYS),
    "retention": lambda ws: ws.query_retention("Search", "Purchase", **_DAYS),
    "flows": lambda ws: ws.query_flow("Add to Cart", forward=3, reverse=1, **_DAYS),
}


def promises(folder: Path) -> Sequence[Promise]:
    """What is promised of cancelling and of the event loop."""
    return asyncio.run(_promises(folder))


async def _promises(folder: Path) -> Sequence[Promise]:
    from mixpanel_async import Workspace

    found = []
    async with Workspace.local(folder) as ws:
        for name, ask in QUESTIONS.items():
            await ask(ws)
            seconds, stall = await _stall(ask(ws))
            ends = [await _cancelled(ask(ws), part * seconds) for part in _MOMENTS]
            returned, burnt = map(max, zip(*ends, strict=True))
            bound = f"{CANCEL_SECONDS:g} s"
            found += [
                Promise(f"{name}, cancelled : {bound} until it returns", returned / CANCEL_SECONDS, 1),
                Promise(f"{name}, cancelled : {bound} CPU from then on", burnt / CANCEL_SECONDS, 1),
                Promise(f"{name}, event loop late : {STALL_SECONDS * 1000:g} ms", stall / STALL_SECONDS, 1),
            ]
    return found


async def _stall(question: Coroutine[Any, Any, object]) -> tuple[float, float]:
    """How long a question takes, and by how much the loop came late at worst meanwhile."""
    late = 0.0
    task, began = asyncio.ensure_future(question), time.perf_counter()
    while not task.done():
        before = time.perf_counter()
        await asyncio.sleep(_BEAT)
        late = max(late, time.perf_counter() - before - _BEAT)
    await task
    return time.perf_counter() - began, late


async def _cancelled(question: Coroutine[Any, Any, object], after: float) -> tuple[float, float]:
    """Seconds from a cancel to its return, and CPU seconds used until half a second after that."""
    task = asyncio.ensure_future(question)
    await asyncio.sleep(after)
    task.cancel()
    began, used = time.perf_counter(), time.process_time()
    await asyncio.wait([task])
    returned = time.perf_counter() - began
    await asyncio.sleep(_QUIET)
    return returned, time.process_time() - used


if __name__ == "__main__":
    import sys

    for promise in promises(Path(sys.argv[1])):
        print(promise)
