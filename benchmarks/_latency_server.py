"""A loopback HTTP server that answers every request after a fixed delay, in a process of its own."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

BODY = b'{"computed_at":"2026-01-01T00:00:00","date_range":{},"headers":["$event"],"series":{"Login":{"all":42}}}'
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(BODY), BODY)


class Latency(asyncio.Protocol):
    """Counts a request at the blank line that ends its head (the benchmark sends no bodies)."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.pending = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        *whole, self.pending = (self.pending + data).split(b"\r\n\r\n")
        for _ in whole:
            asyncio.get_running_loop().call_later(self.seconds, self.transport.write, ANSWER)  # type: ignore[attr-defined]


@contextmanager
def latency_server(seconds: float) -> Iterator[str]:
    """The address of a running server that takes *seconds* to answer."""
    command = [sys.executable, "-m", "benchmarks._latency_server", str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.terminate()


async def _serve(seconds: float) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: Latency(seconds), "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1])))
