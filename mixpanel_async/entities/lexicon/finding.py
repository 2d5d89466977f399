"""Readers of lists that look for some of what is listed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from mixpanel_async.answer import Answer

T = TypeVar("T")


def some(read: Callable[[Answer], list[T]], wanted: Callable[[T], bool]) -> Callable[[Answer], list[T]]:
    """A reader of what is *wanted* of a list."""
    return lambda answer: [each for each in read(answer) if wanted(each)]


def the_one(read: Callable[[Answer], list[T]], wanted: Callable[[T], bool], label: str) -> Callable[[Answer], T]:
    """A reader of the first that is *wanted* of a list; *label* says what that is."""

    def first(answer: Answer) -> T:
        found = some(read, wanted)(answer)
        if not found:
            raise answer.refusal(f"{label} is not listed")
        return found[0]

    return first
