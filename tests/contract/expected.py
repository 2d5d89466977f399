"""What a case expects to be sent, with a data view pinned or without."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from attrs import frozen

from tests.contract.message import Said, query_of
from tests.contract.table import Case, Performance, bases, cases

PROJECT = "12345"

# What the lookup finds for a session without a pinned data view.
FOUND = 67890

# Our own names, where the recorded client gave its own.
OURS = {"query_origin": "mixpanel-async"}
USER_AGENTS = {"client": "mixpanel-async"}

_TODAY = re.compile(r"\{today(?:-(\d+)d)?\}")


@frozen
class Exchange:
    """One request to come, and the recorded reply to it."""

    said: Said
    reply: dict[str, Any]


def exchanges(performance: Performance) -> list[Exchange]:
    """What is sent, in order; where a data view is needed and none is pinned, its lookup comes first."""
    case, pin = performance.case, performance.pin
    requests = [request for request in case.recorded["requests"] if not (pin and _is_needless(case, request))]
    recorded = [Exchange(_said(case, request, pin), request["reply"]) for request in requests]
    return [_lookup(), *recorded] if not pin and _needs_lookup(case) else recorded


def outcome(performance: Performance) -> str:
    """How it ends: a value's type, for plain values the value itself."""
    case, pin = performance.case, performance.pin
    recorded = str(case.recorded["outcome"])
    if pin and recorded == "None":
        recorded = str(case.operation["returns"]).removesuffix(" | None")
    if pin:
        recorded = recorded.replace(f"/project/{PROJECT}/app/", f"/project/{PROJECT}/view/{pin}/app/")
    return str(_filled(recorded, pin))


def _said(case: Case, request: dict[str, Any], pin: int | None) -> Said:
    known = case.http(request)
    headers = known["headers"]
    said: Said = {
        "method": request["method"],
        "host": bases()[request["base"]].partition("/api")[0],
        "path": _path(request, known, pin),
        "query": _query(request, known, pin),
        "authorization": headers["Authorization"],
        "content-type": headers.get("Content-Type", "absent"),
        "body": _body(request, pin),
    }
    if "Accept-Encoding" in headers:
        said["accept-encoding"] = headers["Accept-Encoding"]
    if headers["User-Agent"] in USER_AGENTS:
        said["user-agent"] = USER_AGENTS[headers["User-Agent"]]
    return said


def _path(request: dict[str, Any], known: dict[str, Any], pin: int | None) -> list[str]:
    """The path's parts, percent-encoding undone: an argument with a slash in it is one part."""
    template = known.get("path_when_workspace_pinned", known["path"]) if pin else known["path"]
    base = bases()[request["base"]].removeprefix("https://").partition("/")[2]
    parts = [*filter(None, base.split("/")), *template.split("/")[1:]]
    given = request.get("args", {})
    return ["", *(_argument(part, given) or str(_filled(part, pin)) for part in parts)]


def _argument(part: str, given: dict[str, str]) -> str | None:
    return given.get(part.removeprefix("{").removesuffix("}")) if part.startswith("{") else None


def _query(request: dict[str, Any], known: dict[str, Any], pin: int | None) -> dict[str, Any]:
    query = query_of(str(_filled(request["raw_query"], pin)))
    added = known.get("query_added_when_workspace_pinned", {}) if pin else {}
    stamped = {name: str(_filled(value, pin)) for name, value in added.items()} | query
    return {name: OURS.get(name, value) for name, value in stamped.items()}


def _body(request: dict[str, Any], pin: int | None) -> Any:
    body = _filled(request.get("body", ""), pin)
    return dict(body) if request.get("body_kind") == "form" else body


def _filled(value: Any, pin: int | None) -> Any:
    """*value* with the session's numbers and with days in place of their marks."""
    if isinstance(value, dict):
        return {key: _filled(item, pin) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, pin) for item in value]
    if not isinstance(value, str):
        return value
    if value == "{workspace_id}":
        return pin or FOUND
    text = value.replace("{project_id}", PROJECT).replace("{workspace_id}", str(pin or FOUND))
    return _TODAY.sub(lambda found: (date.today() - timedelta(days=int(found[1] or 0))).isoformat(), text)


def _needs_lookup(case: Case) -> bool:
    """Whether the recorded client first looked up a data view, which the call does not name itself."""
    known = any(known.get("preflight_workspace_lookup") for known in case.operation["http"])
    return known and "workspace_id=" not in case.call


def _is_needless(case: Case, request: dict[str, Any]) -> bool:
    return bool(case.http(request).get("needless_when_workspace_pinned"))


def _lookup() -> Exchange:
    (asking,) = (case for case in cases() if case.name == "list_workspaces-min")
    return exchanges(Performance(asking, None))[0]
