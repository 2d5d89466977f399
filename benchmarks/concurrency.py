"""500 small queries, 100 in flight, a server that takes 100 ms: how near to the ideal, at what CPU, on which transport.

Run as ``python -m benchmarks.concurrency``. Each contender runs in a process of its own, three rounds in turn; the
table shows the best round. CPU is the client process's, after a first query that loads what is loaded lazily.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import anyio
from attrs import frozen

from benchmarks._latency_server import latency_server

QUERIES, IN_FLIGHT, LATENCY, ROUNDS = 500, 100, 0.1, 3
IDEAL = QUERIES / IN_FLIGHT * LATENCY

Query = Callable[[], Awaitable[object]]


@frozen
class Measured:
    """One run: seconds by the wall, CPU milliseconds a query."""

    wall: float
    cpu: float


@asynccontextmanager
async def plain_aiohttp(url: str) -> AsyncIterator[Query]:
    """What aiohttp needs alone."""
    import aiohttp

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=IN_FLIGHT)) as session:

        async def query() -> object:
            async with session.get(url) as response:
                return await response.json()

        yield query


@asynccontextmanager
async def plain_httpx(url: str) -> AsyncIterator[Query]:
    """What httpx needs alone, with its own pool."""
    import httpx

    async with httpx.AsyncClient(timeout=60) as client:

        async def query() -> object:
            return (await client.get(url)).json()

        yield query


@asynccontextmanager
async def httpx_transport(url: str) -> AsyncIterator[Query]:
    """Our default transport in the standard layers."""
    from mixpanel_transports import HttpxTransport

    async with _layered(HttpxTransport(), url) as query:
        yield query


@asynccontextmanager
async def aiohttp_transport(url: str) -> AsyncIterator[Query]:
    """Our aiohttp transport in the standard layers."""
    from mixpanel_transports import AiohttpTransport

    async with _layered(AiohttpTransport(), url) as query:
        yield query


class _Constant:
    async def authorization(self) -> str:
        return "Basic dXNlcjpzZWNyZXQ="


@asynccontextmanager
async def _layered(leaf: object, url: str) -> AsyncIterator[Query]:
    from mixpanel_transports import AnyioRuntime, Request, standard

    events: list[object] = []
    transport = standard(leaf, credential=_Constant(), runtime=AnyioRuntime(), hooks=[events.append])  # type: ignore[arg-type]
    request = Request("GET", url, template="/query")

    async def query() -> object:
        return json.loads((await transport.send(request)).body)

    yield query
    await transport.aclose()


CONTENDERS = {
    "plain aiohttp": (plain_aiohttp, "asyncio"),
    "plain httpx": (plain_httpx, "asyncio"),
    "HttpxTransport": (httpx_transport, "asyncio"),
    "HttpxTransport, trio": (httpx_transport, "trio"),
    "AiohttpTransport": (aiohttp_transport, "asyncio"),
}


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


async def _measure(name: str, url: str) -> Measured:
    queries = iter(range(QUERIES))
    async with CONTENDERS[name][0](f"{url}/api/query/insights?project_id=1") as query:

        async def ask_on() -> None:
            for _ in queries:
                await query()

        await query()
        cpu, wall = _cpu(), time.perf_counter()
        async with anyio.create_task_group() as group:
            for _ in range(IN_FLIGHT):
                group.start_soon(ask_on)
        return Measured(time.perf_counter() - wall, (_cpu() - cpu) / QUERIES * 1000)


def _measure_apart(name: str, url: str) -> Measured:
    command = [sys.executable, "-m", "benchmarks.concurrency", name, url]
    return Measured(**json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def main() -> None:
    """Measure every contender and print the table."""
    runs: dict[str, list[Measured]] = {name: [] for name in CONTENDERS}
    with latency_server(LATENCY) as url:
        for _ in range(ROUNDS):
            for name, measured in runs.items():
                measured.append(_measure_apart(name, url))
    unit = min(run.cpu for run in runs["plain aiohttp"])
    print(f"{QUERIES} queries, {IN_FLIGHT} in flight, {LATENCY * 1000:.0f} ms each: ideal {IDEAL:.2f} s")
    print(f"{'contender':22} {'wall s':>7} {'/ ideal':>8} {'CPU ms/query':>13} {'/ aiohttp':>10}")
    for name, measured in runs.items():
        wall, cpu = min(run.wall for run in measured), min(run.cpu for run in measured)
        print(f"{name:22} {wall:7.3f} {wall / IDEAL:8.2f} {cpu:13.3f} {cpu / unit:10.2f}")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        from attrs import asdict

        print(json.dumps(asdict(anyio.run(_measure, *sys.argv[1:], backend=CONTENDERS[sys.argv[1]][1]))))
    else:
        main()
