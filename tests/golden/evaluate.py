"""Evaluate a case's expression on a face."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable
from inspect import isawaitable
from typing import Any

from tests.golden import FACES


def evaluate(expression: str, face: str, **names: Any) -> Any:
    """The value of *expression*, which sees the public names of *face*."""
    module = FACES[face]
    known = {name: getattr(module, name) for name in module.__all__}
    return eval(expression, {**known, **names})


async def settled(expression: str, **names: Any) -> Any:
    """The value of *expression* on the async face, awaited, or read to its end."""
    value = evaluate(expression, "async", list=_listed, **names)
    return await value if isawaitable(value) else value


def _listed(rows: Any) -> Any:
    """``list``, also of what is to be read asynchronously."""
    return _collected(rows) if isinstance(rows, AsyncIterable) else list(rows)


async def _collected(rows: AsyncIterable[Any]) -> Iterable[Any]:
    return [row async for row in rows]
