"""Everything this library raises.

MixpanelError                     code UNKNOWN_ERROR: the root
 |- TransportError                HTTP_ERROR: no answer
 |   |- ConnectionFailed          no connection, or it broke
 |   |- DeadlineExceeded          time ran out
 |   '- ClosedError               CLOSED: used after close, or in another event loop
 |- APIError                      the server refused
 |   |- AuthenticationError       401  AUTH_FAILED
 |   |- QueryError                other 4xx, or an error inside a 200  QUERY_FAILED
 |   |   '- JQLSyntaxError        JQL_SYNTAX_ERROR: a script failed
 |   |- RateLimitError            429, or a budget of ours is spent  RATE_LIMITED
 |   '- ServerError               5xx  SERVER_ERROR
 |- ConfigError                   CONFIG_ERROR: credentials, project, region
 |- ParamValidationError          one argument is wrong (also a ValueError)
 |   '- BusinessContextValidationError  BUSINESS_CONTEXT_TOO_LONG
 |- ParamTypeError                one argument has the wrong type (also a TypeError)
 |- BookmarkValidationError       a question breaks rules: all of them in .errors
 |- WorkspaceScopeError           NO_WORKSPACES: no data view to work in
 |- ResponseValidationError       RESPONSE_VALIDATION_ERROR: an answer that cannot be read
 |- IncompleteChangeError         INCOMPLETE_CHANGE: a change of several calls that broke off
 |- ReportLinkError               REPORT_LINK_ERROR: a link that leads to no report
 |   |- ReportLinkParseError      REPORT_LINK_UNPARSEABLE: it is none
 |   |- UnsupportedReportLinkError    UNSUPPORTED_REPORT_LINK: it leads to something else
 |   |- ReportLinkNotFoundError   REPORT_LINK_NOT_FOUND: nothing is there
 |   |- ReportLinkScopeMismatchError  REPORT_LINK_SCOPE_MISMATCH: it leads to another project
 |   '- ShortLinkResolutionError  SHORT_LINK_RESOLUTION_ERROR: where it leads is not said
 |- ExportError                   EXPORT_BROKEN: an export that is not whole
 |- StoreError                    LOCAL_STORE: events on disk that cannot be read or written
 '- EventNotFoundError            EVENT_NOT_FOUND: with the names that come close
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Literal

from attrs import frozen

from mixpanel_dataset.errors import StoreError
from mixpanel_transports.errors import (
    APIError,
    ClosedError,
    ConnectionFailed,
    DeadlineExceeded,
    MixpanelError,
    RateLimitError,
    TransportError,
)

__all__ = [
    "APIError",
    "AuthenticationError",
    "BookmarkValidationError",
    "BusinessContextValidationError",
    "ClosedError",
    "ConfigError",
    "ConnectionFailed",
    "DeadlineExceeded",
    "EventNotFoundError",
    "ExportError",
    "IncompleteChangeError",
    "JQLSyntaxError",
    "MixpanelError",
    "ParamTypeError",
    "ParamValidationError",
    "QueryError",
    "RateLimitError",
    "ReportLinkError",
    "ReportLinkNotFoundError",
    "ReportLinkParseError",
    "ReportLinkScopeMismatchError",
    "ResponseValidationError",
    "ServerError",
    "ShortLinkResolutionError",
    "StoreError",
    "TransportError",
    "UnsupportedReportLinkError",
    "ValidationError",
    "WorkspaceScopeError",
    "api_error",
]

_BY_STATUS: dict[int, type[APIError]] = {}


class _StatusError(APIError):
    """An APIError class that registers itself for the statuses it stands for."""

    def __init_subclass__(cls, statuses: Iterable[int] = (), **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        _BY_STATUS.update(dict.fromkeys(statuses, cls))


class AuthenticationError(_StatusError, statuses=(401,)):
    """The credentials were not accepted."""

    default_code = "AUTH_FAILED"


class QueryError(_StatusError, statuses=range(400, 500)):
    """The server refused the call; *status_code* 200 means that the refusal came inside an ordinary reply."""

    default_code = "QUERY_FAILED"


_THROWN = re.compile(r"\b(\w*Error)\b:?[ \t]*(.*)")


class JQLSyntaxError(QueryError):
    """A JQL script cannot be parsed, or failed as it ran; *script* is what was sent.

    *raw_error* is the server's text. In it stand *error_type*, such as ``TypeError``, *error_message*, *line_info* (the
    line of the script with a caret below it) and *stack_trace*; the last two are None where it has none.
    """

    default_code = "JQL_SYNTAX_ERROR"

    def __init__(
        self,
        raw_error: str,
        script: str | None = None,
        request_path: str | None = None,
        *,
        status_code: int = 412,
        **api: Any,
    ) -> None:
        thrown, lines = _THROWN.search(raw_error), raw_error.splitlines()
        self.error_type = thrown[1] if thrown else "Error"
        self.error_message = (thrown[2] if thrown else raw_error).strip()
        self.line_info = next(
            (f"{line}\n{below}" for line, below in pairwise(lines) if set(below.strip()) == {"^"}), None
        )
        self.stack_trace = "\n".join(line for line in lines if line.lstrip().startswith("at ")) or None
        self.script, self.raw_error, self.request_path = script, raw_error, request_path
        place = f"\n{self.line_info}\n" if self.line_info else "; "
        super().__init__(
            f"the JQL script failed with {self.error_type}: {self.error_message}{place}correct it and run it again",
            status_code,
            **api,
        )


class ServerError(_StatusError, statuses=range(500, 600)):
    """The server failed; the same call may work later."""

    default_code = "SERVER_ERROR"


_BY_STATUS |= {401: AuthenticationError, 429: RateLimitError}


def api_error(status: int) -> type[APIError]:
    """The class for an HTTP status; a redirect or anything unheard of is a plain ``APIError``."""
    return _BY_STATUS.get(status, APIError)


class ConfigError(MixpanelError):
    """Credentials, project or region are missing, contradict each other or cannot be read."""

    default_code = "CONFIG_ERROR"


class WorkspaceScopeError(MixpanelError):
    """A call needs a data view, and the project shows none to this account."""

    default_code = "NO_WORKSPACES"


class ParamValidationError(MixpanelError, ValueError):
    """One argument has a value that means nothing; *code* names the documented rule, None where there is none."""

    default_code = ""


class ParamTypeError(MixpanelError, TypeError):
    """One argument has a type that is not accepted; *code* names the documented rule, None where there is none."""

    default_code = ""


class ResponseValidationError(MixpanelError):
    """The server's answer does not have the documented shape."""

    default_code = "RESPONSE_VALIDATION_ERROR"


class IncompleteChangeError(MixpanelError):
    """A change of several calls broke off: the message and *details* say what is done, the cause says what failed.

    Asking for the whole change again would do the first part twice.
    """

    default_code = "INCOMPLETE_CHANGE"


class BusinessContextValidationError(ParamValidationError):
    """A business context is longer than Mixpanel keeps; *details* have its length and the limit."""

    default_code = "BUSINESS_CONTEXT_TOO_LONG"


class ReportLinkError(MixpanelError):
    """A link that does not lead to a report; *details* have the ``link``."""

    default_code = "REPORT_LINK_ERROR"


class ReportLinkParseError(ReportLinkError):
    """What was given is no link to a report."""

    default_code = "REPORT_LINK_UNPARSEABLE"


class UnsupportedReportLinkError(ReportLinkError):
    """The link leads to something that cannot be asked for: a dashboard, a report of another kind, an old form."""

    default_code = "UNSUPPORTED_REPORT_LINK"


class ReportLinkNotFoundError(ReportLinkError):
    """There is no report where the link leads."""

    default_code = "REPORT_LINK_NOT_FOUND"


class ReportLinkScopeMismatchError(ReportLinkError):
    """The link leads to another region, project or data view than the one in use."""

    default_code = "REPORT_LINK_SCOPE_MISMATCH"


class ShortLinkResolutionError(ReportLinkError):
    """The server does not say where a short link leads, or it leads away."""

    default_code = "SHORT_LINK_RESOLUTION_ERROR"


class ExportError(MixpanelError):
    """An export stream broke off or holds what is no event; rows already given are real, but not all of them."""

    default_code = "EXPORT_BROKEN"


class EventNotFoundError(MixpanelError):
    """The project has no event of that name; *similar_events* come close, best first."""

    default_code = "EVENT_NOT_FOUND"

    def __init__(self, event_name: str, similar_events: Sequence[str] | None = None) -> None:
        self.event_name = event_name
        self.similar_events = list(similar_events or ())
        hint = f"; did you mean {', '.join(map(repr, self.similar_events))}?" if self.similar_events else ""
        super().__init__(
            f"no event is called {event_name!r}{hint}",
            details={"event_name": event_name, "similar_events": self.similar_events},
        )


@frozen
class ValidationError:
    """One broken rule of a question: where (*path*), which (*code*), how bad, and what to write instead."""

    path: str
    message: str
    code: str
    severity: Literal["error", "warning"] = "error"
    suggestion: Sequence[str] | None = None
    fix: Mapping[str, Any] | None = None

    def __str__(self) -> str:
        return f"{self.code} {self.path}: {self.message}"


class BookmarkValidationError(MixpanelError):
    """A question breaks rules; *errors* holds every problem in rule order, nothing was sent."""

    default_code = "BOOKMARK_VALIDATION_ERROR"

    def __init__(self, errors: Sequence[ValidationError]) -> None:
        self.errors = list(errors)
        self.error_count = sum(error.severity == "error" for error in errors)
        self.warning_count = len(self.errors) - self.error_count
        super().__init__(
            "\n".join(["the question breaks these rules:", *(f"  {error}" for error in self.errors)]),
            details={"errors": [str(error) for error in self.errors]},
        )
