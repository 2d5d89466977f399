"""Between calls and the wire: stamp and encode requests, decode replies, turn refusals into errors."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from mixpanel_async import __version__
from mixpanel_async.answer import Answer
from mixpanel_async.call import Call, QueryValue
from mixpanel_async.errors import ParamTypeError, ParamValidationError, QueryError, ResponseValidationError, api_error
from mixpanel_async.session import Family, Session
from mixpanel_async.surrogates import half_in, whole
from mixpanel_transports.errors import MixpanelError, RateLimitError
from mixpanel_transports.message import Reply, Request
from mixpanel_transports.waiting import retry_after

T = TypeVar("T")

Clock = Callable[[], float]
"""Seconds since 1970."""

ORIGIN = "mixpanel-async"
TEXT_LIMIT = 500
NO_CONTENT = 204
REQUEST_ID = "x-request-id"

# The server gives a query 488 s and an app call 120 s; 15 s on top let its own refusal arrive first.
DEADLINES: Mapping[Family, float] = {
    "query": 503.0,
    "engage": 503.0,
    "export": 600.0,
    "app": 135.0,
    "pipelines": 135.0,
    "web": 135.0,
}

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
    usual = call.deadline or DEADLINES[call.family]
    try:
        body, path, query = _body(call), _path(call, session), urlencode(_stamped(call, session), doseq=True)
    except UnicodeEncodeError:
        raise _half_a_character(call) from None
    return Request(
        method=call.method,
        url=session.url(call.family, path) + (f"?{query}" if query else ""),
        headers=_headers(call, stream=stream),
        body=body,
        deadline=usual if deadline is None else deadline,
        silence=call.silence,
        stream=stream,
        family=call.family,
        template=call.template,
        safe=call.safe,
        bulk=call.bulk,
    )


def _half_a_character(call: Call[Any]) -> ParamValidationError:
    """The error that an argument cannot be sent; what it is stays unsaid, since it may be a secret."""
    places = {**call.args, **call.query, **(call.form or {}), "body": call.json}
    place = next((found for name, value in places.items() if (found := half_in(value, name))), "an argument")
    return ParamValidationError(
        f"{call.label}: {place} holds half of a surrogate pair, which is no character and cannot be sent; "
        "text that was cut in two or is a name of a file may have one: replace it"
    )


def _path(call: Call[Any], session: Session) -> str:
    given = {name: _segment(call, name, value) for name, value in call.args.items()}
    project, view = f"/projects/{session.project_id}", call.workspace_id or session.workspace_id
    return call.path.format_map({"project": project, "scope": f"/workspaces/{view}" if view else project, **given})


def _segment(call: Call[Any], name: str, value: object) -> str:
    """*value* as one step of a path; what would lead elsewhere, up or to the whole collection, is refused."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise ParamTypeError(f"{call.label}: the {name} is {value!r}; give its number or its name")
    if value in ("", ".", ".."):
        raise ParamValidationError(f"{call.label}: the {name} is {value!r}; name one thing")
    return quote(str(value), safe="")


def _headers(call: Call[Any], *, stream: bool) -> dict[str, str]:
    headers = {"user-agent": user_agent(), "accept": "*/*", "accept-encoding": "gzip" if stream else "gzip, deflate"}
    if call.form is not None:
        return headers | {"content-type": "application/x-www-form-urlencoded"}
    return headers if call.json is None else headers | {"content-type": "application/json"}


def _body(call: Call[Any]) -> bytes:
    if call.form is not None:
        said = {name: value for name, value in call.form.items() if value is not None}
        return urlencode(said, doseq=True).encode()
    return b"" if call.json is None else _json_bytes(call.json)


def _json_bytes(value: Any) -> bytes:
    try:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except (ValueError, TypeError) as problem:
        raise ParamValidationError(
            f"the call holds what JSON cannot say: {problem}; use finite numbers and text"
        ) from problem
    return text.encode()


def _stamped(call: Call[Any], session: Session) -> dict[str, QueryValue]:
    """The call's own keys, then project, data view and origin; exports and pipelines know the project alone.

    The app API, whose paths name the project, and the pages of the site are told of neither.
    """
    query = {name: _asked(call, name, value) for name, value in call.query.items() if value is not None}
    if call.family in ("app", "web"):
        return query
    if call.family in ("export", "pipelines"):
        return {"project_id": session.project_id, **query} if call.names_project else query
    if call.names_project:
        query["project_id"] = session.project_id
    if call.names_view and (view := call.workspace_id or session.workspace_id):
        query["workspace_id"] = view
    return {**query, "query_origin": ORIGIN}


def _asked(call: Call[Any], name: str, value: QueryValue) -> QueryValue:
    """*value* as it stands in a query: text, a whole number, or several of these."""
    several = value if isinstance(value, list | tuple) else (value,)
    if any(not isinstance(each, str | int) or isinstance(each, bool) for each in several):
        raise ParamTypeError(f"{call.label}: {name} is {value!r}; give text or a whole number")
    return value


def decode(call: Call[T], request: Request, reply: Reply, *, strict: bool = False, wall_clock: Clock = time.time) -> T:
    """What *reply* means; a refusal, also one hidden under HTTP 200, is raised. For *strict* see ``Answer``."""
    refuse(call, request, reply, wall_clock)
    value = _json_of(call, reply)
    if isinstance(value, dict) and (value.get("status") == "error" or isinstance(value.get("error"), str)):
        raise QueryError(_sentence(call, reply, value), reply.status, **_evidence(call, request, value))
    answer = Answer(reply.body if call.raw else value, request_id=reply.headers.get(REQUEST_ID), strict=strict)
    try:
        return _read(call, answer)
    except QueryError as refusal:
        evidence = _evidence(call, request, value)
        raise QueryError(refusal.message, reply.status, code=refusal.code, **evidence) from None
    except ResponseValidationError as problem:
        raise ResponseValidationError(
            f"{call.label} answered what cannot be read: {problem.message}; "
            f"{_after(call)}please report it with the reply",
            details={**problem.details, "response_body": value},
        ) from problem


def _json_of(call: Call[Any], reply: Reply) -> Any:
    """The JSON of a reply, None where it has no body; of what may be no JSON, only what can be a refusal."""
    nothing = reply.status == NO_CONTENT or (call.family == "app" and not reply.body)
    if nothing or (call.raw and not reply.body.startswith(b"{")):
        return None
    value = parsed(reply.body)
    if value is NOT_JSON and not call.raw:
        raise MixpanelError(
            f"{call.label} answered HTTP {reply.status} with what is no JSON: {_excerpt(reply.body)!r}; "
            f"{_after(call)}is a proxy or a login page in between?",
            "INVALID_RESPONSE",
        )
    return value


def _read(call: Call[T], answer: Answer) -> T:
    """What the call makes of the answer. A reader that trips over it says at least where it began."""
    try:
        return call.read(answer)
    except (AttributeError, LookupError, TypeError, ArithmeticError, RecursionError) as problem:
        raise answer.refusal(f"its shape is unknown ({type(problem).__name__}: {problem})") from problem


def refuse(call: Call[Any], request: Request, reply: Reply, wall_clock: Clock) -> None:
    """Raise the error a reply's status stands for; a 2xx passes. *wall_clock* tells how long a date is away."""
    if 200 <= reply.status < 300:
        return
    body = parsed(reply.body)
    body = _excerpt(reply.body) if body is NOT_JSON else body
    kind, sentence, evidence = api_error(reply.status), _sentence(call, reply, body), _evidence(call, request, body)
    pause = retry_after(reply.headers, wall_clock)
    if issubclass(kind, RateLimitError):
        raise kind(sentence, pause, **evidence)
    error = kind(sentence, reply.status, **evidence)
    if pause is not None:
        error.details["retry_after"] = pause
    raise error


NOT_JSON = object()


def parsed(body: bytes) -> Any:
    """The JSON in *body*; half a surrogate pair in it becomes U+FFFD."""
    value = _parsed_fast(body) if len(body) > LARGE else NOT_JSON
    if value is not NOT_JSON:
        return value
    try:
        return whole(json.loads(body)) if b"\\" in body and b"\\ud" in body.lower() else json.loads(body)
    except (ValueError, RecursionError):
        return NOT_JSON


# From here on the faster parser has made good for its import.
LARGE = 1_000_000


def _parsed_fast(body: bytes) -> Any:
    """What ``json.loads`` makes of *body*, in half to three quarters of the time.

    Whatever JSON does not know, such as NaN or half a surrogate pair, is left to the standard library.
    """
    import msgspec

    try:
        return msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return NOT_JSON


def _excerpt(body: bytes) -> str:
    return body.decode("utf-8", "replace")[:TEXT_LIMIT]


def _after(call: Call[Any]) -> str:
    """What else to know where an answer cannot be read to what may not be asked for twice."""
    return "" if call.safe else "what was asked for may be done, so look before you ask again; "


def _sentence(call: Call[Any], reply: Reply, body: Any) -> str:
    step = _NEXT_STEP.get(reply.status, "try again later" if reply.status >= 500 else "see the text above")
    return f"{call.label} was refused with HTTP {reply.status}: {_said(body) or 'no reason given'}; {step}"


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
        "request_url": request.url.partition("?")[0] if call.secrets else request.url,
        "request_params": _without_secrets(call, call.query) or None,
        "request_body": _without_secrets(call, call.json if call.form is None else call.form),
    }


def _without_secrets(call: Call[Any], said: Any) -> Any:
    if not isinstance(said, Mapping):
        return said
    return {name: "***" if name in call.secrets and value else value for name, value in said.items()}
