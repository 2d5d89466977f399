"""A program and its params as a call, and how the server says that it failed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from mixpanel_async.answer import Answer
from mixpanel_async.call import Call
from mixpanel_async.deprecation import Deprecation
from mixpanel_async.errors import JQLSyntaxError, ParamTypeError, ParamValidationError, QueryError

T = TypeVar("T")

_WHY = "Mixpanel is retiring JQL"
_FAILED = 412


def program(
    name: str, script: str, params: Mapping[str, Any] | None, read: Callable[[Answer], T], *, instead: str
) -> Call[T]:
    """The call that runs *script* for the operation *name*; *instead* is what to ask in its place."""
    return Call(
        method="POST",
        path="/jql",
        form={"script": script, "params": _params_text(params) if params else None},
        # JQL sees all of the project's data: docs.mixpanel.com/docs/reports/apps/jql
        names_view=False,
        deprecated=Deprecation(f"{name}()", "0.1", _WHY, instead),
        read=read,
    )


def _params_text(params: Mapping[str, Any]) -> str:
    if not isinstance(params, Mapping):
        raise ParamTypeError(f"params are {params!r}; give a dictionary, which the script sees as params")
    try:
        return json.dumps(dict(params), allow_nan=False)
    except (TypeError, ValueError) as problem:
        raise ParamValidationError(f"params hold what JSON cannot say: {problem}; give numbers, text") from problem


def script_failure(refusal: QueryError, script: str) -> QueryError:
    """What *refusal* means for *script*: a ``JQLSyntaxError`` where the server says how the script failed."""
    body = refusal.response_body
    if refusal.status_code != _FAILED or not isinstance(body, Mapping):
        return refusal
    said, path = body.get("error") or body.get("message"), body.get("request")
    return JQLSyntaxError(
        said if isinstance(said, str) else json.dumps(body, ensure_ascii=False),
        script,
        path if isinstance(path, str) else None,
        response_body=body,
        request_method=refusal.request_method,
        request_url=refusal.request_url,
        request_params=refusal.request_params,
        request_body=refusal.request_body,
    )
