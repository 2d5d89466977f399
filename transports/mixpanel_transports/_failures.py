"""The errors of a failed exchange, in words that help and hold no secret."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from mixpanel_transports.auth import SHORTEST_SECRET, proofs
from mixpanel_transports.errors import ClosedError, ConnectionFailed, DeadlineExceeded, TransportError
from mixpanel_transports.message import Request


def connection_failed(request: Request, why: BaseException | str) -> ConnectionFailed:
    """No connection, or it broke; *why* in the words of whoever noticed, unless the server put a secret into them."""
    reason = why if isinstance(why, str) else _first_words(why)
    if _tells_a_secret(request, reason):
        reason = "the answer is no HTTP, and repeats the credentials that were sent"
    return ConnectionFailed(
        f"{_what(request)}: {reason}; check the network, proxy and TLS settings of this machine, then try again",
        details=_details(request),
    )


def tellable(request: Request, cause: BaseException) -> BaseException | None:
    """*cause*, unless its text, or what lies behind it, tells a secret of *request*."""
    return None if any(_tells_a_secret(request, str(each)) for each in _behind(cause)) else cause


def deadline_exceeded(request: Request) -> DeadlineExceeded:
    """The deadline has passed."""
    waited_for = "its head or its next bytes" if request.stream else "the whole answer"
    seconds = request.longest_silence if request.stream else request.deadline
    return DeadlineExceeded(
        f"{_what(request)}: {waited_for} did not come within {seconds:g} seconds; "
        "allow a longer deadline or ask for less at once",
        details={**_details(request), "deadline": seconds},
    )


def malformed(request: Request) -> TransportError:
    """The request cannot be written as HTTP; what is wrong stays unsaid, since it may stand in a credential."""
    return TransportError(
        f"{_what(request)}: its URL or one of its headers {sorted(request.headers)} is not valid HTTP; "
        "look for line breaks and non-ASCII characters, in credentials too",
        details=_details(request),
    )


def closed(what: object) -> ClosedError:
    """The transport was used after ``aclose``."""
    return ClosedError(f"this {type(what).__name__} is closed; make a new one")


def foreign_loop(what: object) -> ClosedError:
    """The transport was used in another event loop than before."""
    return ClosedError(
        f"this {type(what).__name__} belongs to another event loop, which holds its connections; "
        "make one transport in each event loop"
    )


def no_loop(what: object) -> ClosedError:
    """The transport was used where no event loop runs."""
    return ClosedError(
        f"this {type(what).__name__} needs a running event loop; await it in async code, or lend it to blocking code "
        "with mixpanel_transports.Portal(transport)"
    )


def _first_words(error: BaseException) -> str:
    """What *error* says, or else what lies behind it: libraries wrap errors in empty ones."""
    return next(filter(None, map(str, _behind(error))), type(error).__name__)


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _tells_a_secret(request: Request, text: str) -> bool:
    secrets = proofs(request.headers.get("authorization", ""))
    return any(secret in text for secret in secrets if len(secret) >= SHORTEST_SECRET)


def _what(request: Request) -> str:
    return f"{request.method} {_host(request)} {request.template}".rstrip()


def _host(request: Request) -> str:
    return urlsplit(request.url).netloc.rpartition("@")[2]


def _details(request: Request) -> dict[str, object]:
    return {"host": _host(request), "template": request.template, "attempt": request.attempt}
