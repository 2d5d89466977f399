"""Profiles may go wherever fsspec reaches, and be gone on with on another machine."""

from __future__ import annotations

import uuid
from itertools import count

import pytest
from attrs import define

from mixpanel_async.errors import ExportError
from mixpanel_async.export.place import Place
from mixpanel_dataset import Manifest
from tests.export.profiles.test_export_profiles import people, plans
from tests.server import Answer

pl = pytest.importorskip("polars")

pytestmark = pytest.mark.usefixtures("machine")


def somewhere():
    """The URL of a new folder, in the quickest of stores."""
    return f"memory://{uuid.uuid4().hex}/out"


def there(url):
    """``plan`` by user, as a reader finds it at *url*, where there is no other Parquet file."""
    target = Place.at(url).target
    part = Manifest.parse(target.read("manifest.json")).profiles
    assert list(target.parts()) == [part.path]
    with target.open(part.path) as file:
        return dict(pl.read_parquet(file, columns=["distinct_id", "plan__s"]).rows())


@pytest.fixture
def project(server):
    project = people()
    server.respond = project.answer
    return project


def test_every_machine_brings_them_again(connect, project, url, machine):
    for go_on in (machine, machine, lambda: None):
        go_on()
        assert connect().export_profiles(url).rows == 7
        assert there(url) == plans(project)


def test_another_machine_brings_the_increment(connect, project, url, machine):
    connect().export_profiles(url)
    project.profiles["user 1"] = {"plan": "new", "$last_seen": "2026-02-01T00:00:00"}
    machine()
    report = connect().export_profiles(url, incremental=True)
    assert (report.since, report.fetched, report.rows) == ("2026-01-07T00:00:00", 2, 7)
    assert there(url) == plans(project)


def test_another_machine_does_not_take_over_pages_that_it_does_not_have(server, connect, project, machine):
    url = somewhere()
    server.respond = lambda seen: Answer(500) if b'"page":2' in seen.body else project.answer(seen)
    with pytest.raises(ExportError, match="page 2"):
        connect().export_profiles(url)
    machine()
    server.respond = project.answer
    connect().export_profiles(url)
    assert there(url) == plans(project)


def test_groups_stand_beside_users(connect, project, machine):
    url = somewhere()
    connect().export_profiles(url)
    machine()
    connect().export_profiles(url, group_key="company", group_id=5)
    manifest = Manifest.parse(Place.at(url).target.read("manifest.json"))
    assert (manifest.profiles.rows, manifest.groups["company"].rows) == (7, 7)


@define
class Power:
    """The power of a machine, which is gone after some changes at a store."""

    left: int | None = None

    def spend(self) -> None:
        if self.left == 0:
            raise SystemExit
        if self.left is not None:
            self.left -= 1


@pytest.fixture
def power(monkeypatch):
    memory = pytest.importorskip("fsspec.implementations.memory").MemoryFileSystem
    power = Power()

    def powered(change):
        def perform(self, *arguments, **options):
            power.spend()
            return change(self, *arguments, **options)

        return perform

    for name in ("pipe_file", "put_file", "rm_file"):
        monkeypatch.setattr(memory, name, powered(getattr(memory, name)))
    return power


def can_be_read(target):
    known = target.read("manifest.json")
    return known is None or Manifest.parse(known).paths <= set(target.parts())


def survived(power, changes, export):
    """Whether *export* is through before the power is gone."""
    power.left = changes
    try:
        export()
    except SystemExit:
        return False
    finally:
        power.left = None
    return True


@pytest.mark.parametrize("elsewhere", [False, True])
@pytest.mark.parametrize("again", [False, True])
def test_after_whichever_change_it_is_killed_the_next_run_brings_all(
    server, connect, project, power, machine, again, elsewhere
):
    """And whoever reads meanwhile finds what the manifest names."""
    readable = []
    for changes in count():
        url = somewhere()
        target = Place.at(url).target

        def answer(seen, target=target):
            readable.append(can_be_read(target))
            return project.answer(seen)

        server.respond = answer
        if again:
            connect().export_profiles(url)
        if survived(power, changes, lambda url=url: connect().export_profiles(url, incremental=again)):
            break
        readable.append(can_be_read(target))
        if elsewhere:
            machine()
            target.remove(".export/lock.json")
        connect().export_profiles(url, incremental=again)
        assert there(url) == plans(project)
    assert changes > 5
    assert all(readable)


def test_nothing_of_another_kind_of_group_is_removed_though_its_name_begins_alike(connect, project):
    url = somewhere()
    for key, group_id in (("company", "a-1"), ("place", "a"), ("place", "a")):
        connect().export_profiles(url, group_key=key, group_id=group_id)
    target = Place.at(url).target
    manifest = Manifest.parse(target.read("manifest.json"))
    assert (len(manifest.paths), manifest.paths) == (2, set(target.parts()))
    assert len(target.files("raw")) == 2
