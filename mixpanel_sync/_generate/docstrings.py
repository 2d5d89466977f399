"""Docstrings of the core, said for code that blocks."""

from __future__ import annotations

import re
from collections.abc import Callable

_EVENT_LOOP = re.compile(
    r"^[ \t]*(>>> |\.\.\. )?(import (anyio|asyncio|trio)|from (anyio|asyncio|trio) import .*)\n", re.M
)
# ``anyio.run(main, 3)`` becomes ``main(3)``; ``asyncio.run(main())`` becomes ``main()``.
_RUN_FUNCTION = re.compile(r"\b(?:anyio|trio)\.run\((\w+)(?:, *)?")
_RUN_COROUTINE = re.compile(r"\basyncio\.run\((.*)\)")
_REWRITES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (_EVENT_LOOP, ""),
    (_RUN_FUNCTION, r"\1("),
    (_RUN_COROUTINE, r"\1"),
    (re.compile(r"\basync (with|for|def)\b"), r"\1"),
    # Only where code follows: "await the reply" is prose.
    (re.compile(r"\bawait (?=[\w.]+[.(])"), ""),
    (re.compile(r"\banext\("), "next("),
    (re.compile(r"\baclose\b"), "close"),
)


def blocking(text: str, package: str, face: str) -> str:
    """*text* with its examples rewritten to block and *package* called *face*."""
    for pattern, instead in _REWRITES:
        text = pattern.sub(instead, text)
    return re.sub(rf"\b{package}\b", face, text)
