from __future__ import annotations

from collections.abc import AsyncGenerator, Generator

import pytest

from mixpanel_transports.blocking_runtime import BlockingRuntime
from mixpanel_transports.drive import drive, drive_each


async def double(number: int) -> int:
    return number * 2


def test_result_of_a_coroutine_without_a_loop() -> None:
    assert drive(double(21)) == 42


@pytest.mark.anyio
async def test_inside_a_running_loop() -> None:
    assert drive(double(21)) == 42


def test_error_passes_unchanged_and_adds_one_frame() -> None:
    async def fail() -> None:
        raise KeyError("gone")

    with pytest.raises(KeyError, match="gone") as caught:
        drive(fail())
    assert [entry.name for entry in caught.traceback][1:] == ["drive", "fail"]


def test_waiting_on_a_loop_is_refused_and_names_the_portal() -> None:
    cleaned: list[bool] = []

    class Never:
        def __await__(self) -> Generator[None, None, None]:
            yield

    async def waits() -> None:
        try:
            await Never()
        finally:
            cleaned.append(True)

    with pytest.raises(RuntimeError, match=r"Portal\(transport\)"):
        drive(waits())
    assert cleaned == [True]


def test_interrupt_passes() -> None:
    async def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        drive(interrupt())


class Pages:
    def __init__(self) -> None:
        self.fetched = 0
        self.closed = False

    async def each(self) -> AsyncGenerator[list[int], None]:
        try:
            for start in (0, 2, 4):
                self.fetched += 1
                yield [start, start + 1]
        finally:
            self.closed = True


def test_rows_of_all_pages_in_order() -> None:
    assert list(drive_each(Pages().each())) == [0, 1, 2, 3, 4, 5]


def test_page_is_fetched_only_when_its_first_row_is_wanted() -> None:
    pages = Pages()
    rows = drive_each(pages.each())
    assert [next(rows), next(rows)] == [0, 1]
    assert pages.fetched == 1


def test_empty_page_does_not_end_the_rows() -> None:
    async def pages() -> AsyncGenerator[list[int], None]:
        yield [1]
        yield []
        yield [2]

    assert list(drive_each(pages())) == [1, 2]


def test_leaving_early_closes_the_pages() -> None:
    pages = Pages()
    rows = drive_each(pages.each())
    next(rows)
    rows.close()  # type: ignore[attr-defined]
    assert pages.closed


def test_blocking_runtime_can_be_driven() -> None:
    assert drive(BlockingRuntime().gather([double(1), double(2)])) == [2, 4]
