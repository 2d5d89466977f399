"""Calls on what is saved in a project under ids, and answered as objects of id to row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from attrs import frozen

from mixpanel_async.answer import Answer
from mixpanel_async.arguments import ids as checked_ids
from mixpanel_async.call import Call
from mixpanel_async.connection import Connection
from mixpanel_async.entities._calls import app_call, done, entities_by_key, entity
from mixpanel_async.entities._saved import Saved
from mixpanel_async.errors import ParamValidationError

S = TypeVar("S", bound=Saved)
T = TypeVar("T")


@frozen
class Collection(Generic[S]):
    """All that a project has saved of one *kind*, each called a *noun*.

    They belong to the project, whatever data view is pinned. *refusal* is the code of the rule that only who may change
    one removes it.
    """

    kind: type[S]
    noun: str
    refusal: str

    @property
    def path(self) -> str:
        """Where they are."""
        return f"{{project}}/{self.noun}s"

    def every(self) -> Call[list[S]]:
        """Ask for all of them."""
        return app_call("GET", self.path, self._rows)

    def one(self, number: int) -> Call[S]:
        """Ask for one."""
        return app_call("GET", f"{self.path}/{{id}}", self._row, args={"id": number})

    def creation(self, body: Mapping[str, Any]) -> Call[S]:
        """Save a new one."""
        return app_call("POST", self.path, self._row, body=body)

    def change(self, number: int, body: Mapping[str, Any]) -> Call[S | None]:
        """Change one; the answer may be empty."""
        return app_call("PATCH", f"{self.path}/{{id}}", or_nothing(self._row), args={"id": number}, body=body)

    def changes(self, bodies: Sequence[Mapping[str, Any]]) -> Call[list[S] | None]:
        """Change several at once; the answer may be empty."""
        return app_call("PATCH", self.path, or_nothing(self._rows), body={f"{self.noun}s": bodies})

    def removal(self, numbers: Sequence[int]) -> Call[None]:
        """Remove some."""
        body = {f"{self.noun}s": [{"id": number} for number in numbers]}
        return app_call("DELETE", self.path, done, body=body)

    def _rows(self, answer: Answer) -> list[S]:
        return list(entities_by_key(self.kind, answer.results()).values())

    def _row(self, answer: Answer) -> S:
        rows = answer.results()
        if len(rows.object()) != 1:
            raise rows.refusal(f"there are {len(rows.object())} of them where one {self.noun} is expected")
        return next(entity(self.kind, row) for _, row in rows.entries())


def or_nothing(read: Callable[[Answer], T]) -> Callable[[Answer], T | None]:
    """What *read* reads, or None of an answer that only says that it is done."""
    return lambda answer: None if answer.results().value in (None, {}, {"status": "ok"}) else read(answer)


async def remove_one(connection: Connection, saved: Collection[S], number: int, *, force: bool) -> None:
    """Remove the one of that id: it must be there and, but by *force*, be the account's to change."""
    found = await connection.perform(saved.one(number))
    if not force:
        _refuse_locked(saved, [found])
    return await connection.perform(saved.removal([number]))


async def remove_several(connection: Connection, saved: Collection[S], numbers: Sequence[int], *, force: bool) -> None:
    """Remove those of these ids, all or none: but by *force*, all that are there must be the account's to change."""
    if not checked_ids(numbers, f"{saved.noun}_ids"):
        return None
    if not force:
        _refuse_locked(saved, [each for each in await connection.perform(saved.every()) if each.id in numbers])
    return await connection.perform(saved.removal(numbers))


def _refuse_locked(saved: Collection[S], found: Sequence[S]) -> None:
    locked = [each for each in found if each.can_update_basic is False]
    if locked:
        named = ", ".join(f"{each.name!r} ({each.id})" for each in locked)
        message = f"this account may not change the {saved.noun} {named}, so nothing is removed; try with force=True"
        raise ParamValidationError(message, saved.refusal, {"ids": [each.id for each in locked]})
