"""A Mixpanel of one's own, for tests of code that asks Mixpanel or tracks to it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from os import PathLike
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from mixpanel_dataset.lines import event_of
from mixpanel_dataset.store import Store
from mixpanel_local.errors import StoreError
from mixpanel_local.intake.folding import fold
from mixpanel_local.intake.record import Record
from mixpanel_local.serving.options import Serving
from mixpanel_local.serving.running import running
from mixpanel_local.store.importing import create_store
from mixpanel_local.transport import LocalTransport
from mixpanel_transports.blocking_runtime import BlockingRuntime
from mixpanel_transports.drive import drive
from mixpanel_transports.message import Request

_HOST: Final = "http://mixpanel.local"


class LocalMixpanel:
    """A Mixpanel in the folder *path*, empty at first.

    Ask it through ``Workspace.local(mixpanel.path)``, or point any client or tracking SDK at ``mixpanel.url``.
    """

    def __init__(self, path: str | PathLike[str], *, time_zone: str = "UTC", serving: Serving | None = None) -> None:
        create_store(path, time_zone=time_zone)
        self.path = Path(path)
        self._serving = serving or Serving()
        self._exits = ExitStack()
        self._url: str | None = None
        self._transport = LocalTransport(path, runtime=BlockingRuntime(), assume=self._serving.assume)

    def __repr__(self) -> str:
        return f"<LocalMixpanel in {self.path}>"

    @property
    def url(self) -> str:
        """The root address of a server on this machine, running from its first use until ``close``."""
        if self._url is None:
            self._url = self._exits.enter_context(running(self.path, self._serving))
        return self._url

    @property
    def environ(self) -> dict[str, str]:
        """Environment variables that lead clients that read them to ``url``."""
        said = self._serving.token or "any"
        return {
            "MP_API_BASE_URL": self.url,
            "MP_USERNAME": said,
            "MP_SECRET": said,
            "MP_PROJECT_ID": "1",
            "MP_REGION": "us",
        }

    @contextmanager
    def served(self, **serving: Any) -> Iterator[str]:
        """The address of another server over the same events, with what ``Serving`` takes: token, quota, faults."""
        with running(self.path, Serving(**serving)) as url:
            yield url

    def track(
        self, event: str, distinct_id: str | None = None, time: datetime | float | None = None, **properties: Any
    ) -> None:
        """Add one event, by default one that happens now; a *time* without a zone is in UTC."""
        own = {} if distinct_id is None else {"distinct_id": distinct_id}
        self.add_events([{"event": event, "properties": {**properties, **own, "time": _seconds(time)}}])

    def add_events(self, events: Iterable[Mapping[str, Any]]) -> None:
        """Add events as they are exported: ``{"event": name, "properties": {"time": ..., "distinct_id": ...}}``."""
        several = list(events)
        for number, event in enumerate(several):
            try:
                event_of(json.dumps(event, allow_nan=False).encode())
            except (ValueError, TypeError) as problem:
                raise StoreError(f"events[{number}]: {problem}") from None
        Record(self.path).add("event", several)

    def add_profiles(self, profiles: Mapping[str, Mapping[str, Any]]) -> None:
        """Give users profiles: their properties by distinct_id; what a user had before and is not named stays."""
        if not isinstance(profiles, Mapping):
            raise StoreError(f"profiles are properties by distinct_id, {{'ada': {{'plan': 'pro'}}}}, not {profiles!r}")
        Record(self.path).add("user", [{"$distinct_id": user, "$set": said} for user, said in profiles.items()])

    def events(self) -> list[dict[str, Any]]:
        """All events there are, as they are exported: those that were added, and those that were tracked."""
        days = fold(Store.open(self.path)).days
        if not days:
            return []
        # The project's days may begin up to a day before UTC's and end up to a day after them.
        query = urlencode({"from_date": days[0] - timedelta(days=1), "to_date": days[-1] + timedelta(days=1)})
        lines = self._sent(Request("GET", f"{_HOST}/api/2.0/export?{query}")).splitlines()
        return [json.loads(line) for line in lines]

    def profiles(self) -> dict[str, dict[str, Any]]:
        """All profiles of users there are, by distinct_id."""
        found: dict[str, dict[str, Any]] = {}
        asked: dict[str, Any] = {"page": 0}
        while True:
            page = json.loads(self._sent(_json_request("/api/query/engage", asked)))
            found |= {row["$distinct_id"]: row["$properties"] for row in page["results"]}
            if len(page["results"]) < page["page_size"]:
                return found
            asked = {"page": asked["page"] + 1, "session_id": page["session_id"]}

    def close(self) -> None:
        """End the server, if there is one."""
        self._exits.close()
        drive(self._transport.aclose())

    def _sent(self, request: Request) -> bytes:
        reply = drive(self._transport.send(request))
        if reply.status != 200:
            raise StoreError(f"{request.method} {request.url} was answered with {reply.status}: {reply.body[:200]!r}")
        return reply.body


def _json_request(path: str, body: Mapping[str, Any]) -> Request:
    return Request("POST", f"{_HOST}{path}", {"content-type": "application/json"}, json.dumps(body).encode())


def _seconds(time: datetime | float | None) -> float:
    if time is None:
        return round(datetime.now(UTC).timestamp())
    if not isinstance(time, datetime):
        return time
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()
