"""The answers a results case recorded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from attrs import define, field


@define
class CannedServer:
    """Answers in the recorded order, the last one again and again.

    An answer with ``when`` is for requests whose query or body holds those values.
    """

    answers: list[dict[str, Any]]
    asked: int = field(default=0)

    @classmethod
    def of(cls, case: Mapping[str, Any]) -> CannedServer:
        """The server of *case*."""
        one = {"status": case.get("http_status", 200), "body": case["http_response"]}
        return cls(case.get("http_sequence") or [one])

    def __call__(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        answer = self._fitting(_said(url, body)) or self._next()
        self.asked += 1
        payload = answer["body"]
        text = payload if isinstance(payload, str) else json.dumps(payload)
        kind = "text/plain" if isinstance(payload, str) else "application/json"
        return answer.get("status", 200), {"content-type": kind, **answer.get("headers", {})}, text.encode()

    def _fitting(self, said: Mapping[str, str]) -> dict[str, Any] | None:
        for answer in self.answers:
            if answer.get("when") and all(said.get(key) == str(value) for key, value in answer["when"].items()):
                return answer
        return None

    def _next(self) -> dict[str, Any]:
        plain = [answer for answer in self.answers if not answer.get("when")]
        return plain[min(self.asked, len(plain) - 1)]


def _said(url: str, body: bytes) -> dict[str, str]:
    """What a request says, in its query and in its body, be it a form or JSON."""
    said = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    try:
        content = json.loads(body or b"{}")
    except ValueError:
        content = dict(parse_qsl(body.decode(), keep_blank_values=True))
    return said | ({key: str(value) for key, value in content.items()} if isinstance(content, dict) else {})
