"""Histories, which come a page at a time."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Any, Protocol, TypeVar

from mixpanel_async.answer import Answer
from mixpanel_async.entities._calls import entity
from mixpanel_async.entities._model import Entity
from mixpanel_async.errors import ResponseValidationError

E = TypeVar("E", bound=Entity)


class Paginated(Protocol):
    """What says where the next page begins."""

    @property
    def next_cursor(self) -> str | None:
        """None on the last page."""
        ...


class Page(Protocol):
    """Some entries of a history, in the server's order."""

    @property
    def results(self) -> Sequence[Any]:
        """The entries."""
        ...

    @property
    def pagination(self) -> Paginated | None:
        """None where the server says nothing of pages: this is all."""
        ...


def page_of(kind: type[E]) -> Callable[[Answer], E]:
    """A reader of one page; ``pagination`` may stand inside ``results``, or beside it."""

    def read(answer: Answer) -> E:
        inside = answer.results()
        return entity(kind, inside if isinstance(inside.value, dict) else answer)

    return read


async def pages_of(ask: Callable[[str | None], Awaitable[Page]]) -> AsyncGenerator[Sequence[Any], None]:
    """The entries of page after page; *ask* gives the page that a cursor leads to."""
    cursor, seen = None, set[str]()
    while True:
        page = await ask(cursor)
        yield page.results or ()
        cursor = page.pagination.next_cursor if page.pagination else None
        if not cursor:
            return
        if cursor in seen:
            raise ResponseValidationError(
                f"pages go round in a circle: cursor {cursor!r} came twice; please report it",
                details={"cursor": cursor},
            )
        seen.add(cursor)
