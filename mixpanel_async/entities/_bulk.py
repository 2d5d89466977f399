"""Several things dealt with by one call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mixpanel_async.arguments import ids as checked_ids
from mixpanel_async.connection import Connection
from mixpanel_async.entities._calls import app_call, done


async def all_removed(connection: Connection, path: str, key: str, ids: Sequence[int]) -> None:
    """Remove the things of those *ids*, which *path* takes under a *key*; of none, nothing is sent."""
    return await all_told(connection, path, key, checked_ids(ids, "ids"))


async def all_told(connection: Connection, path: str, key: str, entries: Sequence[Any]) -> None:
    """Send *entries* to *path* under a *key*; of none, nothing is sent."""
    if entries:
        await connection.perform(app_call("POST", path, done, body={key: entries}))
