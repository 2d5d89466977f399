"""The table of routes: all that the embedded Mixpanel answers stands here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from attrs import frozen

from mixpanel_local.errors import Unsupported
from mixpanel_local.routes import app, discovery, export, jql, reports
from mixpanel_local.routes.context import Call, Context

Answer: TypeAlias = Callable[[Context], object]
"""Gives JSON, or an iterator of bytes as they come."""


@frozen
class Route:
    """A call and what answers it, with JSON or with *lines* of it."""

    method: str
    path: str
    answer: Answer
    lines: bool = False

    def match(self, call: Call) -> Mapping[str, str] | None:
        """The named parts of the path, when *call* is this one."""
        if call.method != self.method:
            return None
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[0-9]+)", self.path)
        found = re.fullmatch(pattern, call.path)
        return None if found is None else found.groupdict()


def route_of(call: Call) -> tuple[Route, Mapping[str, str]]:
    """The route of *call*, with the named parts of its path."""
    for route in ROUTES:
        if (groups := route.match(call)) is not None:
            return route, groups
    known = ", ".join(f"{route.method} {route.path}" for route in ROUTES)
    raise Unsupported(f"the embedded Mixpanel cannot answer {call.method} {call.path} yet; it answers {known}")


ROUTES: Final = (
    Route("POST", "/api/query/insights", reports.insights),
    Route("GET", "/api/query/segmentation", reports.segmentation),
    Route("GET", "/api/query/events", reports.event_counts),
    Route("GET", "/api/query/events/names", discovery.event_names),
    Route("GET", "/api/query/events/top", discovery.top_events),
    Route("GET", "/api/query/events/properties", reports.property_counts),
    Route("GET", "/api/query/events/properties/top", discovery.top_properties),
    Route("GET", "/api/query/events/properties/values", discovery.property_values),
    Route("POST", "/api/query/jql", jql.jql),
    Route("GET", "/api/2.0/export", export.export, lines=True),
    Route("GET", "/api/app/me", app.me),
    Route("GET", "/api/app/projects/{project}/workspaces/public", app.workspaces),
)
