"""What was answered is never lost, counted twice, or seen in part, whatever ends whom."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from mixpanel_dataset.readers import Reading
from mixpanel_dataset.store import Store
from mixpanel_local import create_store, import_events
from mixpanel_local.intake.record import Record
from mixpanel_transports.drive import drive
from tests.local.asking import Asking, at, event, get, metric, stored, write_lines
from tests.local.ingestion.sending import happened, sent

TODAY = ("2026-02-01", "2026-02-01")

SENDER = """
import sys
from mixpanel_local import LocalTransport
from mixpanel_transports.blocking_runtime import BlockingRuntime
from mixpanel_transports.drive import drive
from tests.local.asking import NOW
from tests.local.ingestion.sending import happened, sent
transport = LocalTransport(sys.argv[1], runtime=BlockingRuntime(), clock=lambda: NOW)
for number in range(10):
    several = [happened(user=f"{sys.argv[2]}{number}-{at}") for at in range(3)]
    assert drive(transport.send(sent("/track", several))).body == b"1"
"""


def running(program: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(program), *arguments])


def test_processes_that_send_and_ask_at_once_see_whole_calls(asking: Asking) -> None:
    senders = [running(SENDER, str(asking.root), name) for name in "ab"]
    counts = []
    while any(sender.poll() is None for sender in senders):
        counts.append(asking.total(metric(), dates=TODAY) if asking.series(metric(), dates=TODAY) else 0)
    assert [sender.wait() for sender in senders] == [0, 0]
    counts.append(asking.total(metric(), dates=TODAY))
    assert counts == sorted(counts)
    assert all(count % 3 == 0 for count in counts)
    assert counts[-1] == 60


KILLED = """
import os, sys
from mixpanel_dataset.target import LocalTarget
from mixpanel_dataset.store import Store
from mixpanel_local.intake.folding import fold
from mixpanel_local.intake.record import Record
from mixpanel_transports.drive import drive
step = sys.argv[2]
if step == "published":
    publish = LocalTarget.publish
    LocalTarget.publish = lambda *arguments: (publish(*arguments), os._exit(9))
if step == "forgotten":
    Record.forget = lambda *arguments: os._exit(9)
fold(Store.open(sys.argv[1]))
"""


@pytest.mark.parametrize("step", ["published", "forgotten"])
def test_a_kill_while_they_are_brought_in_loses_and_doubles_nothing(step: str, asking: Asking) -> None:
    record = happened()
    del record["properties"]["$insert_id"]
    asking.send(sent("/track", [record, record]))
    assert running(KILLED, str(asking.root), step).wait() == 9
    assert asking.total(metric(), dates=TODAY) == 2
    asking.send(sent("/track", [record]))
    assert asking.total(metric(), dates=TODAY) == 3


def test_while_an_import_is_under_way_what_was_sent_waits(asking: Asking, tmp_path: Path) -> None:
    lines = write_lines(tmp_path / "lines", [event(user=f"old{at}", time=at_noon) for at, at_noon in enumerate(NOONS)])
    seen: list[int] = []

    def ask(_: int) -> None:
        asking.send(sent("/track", [happened()]))
        seen.append(len(asking.series(metric(), dates=TODAY)["Buy"]))

    import_events(lines, asking.root, on_progress=ask)
    assert seen
    assert asking.total(metric(), dates=TODAY) == 1
    assert asking.total(metric(), dates=("2026-01-01", "2026-01-03")) == len(NOONS)


NOONS = [at(f"2026-01-0{day}") for day in (1, 2, 3)]


def test_a_record_that_was_removed_and_begun_anew_is_read_from_its_beginning(asking: Asking) -> None:
    asking.send(sent("/track", [happened(user=f"u{at}") for at in range(5)]))
    assert asking.total(metric(), dates=TODAY) == 5
    for left in asking.root.glob("intake.sqlite*"):
        left.unlink()
    asking.send(sent("/track", [happened(user="new")]))
    assert asking.total(metric(), dates=TODAY) == 6


def test_files_that_are_being_read_stay_until_they_are_not(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event(time=noon) for noon in NOONS])
    reading = Reading.of(Store.open(asking.root))
    again = write_lines(tmp_path / "again", [event(user="new", time=noon) for noon in NOONS])
    import_events(again, asking.root)
    assert all(Path(path).exists() for path in reading.store.events(*reading.store.days[:: len(NOONS) - 1]).paths)
    assert asking.total(metric(), dates=("2026-01-01", "2026-01-03")) == 3
    reading.release()
    import_events(again, asking.root)
    assert len(list(asking.root.glob("date=*/*.parquet"))) == len(NOONS)


def test_an_export_under_way_ends_as_it_began(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event(user=f"u{number}", time=noon) for noon in NOONS for number in range(50)])
    reply = asking.send(get("/api/2.0/export", stream=True, from_date="2026-01-01", to_date="2026-01-03"))
    assert reply.chunks is not None
    import_events(write_lines(tmp_path / "again", [event(time=noon) for noon in NOONS]), asking.root)
    assert len(drive(reply.read()).splitlines()) == 150


def test_nothing_waits_where_nothing_was_sent(tmp_path: Path) -> None:
    create_store(tmp_path / "store")
    assert Record(tmp_path / "store").waiting(None) == ("", [])
