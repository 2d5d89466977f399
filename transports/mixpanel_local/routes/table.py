"""The table of routes: all that the embedded Mixpanel answers stands here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from importlib import import_module
from typing import Final

from mixpanel_local.errors import Unsupported
from mixpanel_local.routes.context import Call
from mixpanel_local.routes.route import HERE, Route, later

_FURTHER: Final = ("app.routes", "ingestion.answers")
"""Modules whose ``ROUTES`` belong to the table too, loaded where no other route is the one."""
_CLOSEST: Final = 3


def route_of(call: Call) -> tuple[Route, Mapping[str, str]]:
    """The route of *call*, with the named parts of its path."""
    for route in routes():
        if (groups := route.match(call)) is not None:
            return route, groups
    asked = f"{call.method} {call.path}"
    closest = get_close_matches(asked, [f"{route.method} {route.path}" for route in routes()], _CLOSEST, cutoff=0)
    raise Unsupported(f"the embedded Mixpanel cannot answer {asked} yet; it answers {', '.join(closest)}, for example")


def routes() -> Iterator[Route]:
    """All routes, those of questions first."""
    yield from ROUTES
    for home in _FURTHER:
        yield from import_module(f"{HERE}.{home}").ROUTES


ROUTES: Final = (
    Route("POST", "/api/query/insights", later("reports.insights")),
    Route("GET", "/api/query/insights", later("saved.reports.saved_insights")),
    Route("GET", "/api/query/funnels", later("funnels.funnel")),
    Route("GET", "/api/query/funnels/list", later("saved.reports.saved_funnels")),
    Route("POST", "/api/query/cohorts/list", later("saved.cohorts.saved_cohorts")),
    Route("GET", "/api/query/cohorts/list", later("saved.cohorts.saved_cohorts")),
    Route("POST", "/api/query/engage", later("engage.answers.engage")),
    Route("GET", "/api/query/engage", later("engage.answers.engage")),
    Route("GET", "/api/query/engage/properties", later("engage.answers.properties")),
    Route("POST", "/api/query/engage/stats", later("engage.answers.stats")),
    Route("GET", "/api/query/annotations", later("app.notes.annotations_between")),
    Route("GET", "/api/query/stream/query", later("feed.stream_query")),
    Route("POST", "/api/query/stream/bookmark", later("feed.stream_bookmark")),
    Route("GET", "/api/query/data_definitions/events", later("discovery.event_properties")),
    Route("GET", "/api/query/segmentation", later("counts.segmentation")),
    Route("GET", "/api/query/segmentation/numeric", later("counts.segmentation_numeric")),
    Route("GET", "/api/query/segmentation/sum", later("counts.segmentation_sum")),
    Route("GET", "/api/query/segmentation/average", later("counts.segmentation_average")),
    Route("GET", "/api/query/events", later("counts.event_counts")),
    Route("GET", "/api/query/events/names", later("discovery.event_names")),
    Route("GET", "/api/query/events/top", later("discovery.top_events")),
    Route("GET", "/api/query/events/properties", later("counts.property_counts")),
    Route("GET", "/api/query/events/properties/top", later("discovery.top_properties")),
    Route("GET", "/api/query/events/properties/values", later("discovery.property_values")),
    Route("POST", "/api/query/arb_funnels", later("flows.flows")),
    Route("GET", "/api/query/arb_funnels", later("flows.saved_flows")),
    Route("GET", "/api/query/retention", later("saved.reports.retention_or_saved")),
    Route("GET", "/api/query/retention/addiction", later("retention.frequency")),
    Route("POST", "/api/query/jql", later("jql.jql")),
    Route("GET", "/api/2.0/export", later("export.export"), lines=True),
)
"""Of the Query and the Export API."""
