"""An export may go wherever fsspec reaches, and be gone on with on another machine."""

from __future__ import annotations

import gzip
import json
import os
import uuid
from socket import gethostname
from typing import Any, ClassVar

import pytest

from mixpanel_async.errors import ConfigError, ExportError, StoreError
from mixpanel_async.export.place import Place
from mixpanel_dataset import Manifest
from tests.export.project import DAYS, Project, event, windows_of
from tests.server import Answer

fsspec = pytest.importorskip("fsspec")
MemoryFileSystem = pytest.importorskip("fsspec.implementations.memory").MemoryFileSystem
infer_storage_options = pytest.importorskip("fsspec.utils").infer_storage_options
pl = pytest.importorskip("polars")

pytestmark = pytest.mark.usefixtures("machine")


class Depot(MemoryFileSystem):
    """A store that is logged into, and where a file can be seen before it is whole, as with sftp."""

    protocol = "depot"
    store: ClassVar[dict[str, Any]] = {}
    pseudo_dirs: ClassVar[list[str]] = [""]

    @classmethod
    def _strip_protocol(cls, path):
        return super()._strip_protocol(infer_storage_options(path)["path"])


@pytest.fixture
def depot():
    """The URL of a new folder of a depot, with a password in it."""
    fsspec.register_implementation("depot", Depot, clobber=True)
    return f"depot://me:s3cr3t@host/{uuid.uuid4().hex}/out"


def there(url):
    """What a reader finds at *url*; every Parquet file there is one the manifest names."""
    target = Place.at(url).target
    manifest = Manifest.parse(target.read("manifest.json"))
    assert set(target.parts()) == manifest.paths
    frames = []
    for path in manifest.paths:
        with target.open(path) as file:
            frames.append(pl.read_parquet(file, columns=["event", "distinct_id", "time", "insert_id"]))
    return sorted((row for frame in frames for row in frame.to_dicts()), key=json.dumps)


def test_every_event_is_there_once(server, connect, url):
    project = Project.of()
    server.respond = project.answer
    report = connect().export_events(url, **DAYS, raw_copy=True)
    assert there(url) == project.events()
    assert (report.rows, report.target) == (200, url)
    copy = Place.at(url).target.read("raw/2026-01-01-1.jsonl.gz")
    assert gzip.decompress(copy).splitlines() == project.lines["2026-01-01"]


def test_another_machine_goes_on(server, connect, url, machine):
    project = Project.of()

    def answer(seen):
        return Answer(500) if "from_date=2026-01-03" in seen.target else project.answer(seen)

    server.respond = answer
    with pytest.raises(ExportError, match="2026-01-03"):
        connect().export_events(url, **DAYS, attempts=1)
    machine()
    server.respond = project.answer
    plan = connect().plan_export(url, **DAYS)
    assert ([str(each.window) for each in plan.windows], plan.done) == (["2026-01-03"], 9)
    assert windows_of(project, lambda: connect().export_events(url, **DAYS)) == ["2026-01-03"]
    project.add("2026-01-05", event("2026-01-05", 99))
    machine()
    with pytest.raises(ExportError, match="another export"):
        connect().export_events(url, **DAYS, events="Buy")
    assert connect().export_events(url, **DAYS).windows == 0


def test_what_another_machine_could_not_tell_of_is_removed(server, connect, url, machine):
    server.respond = Project.of().answer
    connect().export_events(url, **DAYS)
    Place.at(url).target.write("date=2026-01-01/unknown.parquet", b"half of something")
    machine()
    connect().export_events(url, **DAYS)
    assert there(url) == Project.of().events()


def test_what_another_machine_was_sending_when_it_was_killed_is_removed(server, connect, depot, machine, monkeypatch):
    """It cannot tell of them: the journal is sent when they are in force."""
    project, rename = Project.of(), Depot.mv
    server.respond = project.answer

    def killed(self, path, *others):
        if "raw/2026-01-03" in path:
            raise SystemExit
        return rename(self, path, *others)

    with monkeypatch.context() as patch:
        patch.setattr(Depot, "mv", killed)
        with pytest.raises(SystemExit):
            connect().export_events(depot, **DAYS, raw_copy=True)
    machine()
    connect().export_events(depot, **DAYS, raw_copy=True)
    assert (unfinished(), there(depot)) == ([], project.events())
    target = Place.at(depot).target
    assert len(target.files("raw")) == len(json.loads(target.read("export.json"))["windows"])


def test_another_machine_goes_on_after_a_kill_before_the_first_window_was_there(
    server, connect, depot, machine, monkeypatch
):
    project, rename = Project.of(), Depot.mv
    server.respond = project.answer

    def killed(self, path, *others):
        rename(self, path, *others)
        if path.endswith(".parquet.unfinished"):
            raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(Depot, "mv", killed)
        with pytest.raises(SystemExit):
            connect().export_events(depot, **DAYS, concurrency=1)
    assert len(Place.at(depot).target.parts()) == 1
    machine()
    connect().export_events(depot, **DAYS)
    assert there(depot) == project.events()


def test_files_that_are_none_of_an_export_stay(server, connect, depot, machine):
    project, target = Project.of(), Place.at(depot).target
    server.respond = project.answer
    mine = ["raw/2026-01-01-7.jsonl.gz", "raw/2026.csv", "quarantine/2026-01-01.txt", "notes.txt"]
    for path in mine:
        target.write(path, b"mine")
    connect().export_events(depot, **DAYS)
    assert [target.read(path) for path in mine] == [b"mine"] * 4
    machine()
    connect().export_events(depot, **DAYS)
    assert [target.read(path) for path in mine[1:]] == [b"mine"] * 3


def test_counts_are_compared_with_files_elsewhere(server, connect, url):
    server.respond = Project.of(counts=True).answer
    assert connect().export_events(url, **DAYS, reconcile=True).differences == []


def test_two_exports_to_one_url_refuse_each_other(server, connect, url):
    project, refused = Project.of(), []
    server.respond = project.answer

    def tell(far):
        if not refused:
            with pytest.raises(ExportError, match="another export is writing"):
                connect().export_events(url, **DAYS)
            refused.append(far)

    connect().export_events(url, **DAYS, on_progress=tell)
    assert refused


def lock_of(url):
    return json.loads(Place.at(url).target.read(".export/lock.json"))


def test_two_machines_refuse_each_other(server, connect, url, machine):
    project, refused = Project.of(), []
    server.respond = project.answer

    def tell(far):
        if not refused:
            machine()
            with pytest.raises(ExportError, match=rf"on {gethostname()} \(process {os.getpid()}\)") as caught:
                connect().export_events(url, **DAYS)
            refused.append(caught.value.code)

    connect().export_events(url, **DAYS, on_progress=tell)
    assert refused == ["EXPORT_LOCKED"]
    assert there(url) == project.events()
    machine()
    assert connect().export_events(url, **DAYS).windows == 0


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_machine_that_died_is_waited_for_by_others_only(server, connect, url, machine, elsewhere):
    """The same machine knows that nobody is there; others go on once nothing was heard for an hour."""
    project = Project.of()
    server.respond = project.answer
    connect().export_events(url, from_date="2026-01-01", to_date="2026-01-05")
    place = Place.at(url)
    with place.held():
        left = lock_of(url)
    place.target.write(".export/lock.json", json.dumps(left).encode())
    if elsewhere:
        machine()
        with pytest.raises(ExportError, match="If it was killed, remove"):
            connect().export_events(url, **DAYS)
        place.target.write(".export/lock.json", json.dumps({**left, "renewed": left["renewed"] - 3700}).encode())
    connect().export_events(url, **DAYS)
    assert there(url) == project.events()
    assert place.target.read(".export/lock.json") is None


def test_who_was_taken_for_dead_stops_before_it_writes(server, connect, url, machine):
    project, taken = Project.of(), []
    server.respond = project.answer

    def tell(far):
        if far.windows == 2 and not taken:
            taken.append(far)
            old = lock_of(url)
            Place.at(url).target.write(
                ".export/lock.json", json.dumps({**old, "renewed": old["renewed"] - 3700}).encode()
            )
            machine()
            connect().export_events(url, **DAYS)

    with pytest.raises(ExportError, match="another machine has gone on") as caught:
        connect().export_events(url, **DAYS, concurrency=1, on_progress=tell)
    assert caught.value.code == "EXPORT_LOCKED"
    assert there(url) == project.events()


@pytest.mark.parametrize("operation", ["export_events", "plan_export"])
def test_a_store_that_is_not_there_says_so(connect, bucket, monkeypatch, operation):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(ExportError, match=r"s3://bucket/out cannot be written or read \(Could not connect"):
        getattr(connect(), operation)("s3://bucket/out", **DAYS)


def test_an_unknown_kind_of_place_is_refused(connect):
    with pytest.raises(ConfigError, match="nowhere://out cannot be reached"):
        connect().export_events("nowhere://out", **DAYS)


def test_a_password_is_for_the_store_alone(server, connect, depot, tmp_path, machine):
    """Nobody who sees a report, an error, the data or this machine's folders learns it."""
    server.respond = Project.of().answer
    seen, errors = depot.replace(":s3cr3t", ""), []

    def tell(_):
        if not errors:
            for go_on in (lambda: None, machine):
                go_on()
                with pytest.raises(ExportError, match="another export is writing") as caught:
                    connect().export_events(depot, **DAYS)
                errors.append(caught.value.message)

    report = connect().export_events(depot, **DAYS, on_progress=tell)
    assert (report.target, str(Place.at(depot)), len(errors)) == (seen, seen, 2)
    assert there(depot) == Project.of().events()
    assert f"'{seen}/date=2026-01-01/" in Place.at(depot).target.read("views.sql").decode()
    assert Place.at(depot).work == Place.at(depot.replace("s3cr3t", "renewed")).work
    kept = [file.getvalue() for file in Depot.store.values()] + [
        file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()
    ]
    told = "\n".join([repr(report), repr(Place.at(depot)), *errors, *map(repr, Depot.store)]).encode()
    assert not [each for each in [told, *kept] if b"s3cr3t" in each]


@pytest.mark.parametrize("start", ["depot://me:s3/cr3t", "nowhere://me:s3cr3t"])
def test_a_url_with_a_password_that_is_refused_does_not_tell_it(start, depot):
    with pytest.raises(ConfigError, match=r"://me@host/out cannot be reached: .* written as %XX") as caught:
        Place.at(f"{start}@host/out")
    assert "cr3t" not in caught.value.message


@pytest.mark.parametrize("path", ["../x", "date=2026-01-01/../../x", "/x", ""])
def test_nothing_outside_is_touched(depot, path):
    """Paths come from a journal that lies there, too."""
    target = Place.at(depot).target
    for change in (lambda: target.write(path, b"x"), lambda: target.read(path), lambda: target.remove(path)):
        with pytest.raises(StoreError, match=r"does not lie inside depot://me@host/"):
            change()


def unfinished():
    return [path for path in Depot.store if path.endswith(".unfinished")]


def test_what_was_half_sent_when_a_run_was_killed_is_removed(server, connect, depot, monkeypatch):
    project, rename = Project.of(), Depot.mv
    server.respond = project.answer

    def killed(self, path, *others):
        if "date=2026-01-03" in path:
            raise SystemExit
        return rename(self, path, *others)

    with monkeypatch.context() as patch:
        patch.setattr(Depot, "mv", killed)
        with pytest.raises(SystemExit):
            connect().export_events(depot, **DAYS)
    assert len(unfinished()) == 1
    connect().export_events(depot, **DAYS)
    assert (unfinished(), there(depot)) == ([], project.events())
