"""Answers with the recorded replies, and remembers what it was told against what it expected."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from attrs import define, field

from mixpanel_transports.fake import json_reply, text_reply
from mixpanel_transports.message import Reply, Request
from tests.contract.expected import Exchange
from tests.contract.message import Said, said
from tests.golden.compare import differences


@define
class Server:
    """The other end of one call: *exchanges* are answered in their order, reads that follow each other in any order."""

    exchanges: Sequence[Exchange]
    told: dict[int, Said] = field(factory=dict)

    def __call__(self, request: Request) -> Reply:
        """The recorded reply to *request*; to one that nobody expected there is none."""
        spoken = said(request)
        # setdefault is atomic: blocking reads may ask from several threads.
        while self.told.setdefault(place := self._place(spoken), spoken) is not spoken:
            pass
        if place >= len(self.exchanges):
            raise AssertionError(f"{request.method} {request.url} came after the last recorded request")
        return _reply(**self.exchanges[place].reply)

    def differences(self) -> list[str]:
        """Where what was told is not what was expected."""
        expected = {str(place): exchange.said for place, exchange in enumerate(self.exchanges)}
        actual = {str(place): self._comparable(place, spoken) for place, spoken in self.told.items()}
        return differences(_granted(expected, actual), actual, "requests")

    def _place(self, spoken: Said) -> int:
        """The expected request that *spoken* comes closest to, of those that may come now; else a place after all."""
        beyond = max(len(self.exchanges), max(self.told, default=-1) + 1)
        return min(self._open(), key=lambda place: self._distance(place, spoken), default=beyond)

    def _open(self) -> list[int]:
        """What may come now: the reads that are next, and what follows them. A write closes all that was before it."""
        written = max((place for place in self.told if not self._reads(place)), default=-1)
        still = [place for place in range(written + 1, len(self.exchanges)) if place not in self.told]
        return still[: len(list(takewhile(self._reads, still))) + 1]

    def _reads(self, place: int) -> bool:
        return place >= len(self.exchanges) or self.exchanges[place].said["method"] == "GET"

    def _distance(self, place: int, spoken: Said) -> int:
        actual = self._comparable(place, spoken)
        return len(differences(_granted(self.exchanges[place].said, actual), actual))

    def _comparable(self, place: int, spoken: Said) -> Said:
        """What is expected of a request decides which of its headers count."""
        expected = self.exchanges[place].said if place < len(self.exchanges) else spoken
        return {name: value for name, value in spoken.items() if name in expected}


def _reply(status: int, body: Any, headers: dict[str, str] | None = None) -> Reply:
    make = text_reply if isinstance(body, str) else json_reply
    return make(body, status, headers or {})


def _granted(expected: Any, actual: Any) -> Any:
    """*expected* with what was said where anything may be."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        return {key: _granted(value, actual.get(key)) for key, value in expected.items()}
    return actual if expected == "{any}" and actual else expected
