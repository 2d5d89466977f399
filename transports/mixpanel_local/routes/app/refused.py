"""Calls of the app API that are known and refused by name, each with what to do instead."""

from __future__ import annotations

from typing import Final

from mixpanel_local.errors import Unsupported
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.route import Answer, Route

_SCOPE: Final = "/api/app/{scope}"
_DATA: Final = f"{_SCOPE}/data-definitions"
_BOARDS: Final = f"{_SCOPE}/dashboards"
_OWN: Final = "make the dashboard itself and put its reports on it (create_dashboard, create_bookmark)"
_ACCOUNTS: Final = "whoever can reach the server, or knows its token, is let in"
_PIPES: Final = "write the events to files yourself (export_events)"
_CONNECTED: Final = "send the rows to /import, or bring files in (mpx local import)"


def _refusing(what: str, instead: str) -> Answer:
    def answer(_: Context) -> object:
        raise Unsupported(f"the embedded Mixpanel has no {what}; {instead}")

    return answer


def _refused(methods: str, path: str, what: str, instead: str) -> tuple[Route, ...]:
    return tuple(Route(method, path, _refusing(what, instead)) for method in methods.split())


ROUTES: Final = (
    *_refused("GET", f"{_BOARDS}/blueprints-all", "blueprints of dashboards", _OWN),
    *_refused("POST", f"{_BOARDS}/blueprints", "blueprints of dashboards", _OWN),
    *_refused("PUT", f"{_BOARDS}/blueprints/cohorts", "blueprints of dashboards", _OWN),
    *_refused("POST", f"{_BOARDS}/blueprints/finish", "blueprints of dashboards", _OWN),
    *_refused("GET", f"{_BOARDS}/{{id}}/blueprint-config", "blueprints of dashboards", _OWN),
    *_refused("POST", f"{_BOARDS}/rca", "root cause analysis", _OWN),
    *_refused("GET", f"{_BOARDS}/{{id}}/erf", "ERF of dashboards, whose form is not documented", "use get_dashboard"),
    *_refused(
        "POST",
        f"{_SCOPE}/alerts/custom/test",
        "way to send an alert",
        "ask its report and look at the numbers yourself",
    ),
    *_refused("GET", f"{_SCOPE}/alerts/custom/screenshot", "screenshots of alerts", "ask the alert's report"),
    *_refused(
        "POST",
        f"{_SCOPE}/webhooks/test",
        "way to call a webhook: nothing here reaches the network",
        "send a request to its address yourself",
    ),
    *_refused(
        "GET",
        f"{_DATA}/events/tracking-metadata",
        "tracking metadata of events, whose form is not documented",
        "use get_event_definitions",
    ),
    *_refused(
        "GET",
        f"{_DATA}/export",
        "export of the Lexicon, which Mixpanel sends by mail",
        "use get_event_definitions and get_property_definitions",
    ),
    *_refused("POST", f"{_SCOPE}/replays/sign/bulk", "session recordings", "ask for the user's events (activity_feed)"),
    *_refused(
        "GET", "/s/{code:text}", "short links", "use the report's whole address, or a link made here by its slug"
    ),
    *_refused("GET", f"{_SCOPE}/service-accounts", "service accounts", _ACCOUNTS),
    *_refused("GET POST DELETE", "/api/app/organizations/{rest:rest}", "organizations", _ACCOUNTS),
    *_refused(
        "GET POST PUT PATCH DELETE", f"{_SCOPE}/warehouse-sources/{{rest:rest}}", "warehouse connectors", _CONNECTED
    ),
    *_refused("GET POST DELETE", "/api/query/nessie/pipeline/{rest:rest}", "data pipelines", _PIPES),
)
