"""Cancels a coroutine at its n-th suspension, on either event loop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from typing import Any

import anyio
from attrs import define


@define
class _Counted:
    """Awaits *work*, and calls *act* when it is suspended for the *n*-th time."""

    work: Awaitable[object]
    n: int
    act: Callable[[], None]

    def __await__(self) -> Generator[Any, Any, object]:
        steps = self.work.__await__()
        resume: Callable[[], Any] = lambda: next(steps)  # noqa: E731
        while True:
            try:
                waiting_for = resume()
            except StopIteration as end:
                return end.value
            if self.n == 0:
                self.act()
            self.n -= 1
            try:
                sent = yield waiting_for
            except BaseException as error:  # noqa: BLE001
                resume = lambda error=error: steps.throw(error)  # noqa: E731
            else:
                resume = lambda sent=sent: steps.send(sent)  # noqa: E731


async def cancel_at(n: int, work: Callable[[], Awaitable[object]]) -> bool:
    """Run *work*, cancelled at suspension *n* (from 0); whether it came so far before it ended."""
    counted = None
    with anyio.CancelScope() as scope:
        counted = _Counted(work(), n, scope.cancel)
        await counted
    assert counted is not None
    return counted.n < 0
