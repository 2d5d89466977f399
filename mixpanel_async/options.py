"""What a Workspace may be told besides whom to ask, checked before anything is made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mixpanel_async.errors import ParamTypeError, ParamValidationError
from mixpanel_async.session import Session


def check_options(options: Mapping[str, object], known: Sequence[str]) -> None:
    """Refuse names that are not *known*, and what is not what its name says; None says nothing."""
    if unknown := sorted(options.keys() - set(known)):
        raise ParamTypeError(f"Workspace takes no {_hinted(unknown[0], known)}; it takes {', '.join(sorted(known))}")
    for name, value in options.items():
        fits, wanted = _WANTED.get(name, (None, ""))
        if fits and value is not None and not fits(value):
            raise ParamTypeError(f"{name} is a {type(value).__name__}; give {wanted}")
    _check_seconds(options.get("timeout"))


def _hinted(name: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, known, n=1)
    return f"{name} (did you mean {close[0]}?)" if close else name


def _check_seconds(timeout: Any) -> None:
    if timeout is not None and not timeout > 0:
        raise ParamValidationError(f"timeout is {timeout!r}; give seconds, more than 0, or leave it out")


def _has(*methods: str) -> Callable[[Any], bool]:
    return lambda value: all(callable(getattr(value, method, None)) for method in methods)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _are_functions(value: Any) -> bool:
    return isinstance(value, Sequence) and all(map(callable, value))


_WANTED: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "session": (lambda value: isinstance(value, Session), "a Session"),
    "transport": (_has("send", "aclose"), "a transport such as HttpxTransport() or Fake(...)"),
    "runtime": (_has("now", "sleep", "gather", "lock", "limiter", "offload"), "a runtime such as AnyioRuntime()"),
    "timeout": (_is_number, "seconds as a number"),
    "retry": (_has("send", "over"), "a Retry"),
    "quota": (_has("budget"), "a Quota"),
    "hooks": (_are_functions, "a list of functions"),
    "strict": (lambda value: isinstance(value, bool), "True or False"),
}
