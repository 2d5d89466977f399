"""A route: one call and what answers it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any, Final, TypeAlias
from urllib.parse import unquote

from attrs import frozen

from mixpanel_local.routes.context import Call, Context

Answer: TypeAlias = Callable[[Context], object]
"""Gives JSON, ``Said``, ``Raw``, or an iterator of bytes as they come."""

HERE: Final = "mixpanel_local.routes"
"""Where modules of routes are."""

_SCOPE: Final = r"(?:projects/(?P<project>[0-9]+)(?:/workspaces/[0-9]+)?|workspaces/[0-9]+)"
"""A project, a data view of it, or a data view by itself: they all mean the same here."""

_PARTS: Final = {"": "[0-9]+", ":text": "[^/]+", ":rest": ".+"}


@frozen
class Said:
    """An answer that is said with another status than 200."""

    value: Any
    status: int


@frozen
class Raw:
    """An answer in bytes of a *kind*."""

    content: bytes
    kind: str


@frozen
class Route:
    """A call and what answers it, with JSON or with *lines* of it; one that *asks* wants all that was sent before.

    One that *holds* reads files of the store, which stay until it is answered; one that removes events must not.

    In *path*, ``{name}`` stands for a number, ``{name:text}`` for any text, ``{name:rest}`` for all that
    follows, ``{scope}`` for a project or a data view.
    """

    method: str
    path: str
    answer: Answer
    lines: bool = False
    asks: bool = True
    holds: bool = True

    def match(self, call: Call) -> Mapping[str, str] | None:
        """The named parts of the path, when *call* is this one."""
        if call.method != self.method:
            return None
        found = _pattern(self.path).fullmatch(call.path)
        return None if found is None else {name: unquote(part) for name, part in found.groupdict("").items()}


def later(place: str) -> Answer:
    """A function in a module of routes, which is loaded by the first call: a question waits for its own alone."""
    home, _, name = place.rpartition(".")

    def answer(context: Context) -> object:
        found: Answer = getattr(import_module(f"{HERE}.{home}"), name)
        return found(context)

    return answer


@cache
def _pattern(path: str) -> re.Pattern[str]:
    scoped = re.escape(path).replace(r"\{scope\}", _SCOPE)
    return re.compile(re.sub(r"\\\{(\w+)(:text|:rest)?\\\}", _part, scoped))


def _part(found: re.Match[str]) -> str:
    return f"(?P<{found[1]}>{_PARTS[found[2] or '']})"
