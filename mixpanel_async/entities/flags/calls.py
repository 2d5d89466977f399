"""Calls about flags: where flags are, a project and a data view have to be named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from mixpanel_async.answer import Answer
from mixpanel_async.call import Call, QueryValue
from mixpanel_async.connection import Connection
from mixpanel_async.entities._calls import app_call, one
from mixpanel_async.entities._model import Params
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.entities.flags.flag import FeatureFlag
from mixpanel_async.scope import data_view

T = TypeVar("T")

_FLAGS = "{project}/workspaces/{view}/feature-flags/"


async def of_flags(
    connection: Connection,
    method: str,
    read: Callable[[Answer], T],
    *,
    query: Mapping[str, QueryValue] | None = None,
    params: Params | Unset = UNSET,
) -> Call[T]:
    """A call about all flags."""
    return app_call(method, _FLAGS, read, args={"view": await data_view(connection)}, query=query, params=params)


async def of_flag(
    connection: Connection,
    method: str,
    flag_id: str,
    read: Callable[[Answer], T],
    *,
    part: str = "",
    query: Mapping[str, QueryValue] | None = None,
    params: Params | Unset = UNSET,
    body: Mapping[str, Any] | None = None,
) -> Call[T]:
    """A call about one flag, or a *part* of it."""
    args: Mapping[str, str | int] = {"view": await data_view(connection), "id": flag_id}
    return app_call(method, f"{_FLAGS}{{id}}/{part}", read, args=args, query=query, params=params, body=body)


async def look(connection: Connection, flag_id: str) -> Call[FeatureFlag]:
    """What asks for the flag as it is."""
    return await of_flag(connection, "GET", flag_id, one(FeatureFlag))
