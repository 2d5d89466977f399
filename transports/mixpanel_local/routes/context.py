"""What a route is given: the call, read, and the store to answer it from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, cast
from urllib.parse import parse_qsl, urlsplit

from attrs import field, frozen

from mixpanel_dataset.store import Store
from mixpanel_local.assumptions import DOCUMENTED, Assumptions
from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.database import Query
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import mapping, one_of, read_json
from mixpanel_local.engine.time_reading import read_date
from mixpanel_local.errors import BadRequest
from mixpanel_local.kept.things import Kept
from mixpanel_transports.message import Request

_FORMERLY: Final = "/api/2.0/"


@frozen
class Call:
    """A request, taken apart. *arguments* are those of the query string and of a form, *pairs* all of them in order.

    *origin* is where it was sent, as clients write it: ``http://127.0.0.1:8080``.
    """

    method: str
    path: str
    arguments: Mapping[str, str] = field(factory=dict)
    body: bytes = b""
    pairs: Sequence[tuple[str, str]] = ()
    headers: Mapping[str, str] = field(factory=dict)
    origin: str = ""

    @classmethod
    def of(cls, request: Request) -> Call:
        """The call *request* makes."""
        parts = urlsplit(request.url)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            pairs += parse_qsl(request.body.decode(errors="replace"), keep_blank_values=True)
        path = _current(parts.path.rstrip("/"))
        origin = f"{parts.scheme}://{parts.netloc}"
        return cls(request.method.upper(), path, dict(pairs), request.body, tuple(pairs), request.headers, origin)

    def json(self) -> Mapping[str, Any]:
        """The body, a JSON object."""
        return mapping(read_json(self.body, "the body"), "$")

    def text(self, name: str) -> str:
        """An argument that must be there."""
        if not (value := self.arguments.get(name)):
            raise BadRequest(f"missing required parameter: {name}")
        return value

    def json_argument(self, name: str) -> Any:
        """An argument that must be there, written in JSON."""
        return read_json(self.text(name), name)

    def every(self, name: str) -> tuple[str, ...]:
        """All values of an argument that may be said several times."""
        return tuple(value for key, value in self.pairs if key == name)

    def number(self, name: str, default: int, most: int) -> int:
        """A count from 1 to *most*."""
        said = self.arguments.get(name) or str(default)
        try:
            value = int(said)
        except ValueError:
            raise BadRequest(f"{name}: needs a whole number, not {said!r}") from None
        if not 1 <= value <= most:
            raise BadRequest(f"{name}: {value} is not between 1 and {most}")
        return value

    def choice(self, name: str, known: tuple[str, ...]) -> str:
        """One of *known*, the first where nothing is said."""
        return one_of(self.arguments.get(name) or known[0], known, name)

    def texts(self, name: str) -> tuple[str, ...]:
        """A JSON list of texts, or one text by itself; nothing where there is none."""
        value = self.arguments.get(name) or "[]"
        entries = read_json(value, name) if value.startswith("[") else [value]
        return tuple(entry if isinstance(entry, str) else json.dumps(entry) for entry in cast("list[Any]", entries))

    def day(self, name: str) -> date:
        """A date that must be there."""
        return read_date(self.text(name), name)

    def days(self) -> tuple[date, date]:
        """from_date and to_date."""
        first, last = self.day("from_date"), self.day("to_date")
        if first > last:
            raise BadRequest(f"from_date {first} is after to_date {last}")
        return first, last


def _current(path: str) -> str:
    """Where older clients' addresses are now: all but the export's have moved."""
    moved = path.startswith(_FORMERLY) and path != f"{_FORMERLY}export"
    return f"/api/query/{path.removeprefix(_FORMERLY)}" if moved else path


@frozen
class Context:
    """A call in progress: *query* runs its SQL, *kept* has what people saved, *now* is when it was made.

    *groups* are the named parts of the path.
    """

    call: Call
    store: Store
    query: Query
    now: datetime
    kept: Kept
    assumptions: Assumptions = DOCUMENTED
    groups: Mapping[str, str] = field(factory=dict)

    @property
    def setting(self) -> Setting:
        """What the parameters of a question are read in."""
        return Setting(self.now, self.zone, self.kept, self.assumptions)

    @property
    def zone(self) -> Zone:
        """The project's time zone and its weeks."""
        return Zone(self.store.time_zone, self.assumptions.week_start)
