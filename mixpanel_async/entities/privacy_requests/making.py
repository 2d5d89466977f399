"""How requests for many users are made: in parts, as large as Mixpanel takes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from mixpanel_async.arguments import names
from mixpanel_async.call import Call
from mixpanel_async.connection import Connection
from mixpanel_async.entities._model import Entity
from mixpanel_async.entities._steps import next_step

R = TypeVar("R", bound=Entity)

# docs.mixpanel.com/reference/gdpr-api: distinct ids in a request, and one request a second
PER_RETRIEVAL = 2000
PER_DELETION = 1999
PAUSE = 1.0


async def in_parts(
    connection: Connection, distinct_ids: Sequence[str], size: int, call_of: Callable[[Sequence[str]], Call[list[R]]]
) -> list[R]:
    """The requests made for the users, *size* at a time; where one fails, an error that says which are made."""
    made: list[R] = []
    users = names(distinct_ids, "distinct_ids")
    for start in range(0, len(users), size):
        call = call_of(users[start : start + size])
        part = await _next_part(connection, call, start, made) if made else await connection.perform(call)
        made.extend(part)
    return made


async def _next_part(connection: Connection, call: Call[list[R]], start: int, made: Sequence[R]) -> list[R]:
    await connection.runtime.sleep(PAUSE)
    done, way_on = f"distinct_ids[:{start}] are requested", f"go on with distinct_ids[{start}:]"
    details = {"distinct_ids": start, "requests": [request.to_dict() for request in made]}
    return await next_step(connection, call, done, way_on, details)
