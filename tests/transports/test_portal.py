from __future__ import annotations

import multiprocessing
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import anyio
import polars as pl
import pytest

from mixpanel_transports import ClosedError, Fake, HttpxTransport, Portal, Reply, Request
from mixpanel_transports.drive import drive
from tests.server import Server
from tests.waiting import LONGEST, no_thread_stays

ASK = Request("GET", "http://mixpanel.test/")


def test_made_transport_lives_in_the_portals_thread() -> None:
    homes: list[int] = []

    def make() -> Fake:
        homes.append(threading.get_ident())
        return Fake(lambda _: Reply(200))

    portal = Portal(make)
    drive(portal.send(ASK))
    drive(portal.send(ASK))
    assert len(homes) == 1
    assert homes[0] != threading.get_ident()
    drive(portal.aclose())


def test_close_closes_the_transport_and_ends_the_thread() -> None:
    fake = Fake(Reply(200))
    portal = Portal(fake)
    with no_thread_stays():
        drive(portal.send(ASK))
        drive(portal.aclose())
    assert fake.closed


def test_unused_portal_starts_no_thread() -> None:
    with no_thread_stays():
        portal = Portal(Fake())
    drive(portal.aclose())


def test_error_there_is_raised_here() -> None:
    portal = Portal(Fake(KeyError("there")))
    with pytest.raises(KeyError, match="there"):
        drive(portal.send(ASK))
    drive(portal.aclose())


def test_failing_factory_is_raised_here() -> None:
    def make() -> Fake:
        raise ValueError("no settings")

    with pytest.raises(ValueError, match="no settings"):
        drive(Portal(make).send(ASK))


def test_interrupt_here_cancels_there() -> None:
    begun, ended = threading.Event(), threading.Event()

    async def forever(_: Request) -> Reply:
        begun.set()
        try:
            await anyio.sleep_forever()
        finally:
            ended.set()
        return Reply(200)

    # polars takes a hand in signals once it has computed anything.
    pl.LazyFrame({"a": [1]}).select("a").collect()
    portal = Portal(Fake(forever))

    def interrupt() -> None:
        import signal

        begun.wait(LONGEST)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    threading.Thread(target=interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        drive(portal.send(ASK))
    assert ended.wait(LONGEST)
    drive(portal.aclose())


def test_threads_share_one(server: Server) -> None:
    portal = Portal(HttpxTransport)
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: drive(portal.send(Request("GET", server.url))), range(40)))
    assert {reply.status for reply in replies} == {200}
    drive(portal.aclose())


def test_forked_child_is_refused() -> None:
    portal = Portal(Fake(lambda _: Reply(200)))
    drive(portal.send(ASK))
    child = multiprocessing.get_context("fork").Process(target=_refused_in_child, args=(portal,))
    child.start()
    child.join(LONGEST)
    assert child.exitcode == 0
    drive(portal.aclose())


def _refused_in_child(portal: Portal) -> None:
    with pytest.raises(ClosedError, match="forked"):
        drive(portal.send(ASK))


def test_program_ends_though_a_portal_is_open() -> None:
    program = """
from mixpanel_transports import Fake, Portal, Reply, Request
from mixpanel_transports.drive import drive
drive(Portal(Fake(Reply(200))).send(Request("GET", "http://mixpanel.test/")))
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=LONGEST)
