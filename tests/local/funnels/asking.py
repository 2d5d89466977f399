"""Funnel questions as clients send them, and what is read from the answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mixpanel_transports.message import Request
from tests.local.asking import DAY, Asking, stored

Block = Mapping[str, Mapping[str, Mapping[str, Any]]]


def step(name: str, **more: Any) -> dict[str, Any]:
    """An entry of ``behaviors``."""
    return {"type": "event", "id": None, "name": name, "filters": [], "filtersDeterminer": "all", **more}


def funnel(
    *steps: str | Mapping[str, Any],
    dates: tuple[str, str] = (DAY, DAY),
    window: tuple[int, str] = (14, "day"),
    math: str = "conversion_rate_unique",
    **more: Any,
) -> Request:
    """A question about one funnel. *more* are parts of the behavior, or of the report by their names here."""
    order = more.get("funnelOrder", "loose")
    behavior = {
        "type": "funnel",
        "resourceType": "events",
        "behaviors": [step(one, funnelOrder=order) if isinstance(one, str) else one for one in steps],
        "conversionWindowDuration": window[0],
        "conversionWindowUnit": window[1],
        "funnelOrder": order,
        "exclusions": more.pop("exclusions", []),
        "aggregateBy": [{"value": name, "resourceType": "events"} for name in more.pop("held", [])],
        "filter": [],
    }
    measurement = {"math": math, "property": more.pop("prop", None), "stepIndex": None}
    sections = {
        "time": [{"dateRangeType": "between", "unit": more.pop("unit", "day"), "value": list(dates)}],
        "filter": more.pop("where", []),
        "group": more.pop("groups", []),
        "formula": [],
        **more.pop("sections", {}),
    }
    limits = {"limit": more.pop("limit", 3000)}
    display = {"chartType": more.pop("chart", "funnel-steps"), **more.pop("display", {})}
    show = [{"type": "metric", "behavior": behavior | more, "measurement": measurement}]
    body = {
        "bookmark": {"sections": {"show": show, **sections}, "displayOptions": display},
        "project_id": 1,
        "queryLimits": limits,
    }
    url = "https://mixpanel.com/api/query/insights?query_origin=test"
    return Request("POST", url, {"content-type": "application/json"}, json.dumps(body).encode())


def excluded(event: str, after: int, before: int, **more: Any) -> dict[str, Any]:
    """An entry of ``exclusions``; steps count from 1, as on the wire."""
    return {"event": event, "steps": {"from": after, "to": before}, **more}


def told(asking: Asking, request: Request) -> Any:
    """What is said of the one funnel asked for."""
    (answer,) = asking.json(request)["series"].values()
    return answer


def row(block: Block, measure: str = "count") -> list[Any]:
    """A measure of all steps, in order."""
    return [value["all"] for value in block[measure].values()]


def journey(folder: Path, *events: Mapping[str, Any], time_zone: str = "UTC") -> Asking:
    """A store of a few events."""
    return stored(folder, events, time_zone=time_zone)


def logged(events: Iterable[Mapping[str, Any]]) -> Sequence[dict[str, Any]]:
    """The events with ids that keep their order where times are equal."""
    return [{**each, "properties": {**each["properties"], "$insert_id": f"{at:09}"}} for at, each in enumerate(events)]
