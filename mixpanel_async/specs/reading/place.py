"""A value in report params and where it stands there, for errors that point at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ParamSpec, TypeVar

from attrs import frozen

from mixpanel_async.errors import MixpanelError, ParamValidationError

P = ParamSpec("P")
T = TypeVar("T")

Number = int | float

WAY_OUT = "change it there, or send the params as they are with run_params"


@frozen
class Place:
    """*value*, which stands at *path*; what is left out of an object is None there."""

    value: Any
    path: str = "$"

    def refusal(self, problem: str, code: str | None = None) -> ParamValidationError:
        """The error that what stands here cannot be a part of a question."""
        return ParamValidationError(f"{self.path}: {problem}; {WAY_OUT}", code)

    def get(self, key: str) -> Place:
        """What an object has under *key*."""
        return Place(self._object().get(key), f"{self.path}.{key}")

    def _object(self) -> dict[str, Any]:
        if self.value is not None and not isinstance(self.value, dict):
            raise self.refusal(f"{self.value!r} is no object")
        return self.value or {}

    def items(self) -> list[Place]:
        """What a list holds, nothing where there is no list."""
        if self.value is not None and not isinstance(self.value, list):
            raise self.refusal(f"{self.value!r} is no list")
        return [Place(item, f"{self.path}[{index}]") for index, item in enumerate(self.value or ())]

    def entries(self) -> Iterator[tuple[str, Place]]:
        """What an object holds, by its keys."""
        return ((key, self.get(key)) for key in self._object())

    def text(self) -> str:
        """The text that must stand here."""
        if not isinstance(self.value, str):
            raise self.refusal(f"{self.value!r} is no text")
        return self.value

    def number(self) -> Number:
        """The number that must stand here."""
        if not isinstance(self.value, int | float) or isinstance(self.value, bool):
            raise self.refusal(f"{self.value!r} is no number")
        return self.value

    def whole(self) -> int:
        """The whole number that must stand here."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self.refusal(f"{self.value!r} is no whole number")
        return self.value

    def flag(self) -> bool:
        """Whether it is true; false where nothing stands here."""
        if not (self.value is None or isinstance(self.value, bool)):
            raise self.refusal(f"{self.value!r} is neither true nor false")
        return bool(self.value)

    def if_given(self, read: Callable[[Place], T]) -> T | None:
        """What *read* makes of it, None where nothing stands here."""
        return None if self.value is None else read(self)

    def made(self, kind: Callable[P, T], *arguments: P.args, **keywords: P.kwargs) -> T:
        """What *kind* makes of the arguments; what it refuses is refused here."""
        try:
            return kind(*arguments, **keywords)
        except MixpanelError as problem:
            raise self.refusal(problem.message, problem.code) from problem


def only(parts: list[T]) -> T | tuple[T, ...] | None:
    """Parts as a question holds them: the single one, several, or None."""
    return tuple(parts) if len(parts) > 1 else next(iter(parts), None)
