"""What goes wrong between a server and an export, by name: replies that are not whole, refusals, silences."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable, Mapping
from itertools import cycle
from typing import Any

from attrs import field, frozen

from tests.export.project import packed
from tests.server import Answer, Seen
from tests.virtual import VirtualBlockingRuntime

GZIP = {"content-encoding": "gzip"}
SIXTEENTHS = range(16)


@frozen
class Fault:
    """*answers* come in turn, once or again and again.

    What is *final* is not asked for again; what is *recorded* may be the data's own when it stays. *options* are those
    of an export that make it wait less; each time it looks at the clock, *pace* seconds have gone by.
    """

    answers: tuple[Answer, ...]
    final: bool = False
    recorded: bool = False
    options: Mapping[str, Any] = field(factory=dict)
    pace: float = 0.0

    def once(self, well: Callable[[Seen], Answer]) -> Callable[[Seen], Answer]:
        """A server that is *well* afterwards."""
        rest = iter(self.answers)
        return lambda seen: next(rest, None) or well(seen)

    def always(self) -> Callable[[Seen], Answer]:
        """A server that stays so."""
        again = cycle(self.answers)
        return lambda _: next(again)


@frozen
class Passing(VirtualBlockingRuntime):
    """Time passes whenever somebody looks."""

    pace: float = field(default=0.0, kw_only=True)

    def now(self) -> float:
        self.clock.time += self.pace
        return self.clock.time


def faults(body: bytes) -> dict[str, Fault]:
    """All of them, of a server that should say *body*."""
    broken = cuts(body) | resets(body) | compressed(body) | lengths(body) | plain(body) | said(body)
    single = {name: Fault((answer,)) for name, answer in broken.items()}
    return single | silences(body) | recorded(body) | refusals() | final(body)


def whole(body: bytes) -> dict[str, Answer]:
    """Every form in which *body* may come."""
    return {
        "gzip": packed(body),
        "last line not ended": packed(body[:-1]),
        "blank lines": packed(body.replace(b"\n", b"\n\n").replace(b"\n", b"\r\n")),
        "members": Answer(200, GZIP, gzip.compress(body[:90]) + gzip.compress(b"") + gzip.compress(body[90:])),
        "members in chunks": Answer(200, GZIP, pieces=[gzip.compress(body[:90]), gzip.compress(body[90:])]),
        "byte by byte": Answer(200, GZIP, pieces=[bytes([byte]) for byte in gzip.compress(body)]),
        "plain": Answer(body=body),
        "plain, and says so": Answer(200, {"content-encoding": "Identity"}, body),
        "closed after": Answer(200, GZIP, gzip.compress(body), close=True),
        "unframed": Answer(200, GZIP, gzip.compress(body), framed=False),
        "HTTP/1.0": Answer(200, GZIP, gzip.compress(body), framed=False, protocol="HTTP/1.0"),
    }


def cuts(body: bytes) -> dict[str, Answer]:
    """A gzip stream that ends too early, in each way in which a body can end."""
    data = gzip.compress(body)
    found = {}
    for part in SIXTEENTHS:
        at = len(data) * part // 16
        found |= {
            f"gzip cut at {part}/16": Answer(200, GZIP, data[:at]),
            f"gzip cut at {part}/16, chunks ended": Answer(200, GZIP, pieces=[data[:at]] if at else []),
            f"gzip cut at {part}/16, closed": Answer(200, GZIP, data, cut=at),
            f"gzip cut at {part}/16, HTTP/1.0": Answer(200, GZIP, data[:at], framed=False, protocol="HTTP/1.0"),
        }
    return found


def resets(body: bytes) -> dict[str, Answer]:
    """Connections that end before, between and inside chunks."""
    data = gzip.compress(body)
    pieces = [data[at : at + 100] for at in range(0, len(data), 100)]
    chunk = len(b"64\r\n\r\n") + 100
    places = {"before the first chunk": 0, "between chunks": 2 * chunk, "inside a chunk": 2 * chunk + 50}
    places |= {"inside a chunk's head": 2 * chunk + 1}
    found = {"a reset": Answer(reset=True)}
    for place, at in places.items():
        found[f"a reset {place}"] = Answer(200, GZIP, pieces=pieces, cut=at, reset=True)
        found[f"a close {place}"] = Answer(200, GZIP, pieces=pieces, cut=at)
    everything = sum(len(b"%x" % len(piece)) + 4 + len(piece) for piece in pieces)
    return found | {"a close before the last chunk": Answer(200, GZIP, pieces=pieces, cut=everything)}


def compressed(body: bytes) -> dict[str, Answer]:
    """Bytes that are no gzip, or damaged."""
    data = gzip.compress(body)
    middle = _middle(body)
    return {
        "gzip without its length": Answer(200, GZIP, data[:-4]),
        "gzip without its check": Answer(200, GZIP, data[:-8]),
        "gzip with another check": Answer(200, GZIP, data[:-8] + bytes([data[-8] ^ 1]) + data[-7:]),
        "gzip with another length": Answer(200, GZIP, data[:-4] + bytes([data[-4] ^ 1]) + data[-3:]),
        "gzip with a wrong bit": Answer(200, GZIP, data[:60] + bytes([data[60] ^ 4]) + data[61:]),
        "a second member cut": Answer(200, GZIP, gzip.compress(body[:middle]) + gzip.compress(body[middle:])[:-9]),
        "a second member that only begins": Answer(200, GZIP, gzip.compress(body[:middle]) + b"\x1f"),
        "garbage after the trailer": Answer(200, GZIP, data + b"garbage"),
        "zeros after the trailer": Answer(200, GZIP, data + bytes(512)),
        "no gzip at all": Answer(200, GZIP, body),
        "gzip twice": Answer(200, GZIP, gzip.compress(data)),
        "another coding": Answer(200, {"content-encoding": "br"}, data),
    }


def lengths(body: bytes) -> dict[str, Answer]:
    """A Content-Length that is not that of the body."""
    data = gzip.compress(body)
    return {
        "fewer bytes than announced": Answer(200, GZIP, data, cut=len(data) // 2, close=True),
        "one byte less than announced": Answer(200, GZIP, data, cut=len(data) - 1, close=True),
        "all there is, but more announced": Answer(
            200, {**GZIP, "content-length": str(len(data) + 1)}, data, close=True
        ),
        "more bytes than announced": Answer(200, {**GZIP, "content-length": str(len(data) // 2)}, data, close=True),
        "one byte more than announced": Answer(200, {**GZIP, "content-length": str(len(data) - 1)}, data, close=True),
        "plain, fewer bytes than announced": Answer(body=body, cut=_middle(body), close=True),
        "plain, more bytes than announced": Answer(200, {"content-length": str(_middle(body) + 20)}, body, close=True),
        "a length that is none": Answer(200, {**GZIP, "content-length": "many"}, data, close=True),
    }


def plain(body: bytes) -> dict[str, Answer]:
    """Bodies that are not compressed, and end in the middle."""
    middle = _middle(body)
    return {
        "plain, cut in a line": Answer(body=body[: middle + 20]),
        "plain, the last line cut": Answer(body=body[:-9]),
        "plain, cut in a line that ends": Answer(body=body[: middle + 20] + b"\n"),
        "plain, and nothing says where it ends": Answer(body=body[:middle], framed=False),
        "plain, HTTP/1.0, cut between lines": Answer(body=body[:middle], framed=False, protocol="HTTP/1.0"),
    }


def said(body: bytes) -> dict[str, Answer]:
    """Something else than events, as a success."""
    middle = _middle(body)
    return {
        "terminated early": packed(body[:middle] + b"terminated early"),
        "terminated early, ended": packed(body[:middle] + b"export terminated early\n"),
        "an error as text": Answer(body=b"rate limit reached"),
        "an error as JSON": Answer(body=json.dumps({"error": "internal", "request": "/export"}).encode()),
        "an error after events": packed(body[:middle] + b'{"error": "internal"}\n'),
        "an error between events": packed(body[:middle] + b"internal error\n" + body[middle:]),
        "a proxy's page": Answer(200, {"content-type": "text/html"}, b"<!DOCTYPE html><html>Sign in</html>"),
        "a proxy's page, compressed": packed(b"<!DOCTYPE html>\n<html>Sign in</html>\n"),
        "a JSON value": Answer(body=b"[]"),
        "zeros between events": packed(body[:middle] + bytes(40) + b"\n" + body[middle:]),
        "nothing, as a success": Answer(204),
        "something else, as a success": Answer(202, body=body),
        "a part, as a success": Answer(206, GZIP, gzip.compress(body[:middle])),
    }


def recorded(body: bytes) -> dict[str, Fault]:
    """Lines that may have been recorded in a bad form."""
    middle = _middle(body)
    answers = {
        "bytes that are no UTF-8": packed(body[:middle] + body[middle:].replace(b'"Buy"', b'"B\xe9"', 1)),
        "an event without its time": packed(body[:middle] + body[middle:].replace(b'"time"', b'"tame"', 1)),
        "two events in a line": packed(body[:middle] + body[middle:].replace(b"\n", b"", 1)),
    }
    return {name: Fault((answer,), recorded=True) for name, answer in answers.items()}


def silences(body: bytes) -> dict[str, Fault]:
    """Sockets on which nothing comes, or too little; the one who waits gives up."""
    data = gzip.compress(body)
    pieces, soon = [data[:50], data[50:]], {"silence": 0.25}
    return {
        "silence before the head": Fault((Answer(hold=threading.Event(), reset=True),), options=soon),
        "silence between chunks": Fault((Answer(200, GZIP, pieces=pieces, pause=threading.Event()),), options=soon),
        "a trickle": Fault((Answer(200, GZIP, pieces=[bytes([byte]) for byte in data]),), pace=60),
    }


def refusals() -> dict[str, Fault]:
    """Statuses that pass: one, or many in a row."""
    until = {"retry-after": "Thu, 01 Jan 2026 01:00:00 GMT", "date": "Thu, 01 Jan 2026 00:30:00 GMT"}
    over = {"retry-after": "Thu, 01 Jan 2026 00:00:00 GMT", "date": "Thu, 01 Jan 2026 00:30:00 GMT"}
    found = {f"a {status}": (Answer(status, body=b"no"),) for status in (408, 500, 502, 503, 504)}
    found |= {
        "a 503 for a quarter of an hour": (Answer(503, {"retry-after": "900"}, b"no"),),
        "a burst of 5xx": tuple(Answer(status, body=b"no") for status in (500, 502, 503, 504)),
        "a burst of 504": (Answer(504),) * 4,
        "a burst of resets": (Answer(reset=True),) * 4,
        "a 429": (Answer(429, {"retry-after": "1800"}, b"no"),),
        "a 429 until a date": (Answer(429, until),),
        "a 429 until a date that is over": (Answer(429, over),),
        "a 429 that says nothing": (Answer(429),),
        "a 429 that says nonsense": (Answer(429, {"retry-after": "soon"}),),
        "a storm of 429": (Answer(429, {"retry-after": "900"}),) * 9,
        "a storm of 429 until a date": (Answer(429, until),) * 5,
        "a storm of 429 that says nothing": (Answer(429),) * 20,
        "a 429, a 500, half a reply": (Answer(429), Answer(500), Answer(200, GZIP, gzip.compress(b"{}\n")[:9])),
    }
    return {name: Fault(answers) for name, answers in found.items()}


def final(body: bytes) -> dict[str, Fault]:
    """What asking again does not mend."""
    answers = {
        "a 400": Answer(400, body=b'{"error": "no such field"}'),
        "a 401": Answer(401, body=b'{"error": "who are you"}'),
        "a 402": Answer(402, body=b'{"error": "Your plan does not allow API calls"}'),
        "a 403": Answer(403, body=b'{"error": "not yours"}'),
        "a redirect": Answer(302, {"location": "/sign-in"}, body),
        "a 429 for a day": Answer(429, {"retry-after": "86400"}),
        "a 503 for a day": Answer(503, {"retry-after": "86400"}),
    }
    return {name: Fault((answer,), final=True) for name, answer in answers.items()}


def _middle(body: bytes) -> int:
    """Where a line begins, halfway."""
    return body.index(b"\n", len(body) // 2) + 1
