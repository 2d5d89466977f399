"""The table of routes: all that the embedded Mixpanel answers stands here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mixpanel_local.errors import Unsupported
from mixpanel_local.routes import discovery, export, feed, jql, reports, retention, saved
from mixpanel_local.routes.app import routes as app
from mixpanel_local.routes.context import Call
from mixpanel_local.routes.engage import answers as engage
from mixpanel_local.routes.ingestion import answers as ingestion
from mixpanel_local.routes.route import Route


def route_of(call: Call) -> tuple[Route, Mapping[str, str]]:
    """The route of *call*, with the named parts of its path."""
    for route in ROUTES:
        if (groups := route.match(call)) is not None:
            return route, groups
    family = "/".join(call.path.split("/")[:3])
    known = ", ".join(f"{route.method} {route.path}" for route in ROUTES if route.path.startswith(f"{family}/"))
    asked = f"{call.method} {call.path}"
    raise Unsupported(f"the embedded Mixpanel cannot answer {asked} yet; of {family} it answers {known or 'nothing'}")


ROUTES: Final = (
    Route("POST", "/api/query/insights", reports.insights),
    Route("GET", "/api/query/insights", saved.saved_insights),
    Route("GET", "/api/query/funnels/list", saved.saved_funnels),
    Route("POST", "/api/query/engage", engage.engage),
    Route("POST", "/api/query/engage/stats", engage.stats),
    Route("GET", "/api/query/stream/query", feed.stream_query),
    Route("POST", "/api/query/stream/bookmark", feed.stream_bookmark),
    Route("GET", "/api/query/data_definitions/events", discovery.event_properties),
    Route("GET", "/api/query/segmentation", reports.segmentation),
    Route("GET", "/api/query/segmentation/numeric", reports.segmentation_numeric),
    Route("GET", "/api/query/segmentation/sum", reports.segmentation_sum),
    Route("GET", "/api/query/segmentation/average", reports.segmentation_average),
    Route("GET", "/api/query/events", reports.event_counts),
    Route("GET", "/api/query/events/names", discovery.event_names),
    Route("GET", "/api/query/events/top", discovery.top_events),
    Route("GET", "/api/query/events/properties", reports.property_counts),
    Route("GET", "/api/query/events/properties/top", discovery.top_properties),
    Route("GET", "/api/query/events/properties/values", discovery.property_values),
    Route("GET", "/api/query/retention", retention.retention),
    Route("GET", "/api/query/retention/addiction", retention.frequency),
    Route("POST", "/api/query/jql", jql.jql),
    Route("GET", "/api/2.0/export", export.export, lines=True),
    *app.ROUTES,
    *ingestion.ROUTES,
)
