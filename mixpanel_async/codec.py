"""Between calls and the wire: stamp and encode requests, decode replies, turn refusals into errors."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from mixpanel_async import __version__
from mixpanel_async.call import Call, QueryValue
from mixpanel_async.errors import ParamValidationError, QueryError, ResponseValidationError, api_error
from mixpanel_async.session import Family, Session
from mixpanel_transports.errors import MixpanelError, RateLimitError
from mixpanel_transports.message import Reply, Request
from mixpanel_transports.waiting import retry_after

T = TypeVar("T")

ORIGIN = "mixpanel-async"
TEXT_LIMIT = 500

# The server gives a query 488 s and an app call 120 s; 15 s on top let its own refusal arrive first.
DEADLINES: Mapping[Family, float] = {"query": 503.0, "engage": 503.0, "export": 600.0, "app": 135.0}

_NEXT_STEP = {
    400: "check the arguments of the call",
    401: "check username and secret (or the token), and that they belong to this region",
    402: "the project's plan does not include this API, or its allowance is used up: see Organization settings, Plan",
    403: "ask a project admin for access to this project or data view",
    404: "check project_id, region and the ids in the call",
    429: "wait, or make fewer calls: a project has 60 queries an hour",
    501: "asking again gives the same answer",
}


@cache
def user_agent() -> str:
    """Who we are, for the server's logs."""
    python = ".".join(map(str, sys.version_info[:2]))
    return f"{ORIGIN}/{__version__} (entry=lib; python/{python})"


def encode(call: Call[Any], session: Session, *, deadline: float | None, stream: bool = False) -> Request:
    """The request that performs *call* for *session*; credentials are added later, by the transport."""
    body = b"" if call.json is None else _json_bytes(call.json)
    path = call.path.format_map({name: quote(str(value), safe="") for name, value in call.args.items()})
    query = urlencode(_stamped(call, session), doseq=True)
    return Request(
        method=call.method,
        url=session.url(call.family, path) + (f"?{query}" if query else ""),
        headers=_headers(has_body=bool(body), stream=stream),
        body=body,
        deadline=DEADLINES[call.family] if deadline is None else deadline,
        stream=stream,
        family=call.family,
        template=call.path,
        safe=call.safe,
    )


def _headers(*, has_body: bool, stream: bool) -> dict[str, str]:
    headers = {"user-agent": user_agent(), "accept": "*/*", "accept-encoding": "gzip" if stream else "gzip, deflate"}
    return headers | {"content-type": "application/json"} if has_body else headers


def _json_bytes(value: Any) -> bytes:
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    except (ValueError, TypeError) as problem:
        raise ParamValidationError(
            f"the call holds what JSON cannot say: {problem}; use finite numbers and text"
        ) from problem


def _stamped(call: Call[Any], session: Session) -> dict[str, QueryValue]:
    """The call's own keys, then project, data view and origin; the export API knows the project alone."""
    query = {name: value for name, value in call.query.items() if value is not None}
    if call.family == "export":
        return {"project_id": session.project_id, **query}
    if call.names_project:
        query["project_id"] = session.project_id
    if view := call.workspace_id or session.workspace_id:
        query["workspace_id"] = view
    return {**query, "query_origin": ORIGIN}


def decode(call: Call[T], request: Request, reply: Reply) -> T:
    """What *reply* means; a refusal, also one hidden under HTTP 200, is raised."""
    refuse(call, request, reply)
    value = _parsed(reply.body)
    if value is _NOT_JSON:
        raise MixpanelError(
            f"{_label(request)} answered HTTP {reply.status} with what is no JSON: {_excerpt(reply.body)!r}; "
            "is a proxy or a login page in between?",
            "INVALID_RESPONSE",
        )
    if isinstance(value, dict) and (value.get("status") == "error" or isinstance(value.get("error"), str)):
        raise QueryError(_sentence(request, reply, value), reply.status, **_evidence(call, request, value))
    try:
        return call.read(value)
    except QueryError as refusal:
        raise QueryError(refusal.message, reply.status, **_evidence(call, request, value)) from None
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise ResponseValidationError(
            f"{_label(request)} answered in a shape we do not know ({type(problem).__name__}: {problem}); "
            "please report it with the reply's text",
            details={"response_body": value},
        ) from problem


def refuse(call: Call[Any], request: Request, reply: Reply) -> None:
    """Raise the error a reply's status stands for; a 2xx passes."""
    if 200 <= reply.status < 300:
        return
    body = _parsed(reply.body)
    body = _excerpt(reply.body) if body is _NOT_JSON else body
    kind, sentence, evidence = api_error(reply.status), _sentence(request, reply, body), _evidence(call, request, body)
    if issubclass(kind, RateLimitError):
        raise kind(sentence, retry_after(reply.headers, time.time), **evidence)
    raise kind(sentence, reply.status, **evidence)


_NOT_JSON = object()


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return _NOT_JSON


def _excerpt(body: bytes) -> str:
    return body.decode("utf-8", "replace")[:TEXT_LIMIT]


def _label(request: Request) -> str:
    return f"{request.method} {request.template}"


def _sentence(request: Request, reply: Reply, body: Any) -> str:
    step = _NEXT_STEP.get(reply.status, "try again later" if reply.status >= 500 else "see the text above")
    return f"{_label(request)} was refused with HTTP {reply.status}: {_said(body) or 'no reason given'}; {step}"


def _said(body: Any) -> str:
    """The server's own words."""
    if isinstance(body, dict):
        error, message = body.get("error"), body.get("message")
        return str(error) if error and str(error).strip() else message if isinstance(message, str) else ""
    return body.strip() if isinstance(body, str) else ""


def _evidence(call: Call[Any], request: Request, body: Any) -> dict[str, Any]:
    return {
        "response_body": body,
        "request_method": request.method,
        "request_url": request.url,
        "request_params": dict(call.query) or None,
        "request_body": call.json,
    }
