"""A value in JSON and where it stands there, for errors that point at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Self, TypeVar

from attrs import frozen

from mixpanel_async.errors import MixpanelError

T = TypeVar("T")

Number = int | float


@frozen
class Place:
    """*value*, which stands at *path*; what is left out of an object is None there."""

    value: Any
    path: str = "$"

    def refusal(self, problem: str) -> MixpanelError:
        """The error that what stands here cannot be read."""
        raise NotImplementedError

    def at(self, value: Any, step: str) -> Self:
        """A *value* inside this one, a *step* further down."""
        return type(self)(value, self.path + step)

    def get(self, key: str) -> Self:
        """What an object has under *key*."""
        return self.at(self._object().get(key), f".{key}")

    def items(self) -> list[Self]:
        """What a list holds, nothing where there is no list."""
        if self.value is not None and not isinstance(self.value, list):
            raise self.refusal(f"{self.shown} is no list")
        return [self.at(item, f"[{index}]") for index, item in enumerate(self.value or ())]

    def entries(self) -> Iterator[tuple[str, Self]]:
        """What an object holds, by its keys."""
        return ((key, self.at(item, f".{key}")) for key, item in self._object().items())

    def text(self) -> str:
        """The text that must stand here."""
        if not isinstance(self.value, str):
            raise self.refusal(f"{self.shown} is no text")
        return self.value

    def number(self) -> Number:
        """The number that must stand here."""
        if not isinstance(self.value, int | float) or isinstance(self.value, bool):
            raise self.refusal(f"{self.shown} is no number")
        return self.value

    def whole(self) -> int:
        """The whole number that must stand here."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self.refusal(f"{self.shown} is no whole number")
        return self.value

    def flag(self) -> bool:
        """Whether it is true; false where nothing stands here."""
        if not (self.value is None or isinstance(self.value, bool)):
            raise self.refusal(f"{self.shown} is neither true nor false")
        return bool(self.value)

    def if_given(self, read: Callable[[Self], T]) -> T | None:
        """What *read* makes of it, None where nothing stands here."""
        return None if self.value is None else read(self)

    @property
    def shown(self) -> str:
        """The value as an error may show it."""
        text = repr(self.value)
        return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."

    def _object(self) -> dict[str, Any]:
        if self.value is not None and not isinstance(self.value, dict):
            raise self.refusal(f"{self.shown} is no object")
        return self.value or {}


SHOWN = 200
"""How many characters of a value an error shows."""
