"""What every face stands on: it holds a core object and drives what that object's methods give."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from types import TracebackType
from typing import Any, Generic, Protocol, TypeVar

from attrs import frozen

from mixpanel_transports.drive import drive, drive_each

T = TypeVar("T")
RowT = TypeVar("RowT", covariant=True)
FaceT = TypeVar("FaceT", bound="Face")


class Face:
    """A blocking view of one core object."""

    _core: Any

    def __init__(self) -> None:
        raise TypeError(f"{type(self).__name__} is given by an operation; it is not made by hand")


class Paged(Protocol[RowT]):
    """A stream of the core that gives its rows a page at a time."""

    def pages(self) -> AsyncGenerator[Sequence[RowT], None]:
        """The rows not yet taken."""
        ...

    async def close(self) -> None:
        """Drop them."""
        ...


def wrap(kind: type[FaceT], core: object) -> FaceT:
    """A face of *kind* for *core*."""
    face = kind.__new__(kind)
    face._core = core  # noqa: SLF001 - faces are made here
    return face


def any_overload(method: Callable[..., T]) -> Callable[..., T]:
    """*method* with its overloads forgotten: none of them alone accepts what all of them accept together."""
    return method


def drive_rows(stream: Paged[T]) -> Iterator[T]:
    """The rows of *stream*, driven page by page; leaving the loop early closes it."""
    try:
        yield from drive_each(stream.pages())
    finally:
        drive(stream.close())


def drive_items(items: AsyncGenerator[T, None]) -> Generator[T, None, None]:
    """The items of a core generator, driven one by one; leaving the loop early closes it."""
    try:
        while True:
            try:
                item = drive(anext(items))
            except StopAsyncIteration:
                return
            yield item
    finally:
        drive(items.aclose())


def drive_next(items: AsyncIterator[T]) -> T:
    """The next item of *items*, or ``StopIteration``."""
    with suppress(StopAsyncIteration):
        return drive(anext(items))
    raise StopIteration


@frozen
class DrivenContext(Generic[T]):
    """An async context manager of the core, for ``with``."""

    _context: AbstractAsyncContextManager[T, bool | None]

    def __enter__(self) -> T:
        return drive(self._context.__aenter__())

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        return drive(self._context.__aexit__(kind, error, trace))
