"""An HTTP/1.1 server on loopback, in threads, that answers and misbehaves as a test asks it to.

server.script(Answer(503), Answer(body=b"{}"))            # in this order, whoever asks
server.respond = lambda seen: Answer(body=seen.body)      # or by a function
Answer(429, {"retry-after": "7"})                         # any head
Answer(reset=True)                                        # the connection is reset instead of answered
Answer(body=b"whole", cut=3)                              # the connection ends after 3 bytes of the body as sent
Answer(body=b"whole", cut=3, reset=True)                  # it is reset there
Answer(pieces=[gzipped[:9], gzipped[9:]])                 # chunked transfer coding
Answer(hold=event), Answer(pieces=[a, b], pause=event)    # wait for the event before the head / between the pieces,
                                                          # at most LONGEST seconds: a failed test ends
Answer(close=True)                                        # the connection is closed, unannounced, after the answer
Answer(drip=True)                                         # the head comes a line at a time and has no end
Answer(framed=False)                                      # and neither a length nor a last chunk says where it ends
Answer(protocol="HTTP/1.0")                               # another protocol in the first line
"""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import BinaryIO, Self

from attrs import field, frozen

from tests.waiting import LONGEST

DRIP = 0.01
"""Seconds between two lines of a head that drips."""


@frozen
class Seen:
    """A request as it came over the wire; header names are lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    connection: int


@frozen
class Answer:
    """What the server does with one request."""

    status: int = 200
    headers: Mapping[str, str] = field(factory=dict)
    body: bytes = b""
    pieces: Sequence[bytes] | None = None
    cut: int | None = None
    reset: bool = False
    close: bool = False
    drip: bool = False
    framed: bool = True
    protocol: str = "HTTP/1.1"
    hold: threading.Event | None = None
    pause: threading.Event | None = None


class Server:
    """Listens while used as a context manager; ``url`` is its root, ``seen`` what was asked so far."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.seen: list[Seen] = []
        self.connections = 0
        self.respond: Callable[[Seen], Answer] = lambda _: Answer()
        self._arrivals = threading.Semaphore(0)
        self._guard = threading.Lock()
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=256)
        self._live: set[socket.socket] = set()
        self._tls = tls

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self._socket.getsockname()[1]}"

    def script(self, *answers: Answer) -> None:
        """Answer with *answers* in turn; whoever asks once more gets a 500 that says so."""
        rest = deque(answers)
        self.respond = lambda _: rest.popleft() if rest else Answer(500, body=b"the script has ended")

    def wait_for_request(self) -> None:
        """Block until one more request has arrived (call it in a thread from async tests)."""
        assert self._arrivals.acquire(timeout=LONGEST), "no request arrived"

    def __enter__(self) -> Self:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._socket.close()
        with self._guard:
            live = list(self._live)
        for connection in live:
            _hang_up(connection)

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with self._guard:
                self.connections += 1
                self._live.add(connection)
            threading.Thread(target=self._serve, args=(connection, self.connections), daemon=True).start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        try:
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection, connection.makefile("rb") as reader:
                while (seen := _read_request(reader, number)) is not None:
                    with self._guard:
                        self.seen.append(seen)
                        answer = self.respond(seen)
                    self._arrivals.release()
                    if not _give(connection, answer):
                        return
        except OSError:
            return
        finally:
            with self._guard:
                self._live.discard(connection)


def _read_request(reader: BinaryIO, number: int) -> Seen | None:
    first = reader.readline().decode("latin-1").split()
    if len(first) < 2:
        return None
    headers: dict[str, str] = {}
    while line := reader.readline().strip().decode("latin-1"):
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = reader.read(int(headers.get("content-length", "0")))
    return Seen(first[0], first[1], headers, body, number)


def _give(connection: socket.socket, answer: Answer) -> bool:
    """Send *answer*; whether the connection may carry another request."""
    if answer.hold is not None:
        answer.hold.wait(LONGEST)
    if answer.reset:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if answer.cut is None:
            return False
    if answer.drip:
        _drip(connection)
    connection.sendall(_head(answer))
    _give_body(connection, _on_the_wire(answer), answer.cut, answer.pause)
    return answer.cut is None and answer.framed and not answer.close


def _drip(connection: socket.socket) -> None:
    """Send lines of a head until nobody listens."""
    connection.sendall(b"HTTP/1.1 200 Scripted\r\n")
    pause = threading.Event()
    for _ in range(int(LONGEST / DRIP)):
        pause.wait(DRIP)
        connection.sendall(b"x-more: to come\r\n")


def _head(answer: Answer) -> bytes:
    framing = {"transfer-encoding": "chunked"} if answer.pieces is not None else {"content-length": len(answer.body)}
    lines = [f"{name}: {value}" for name, value in {**(framing if answer.framed else {}), **answer.headers}.items()]
    return "\r\n".join([f"{answer.protocol} {answer.status} Scripted", *lines, "", ""]).encode("latin-1")


def _on_the_wire(answer: Answer) -> Sequence[bytes]:
    """The body in the pieces it is sent in; the last one ends it."""
    if answer.pieces is None:
        return [answer.body]
    *first, last = [b"%x\r\n%b\r\n" % (len(piece), piece) for piece in answer.pieces] or [b""]
    return [*first, last + b"0\r\n\r\n"]


def _give_body(
    connection: socket.socket, pieces: Sequence[bytes], cut: int | None, pause: threading.Event | None
) -> None:
    left = sum(map(len, pieces)) if cut is None else cut
    for number, piece in enumerate(pieces):
        if number and pause is not None:
            pause.wait(LONGEST)
        connection.sendall(piece[:left])
        left -= len(piece[:left])


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        connection.close()
