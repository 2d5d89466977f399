"""A value in report params and where it stands there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, Self, TypeVar

from attrs import field, frozen

from mixpanel_async import place
from mixpanel_async.errors import MixpanelError, ParamValidationError

P = ParamSpec("P")
T = TypeVar("T")


@frozen
class Place(place.Place):
    """A part of params that is read as a part of a question; *sender* is what sends params as they are."""

    sender: str = field(kw_only=True)

    def at(self, value: Any, step: str) -> Self:
        """A *value* inside this one, a *step* further down."""
        return type(self)(value, self.path + step, sender=self.sender)

    def refusal(self, problem: str, code: str | None = None) -> ParamValidationError:
        """The error that what stands here cannot be a part of a question."""
        way_out = f"change it there, or send the params as they are with {self.sender}"
        return ParamValidationError(f"{self.path}: {problem}; {way_out}", code)

    def made(self, kind: Callable[P, T], *arguments: P.args, **keywords: P.kwargs) -> T:
        """What *kind* makes of the arguments; what it refuses is refused here."""
        try:
            return kind(*arguments, **keywords)
        except MixpanelError as problem:
            raise self.refusal(problem.message, problem.code) from problem


def only(parts: list[T]) -> T | tuple[T, ...] | None:
    """Parts as a question holds them: the single one, several, or None."""
    return tuple(parts) if len(parts) > 1 else next(iter(parts), None)
