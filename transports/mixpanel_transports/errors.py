"""What can go wrong below the operations: the root of every error, failed exchanges, spent budgets.

MixpanelError
 |- TransportError            the exchange failed
 |   |- ConnectionFailed      no connection, or it broke
 |   |- DeadlineExceeded      time ran out
 |   '- ClosedError           the transport was closed, or belongs to another event loop
 '- APIError                  the server said no
     '- RateLimitError        too many calls, by the server's count or by ours
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

QUOTA_HELP = "https://docs.mixpanel.com/reference/rate-limits"


class MixpanelError(Exception):
    """Root of everything this library raises: a *message*, a stable *code*, *details* as data."""

    default_code: ClassVar[str] = "UNKNOWN_ERROR"

    def __init__(self, message: str, code: str | None = None, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code: str | None = code or self.default_code or None
        self.details: dict[str, Any] = dict(details or {})

    def to_dict(self) -> dict[str, Any]:
        """Code, message and details as plain data."""
        return {"code": self.code, "message": self.message, "details": self.details}

    def __reduce__(self) -> tuple[Any, ...]:
        return _revive, (type(self), self.args, self.__dict__)


def _revive(kind: type[MixpanelError], args: tuple[Any, ...], state: dict[str, Any]) -> MixpanelError:
    """Unpickle an error whatever its constructor looks like."""
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class TransportError(MixpanelError):
    """The exchange failed: no reply, or none that could be read to its end."""

    default_code = "HTTP_ERROR"


class ConnectionFailed(TransportError):  # noqa: N818
    """The server could not be reached, or the connection broke."""


class DeadlineExceeded(TransportError):  # noqa: N818
    """The request took longer than its deadline allows."""


class ClosedError(TransportError):
    """The transport was closed, or is used outside the event loop it belongs to."""

    default_code = "CLOSED"


class APIError(MixpanelError):
    """The server answered, and the answer is a refusal: *status_code*, *response_body* and the request it refused."""

    default_code = "API_ERROR"

    def __init__(
        self,
        message: str,
        status_code: int,
        response_body: Any = None,
        request_method: str | None = None,
        request_url: str | None = None,
        request_params: Mapping[str, Any] | None = None,
        request_body: Any = None,
        code: str | None = None,
    ) -> None:
        self.status_code = status_code
        self.response_body = response_body
        self.request_method = request_method
        self.request_url = request_url
        self.request_params = request_params
        self.request_body = request_body
        known = {name: value for name, value in vars(self).items() if value is not None}
        super().__init__(message, code, known)


class RateLimitError(APIError):
    """Too many calls. *retry_after* says in how many seconds the next one may be made, where that is known."""

    default_code = "RATE_LIMITED"

    def __init__(
        self, message: str = "Rate limit exceeded", retry_after: float | None = None, status_code: int = 429, **api: Any
    ) -> None:
        self.retry_after = retry_after
        super().__init__(message, status_code, **api)
        if retry_after is not None:
            self.details["retry_after"] = retry_after
