from __future__ import annotations

import multiprocessing
import signal
import subprocess
import sys
import threading
from contextvars import ContextVar

import pytest

from mixpanel_transports.blocking_runtime import BlockingRuntime
from mixpanel_transports.drive import drive
from tests.waiting import LONGEST, no_thread_stays, started

runtime = BlockingRuntime()


async def echo(value: int) -> int:
    return value


async def fail(error: BaseException) -> int:
    raise error


def test_results_in_the_order_given() -> None:
    second_done = threading.Event()

    async def waits() -> int:
        assert second_done.wait(LONGEST)
        return 1

    async def sets() -> int:
        second_done.set()
        return 2

    assert drive(runtime.gather([waits(), sets()])) == [1, 2]


def test_nothing_to_gather() -> None:
    assert drive(runtime.gather([])) == []


def test_more_jobs_than_threads() -> None:
    assert drive(BlockingRuntime(threads=3).gather(echo(number) for number in range(50))) == list(range(50))


def test_at_most_limit_at_once() -> None:
    places = threading.Semaphore(3)

    async def job() -> int:
        assert places.acquire(blocking=False), "a fourth job runs"
        places.release()
        return 1

    assert sum(drive(runtime.gather([job() for _ in range(40)], limit=3))) == 40


def test_limit_of_one_stays_in_the_calling_thread() -> None:
    async def where() -> int:
        return threading.get_ident()

    assert set(drive(runtime.gather([where(), where()], limit=1))) == {threading.get_ident()}


def test_first_failure_is_raised_bare_and_starts_no_more() -> None:
    started: list[int] = []

    async def job(number: int) -> int:
        started.append(number)
        return number

    with pytest.raises(KeyError, match="first"):
        drive(runtime.gather([fail(KeyError("first")), *(job(number) for number in range(9))], limit=1))
    assert started == []


def test_failure_in_a_thread_is_raised_in_the_caller() -> None:
    with pytest.raises(KeyError, match="first"):
        drive(runtime.gather([echo(1), fail(KeyError("first")), echo(2)]))


def test_jobs_see_the_callers_context() -> None:
    name: ContextVar[str] = ContextVar("name")
    name.set("caller")

    async def read() -> str:
        return name.get()

    assert drive(runtime.gather([read(), read()])) == ["caller", "caller"]


def test_no_thread_outlives_gather() -> None:
    with no_thread_stays():
        drive(runtime.gather([echo(1), echo(2), echo(3)]))


@pytest.mark.parametrize("lazily", [False, True])
def test_interrupt_ends_gather_at_once(lazily: bool) -> None:
    release, waiting = threading.Event(), threading.Semaphore(0)

    async def wait() -> bool:
        waiting.release()
        return release.wait(LONGEST)

    def interrupt() -> None:
        for _ in range(2):
            waiting.acquire()
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    jobs = (wait() for _ in range(9)) if lazily else [wait() for _ in range(9)]
    threading.Thread(target=interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        drive(runtime.gather(jobs, limit=2))
    assert not release.is_set()
    release.set()


def test_gather_works_after_fork() -> None:
    drive(runtime.gather([echo(1), echo(2)]))
    child = multiprocessing.get_context("fork").Process(target=_gather_in_child)
    child.start()
    child.join(LONGEST)
    assert child.exitcode == 0


def _gather_in_child() -> None:
    assert drive(runtime.gather([echo(1), echo(2)])) == [1, 2]


def test_lock_lets_one_in() -> None:
    lock, total = runtime.lock(), [0]

    async def add() -> None:
        async with lock:
            seen = total[0]
            drive(runtime.sleep(0))
            total[0] = seen + 1

    drive(runtime.gather([add() for _ in range(200)]))
    assert total == [200]


def test_limiter_gives_its_places_back() -> None:
    limiter = runtime.limiter(1)

    async def twice() -> str:
        async with limiter:
            pass
        async with limiter:
            return "in"

    assert drive(twice()) == "in"


def test_offload_runs_here() -> None:
    assert drive(runtime.offload(threading.get_ident)) == threading.get_ident()


def test_interrupt_ends_a_gather_also_once_polars_has_computed() -> None:
    program = """
import os, time, polars as pl
from mixpanel_transports import BlockingRuntime
from mixpanel_transports.drive import drive
pl.DataFrame({"a": [1]}).lazy().select("a").collect()
async def wait():
    os.write(1, b"waiting\\n")  # one write: print's two may mix with those of the other thread
    time.sleep(120)
drive(BlockingRuntime().gather([wait(), wait()]))
"""
    with started(sys.executable, "-c", program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"waiting\n"
        run.send_signal(signal.SIGINT)
        assert run.wait(LONGEST) == -signal.SIGINT
