"""Requests as clients send them, stores made of a few events, and a transport to ask them through."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from attrs import field, frozen

from mixpanel_local import LocalTransport, import_events, import_profiles
from mixpanel_transports.blocking_runtime import BlockingRuntime
from mixpanel_transports.drive import drive
from mixpanel_transports.message import Reply, Request

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
DAY = "2026-01-10"


def at(day: str, clock: str = "12:00:00") -> int:
    """Seconds since 1970 of a moment in UTC."""
    return round(datetime.fromisoformat(f"{day}T{clock}+00:00").timestamp())


def event(name: str = "Buy", user: str | None = "u1", time: float | None = None, **properties: Any) -> dict[str, Any]:
    """One exported event."""
    core = {"time": at(DAY) if time is None else time, **({} if user is None else {"distinct_id": user})}
    return {"event": name, "properties": {**core, **properties}}


def write_lines(path: Path, lines: Iterable[Mapping[str, Any]]) -> Path:
    """A file of JSON lines."""
    path.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), encoding="utf-8")
    return path


def get(path: str, *, stream: bool = False, headers: Mapping[str, str] | None = None, **arguments: Any) -> Request:
    """A GET, as clients compile it."""
    url = f"https://mixpanel.com{path}?{urlencode(arguments)}"
    return Request("GET", url, headers=headers or {}, stream=stream)


def metric(name: str = "Buy", math: str = "total", prop: str | None = None, /, **more: Any) -> dict[str, Any]:
    """A clause of sections.show."""
    measurement: dict[str, Any] = {"math": math}
    if prop is not None:
        measurement["property"] = {"name": prop, "resourceType": more.pop("resource", "events")}
    for key in ("perUserAggregation", "percentile", "segmentMethod"):
        if key in more:
            measurement[key] = more.pop(key)
    behavior = {
        "type": "event",
        "name": name,
        "resourceType": "events",
        "filtersDeterminer": more.pop("determiner", "all"),
        "filters": more.pop("filters", []),
    }
    return {"type": "metric", "behavior": behavior, "measurement": measurement, **more}


def filtered(prop: str, kind: str, operator: str, value: Any = None, **more: Any) -> dict[str, Any]:
    """An entry of sections.filter."""
    return {
        "resourceType": "events",
        "filterType": kind,
        "defaultType": kind,
        "filterValue": value,
        "filterOperator": operator,
        "value": prop,
        **more,
    }


def group(prop: str, kind: str = "string", resource: str = "events", **more: Any) -> dict[str, Any]:
    """An entry of sections.group."""
    return {"value": prop, "propertyName": prop, "resourceType": resource, "propertyType": kind, **more}


def insights(*show: Mapping[str, Any], dates: tuple[str, str] = (DAY, DAY), unit: str = "day", **more: Any) -> Request:
    """A question of insights."""
    sections = {
        "show": list(show),
        "time": [{"dateRangeType": "between", "unit": unit, "value": list(dates)}],
        "filter": more.pop("where", []),
        "group": more.pop("groups", []),
        **more.pop("sections", {}),
    }
    limits = {"limit": more.pop("limit", 3000)}
    display = {"chartType": more.pop("chart", "line"), "analysis": "linear", **more}
    body = {"bookmark": {"sections": sections, "displayOptions": display}, "project_id": 1, "queryLimits": limits}
    url = "https://mixpanel.com/api/query/insights?query_origin=test"
    return Request("POST", url, {"content-type": "application/json"}, json.dumps(body).encode())


@frozen
class Asking:
    """A store in a folder, and the way to ask it, with what is assumed."""

    root: Path
    assume: Mapping[str, Any] = field(factory=dict)
    transport: LocalTransport = field(init=False)

    @transport.default  # type: ignore[attr-defined, untyped-decorator]
    def _transport(self) -> LocalTransport:
        return LocalTransport(self.root, runtime=BlockingRuntime(), clock=lambda: NOW, assume=self.assume)

    def assuming(self, **assume: Any) -> Asking:
        """The same store, asked under other assumptions."""
        return Asking(self.root, assume)

    def send(self, request: Request) -> Reply:
        """The reply."""
        return drive(self.transport.send(request))

    def json(self, request: Request, status: int = 200) -> Any:
        """The reply's JSON."""
        reply = self.send(request)
        assert reply.status == status, reply.body
        return json.loads(reply.body)

    def series(self, *show: Mapping[str, Any], **more: Any) -> Any:
        """The series of a question of insights."""
        return self.json(insights(*show, **more))["series"]

    def total(self, show: Mapping[str, Any], **more: Any) -> Any:
        """The one number of a question over the whole range."""
        return next(iter(self.series(show, chart="bar", **more).values()))["all"]

    def segments(self, show: Mapping[str, Any], prop: str | Mapping[str, Any], **more: Any) -> dict[str, Any]:
        """The numbers of a question by one breakdown, without the overall one."""
        groups = [group(prop) if isinstance(prop, str) else prop]
        found = next(iter(self.series(show, chart="bar", groups=groups, **more).values()))
        return {name: value["all"] for name, value in found.items() if name != "$overall"}


def stored(
    folder: Path,
    events: Iterable[Mapping[str, Any]],
    profiles: Iterable[Mapping[str, Any]] = (),
    *,
    time_zone: str = "UTC",
) -> Asking:
    """A new store of *events* and *profiles*."""
    root = folder / "store"
    import_events(write_lines(folder / "events.ndjson", events), root, time_zone=time_zone)
    if people := list(profiles):
        import_profiles(write_lines(folder / "profiles.ndjson", people), root)
    return Asking(root)
