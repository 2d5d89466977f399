"""Changes that take several calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from mixpanel_async.call import Call
from mixpanel_async.connection import Connection
from mixpanel_async.errors import IncompleteChangeError
from mixpanel_transports.errors import MixpanelError

T = TypeVar("T")


async def next_step(connection: Connection, call: Call[T], done: str, way_on: str, details: Mapping[str, Any]) -> T:
    """What *call* gives; where it fails, an error that says what is *done* before it, and how to go on."""
    try:
        return await connection.perform(call)
    except MixpanelError as problem:
        raise IncompleteChangeError(f"{done}, but then: {problem.message}; {way_on}", details=details) from problem


async def changed(connection: Connection, change: Call[T | None], look: Call[T]) -> T:
    """What *change* answers with; where it only says that it is done, what a *look* finds."""
    found = await connection.perform(change)
    if found is not None:
        return found
    return await next_step(connection, look, f"{change.label} is done", "read it again, do not repeat the change", {})
