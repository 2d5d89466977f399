"""One operation, asked through every face: async on asyncio, async on trio, blocking."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from inspect import isawaitable
from typing import Any

import anyio
from blockbuster import blockbuster_ctx

import mixpanel_async
import mixpanel_sync
from mixpanel_transports.fake import Fake
from mixpanel_transports.message import Request
from tests.virtual import VirtualBlockingRuntime, VirtualRuntime

Operation = Callable[[Any], Any]
Script = tuple[Any, ...]


def both(operation: Operation, *script: Any, **options: Any) -> tuple[Any, list[Request]]:
    """What *operation* gives on a workspace whose server follows *script*, and the requests it made.

    Every face must agree; an exception is a result like any other and is returned.
    """
    results = [_outcome(run, operation, script, options) for run in (_asyncio, _trio, _blocking)]
    for result, requests in results[1:]:
        assert _comparable(result) == _comparable(results[0][0])
        assert requests == results[0][1]
    return results[0]


def raised(operation: Operation, *script: Any, **options: Any) -> tuple[Exception, list[Request]]:
    """The exception every face ends with."""
    error, requests = both(operation, *script, **options)
    assert isinstance(error, Exception), f"no error, but {error!r}"
    return error, requests


def workspace_options(fake: Fake, options: dict[str, Any]) -> dict[str, Any]:
    """A pinned project, a scripted server."""
    return {"username": "user", "secret": "s3cr3t", "project_id": "12345", "region": "us", "transport": fake} | options


def _outcome(run: Callable[..., Any], operation: Operation, script: Script, options: dict[str, Any]) -> Any:
    fake = Fake(*script)
    try:
        return run(operation, workspace_options(fake, options)), fake.requests
    except Exception as error:  # noqa: BLE001  # whatever comes is compared
        return error, fake.requests


def _comparable(result: Any) -> Any:
    return (type(result), str(result)) if isinstance(result, Exception) else result


def _asyncio(operation: Operation, options: dict[str, Any]) -> Any:
    return anyio.run(_ask, operation, options, backend="asyncio")


def _trio(operation: Operation, options: dict[str, Any]) -> Any:
    return anyio.run(_ask, operation, options, backend="trio")


async def _ask(operation: Operation, options: dict[str, Any]) -> Any:
    async with mixpanel_async.Workspace(**{"runtime": VirtualRuntime()} | options) as ws:
        with blockbuster_ctx():
            return await _settled(operation(ws))


async def _settled(value: Any) -> Any:
    if isawaitable(value):
        return await value
    return [row async for row in value] if isinstance(value, AsyncIterator) else value


def _blocking(operation: Operation, options: dict[str, Any]) -> Any:
    with mixpanel_sync.Workspace(**{"runtime": VirtualBlockingRuntime()} | options) as ws:
        value = operation(ws)
        return list(value) if isinstance(value, Iterator) else value
