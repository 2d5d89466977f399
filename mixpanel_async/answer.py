"""A value in the server's answer and where it stands there.

Readers turn an ``Answer`` into a result. What must be there and is not, or is of another kind, is refused with its
``$.path``; what the server added is left alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import field, frozen

from mixpanel_async.errors import ResponseValidationError
from mixpanel_async.place import Number, Place

ROOT = "$"
NUMBERS = frozenset({int, float, type(None)})
"""What a number, or none, is in JSON."""


@frozen
class Answer(Place):
    """*value*, a part of an answer; *request_id* is the server's name for the exchange, known at the root.

    *strict* says that a row of a list that cannot be read is an error.
    """

    request_id: str | None = field(default=None, kw_only=True)
    strict: bool = field(default=False, kw_only=True)

    def at(self, value: Any, step: str) -> Self:
        """A *value* inside this one, a *step* further down."""
        return type(self)(value, self.path + step, strict=self.strict)

    def refusal(self, problem: str) -> ResponseValidationError:
        """The error that the server sent what cannot be read."""
        return ResponseValidationError(f"{self.path}: {problem}", details={"path": self.path})

    def required(self, key: str) -> Self:
        """What an object has under *key*, which must be there."""
        found = self.get(key)
        if found.value is None:
            raise self.refusal(f"there is no {key!r}")
        return found

    def part(self, key: str) -> Self:
        """What an object has under *key*, which must be there unless the object is empty: it says there is nothing."""
        inside_nothing = self.value is None and self.path != ROOT
        return self.get(key) if inside_nothing or self.value == {} else self.required(key)

    def object(self) -> dict[str, Any]:
        """The object that must stand here."""
        if not isinstance(self.value, dict):
            raise self.refusal(f"{self.shown} is no object")
        return self.value

    def object_or_nothing(self) -> dict[str, Any]:
        """The object that may stand here, empty where there is none."""
        return {} if self.value is None else self.object()

    def array(self) -> list[Any]:
        """The list that must stand here."""
        if not isinstance(self.value, list):
            raise self.refusal(f"{self.shown} is no list")
        return self.value

    def array_or_nothing(self) -> list[Any]:
        """The list that may stand here, empty where there is none."""
        return [] if self.value is None else self.array()

    def rows(self) -> list[Self]:
        """What the list holds that must stand here; an empty object says that there is nothing."""
        if self.value == {}:
            return []
        self.array()
        return self.items()

    def objects(self) -> list[dict[str, Any]]:
        """The objects in the list that may stand here."""
        return [item.object() for item in self.items()]

    def text_or(self, default: str = "") -> str:
        """The text that may stand here."""
        return default if self.value is None else self.text()

    def number_or(self, default: Number = 0) -> Number:
        """The number that may stand here."""
        return default if self.value is None else self.number()

    def whole_or(self, default: int = 0) -> int:
        """The whole number that may stand here."""
        return default if self.value is None else self.whole()

    def numbers(self) -> Mapping[str, Number | None]:
        """The object that must stand here, of which every value is a number or null."""
        values = self.object()
        if not NUMBERS.issuperset(map(type, values.values())):
            for _, item in self.entries():
                item.if_given(Answer.number)
        return values

    def number_list(self) -> list[Any]:
        """The list that must stand here, of which every item is a number or null."""
        values = self.array()
        if not NUMBERS.issuperset(map(type, values)):
            for item in self.items():
                item.if_given(Answer.number)
        return values

    def results(self) -> Self:
        """What the app API wraps: ``results`` where there is such a key, else the whole."""
        return self.get("results") if isinstance(self.value, dict) and "results" in self.value else self


def meta_of(answer: Answer, key: str = "meta") -> Mapping[str, Any]:
    """What the server says of its computation under *key*, and the ``request_id`` where it gives one."""
    said = answer.get(key).object_or_nothing()
    return said if answer.request_id is None else {**said, "request_id": answer.request_id}
