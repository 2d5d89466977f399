"""A disk that takes no more, at whatever point of an export, is an error; with room again, the rest is fetched."""

from __future__ import annotations

import random
import resource
from contextlib import contextmanager

import pytest

from mixpanel_async.errors import ExportError, MixpanelError
from tests.export.project import Project, days_of, event, found

DAYS = {"from_date": "2026-01-01", "to_date": "2026-01-03"}


@contextmanager
def no_file_larger_than(size):
    """The system refuses to let a file grow beyond a limit, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def large():
    """A project whose days differ in size, all larger than a journal."""
    chance, project = random.Random(1), Project.of(days=3)
    for number, day in enumerate(sorted(project.lines), 1):
        text = (chance.randbytes(2000).hex() for _ in range(120 * number))
        project.add(day, *(event(day, 100 + at, text=each) for at, each in enumerate(text)))
    return project


LIMITS = [0, 1_000, 5_000, 20_000, 33_000, 60_000, 100_000, 200_000, 300_000, 450_000]


@pytest.mark.parametrize("size", LIMITS)
def test_a_full_disk_is_named_and_the_rest_comes_when_there_is_room(server, connect, tmp_path, size):
    project = large()
    server.respond = project.answer
    with pytest.raises(ExportError) as caught, no_file_larger_than(size):
        connect().export_events(tmp_path, **DAYS, raw_copy=True)
    assert caught.value.code in ("EXPORT_DISK_FULL", "EXPORT_DISK")
    assert not (tmp_path / "manifest.json").exists()
    assert not list(tmp_path.glob(".export/staging/*"))
    report = connect().export_events(tmp_path, **DAYS, raw_copy=True)
    assert found(tmp_path) == project.events()
    assert report.rows == len(project.events())


@pytest.mark.parametrize("name", ["manifest.json", "export.json", "views.sql", "date=2026-01-02", "raw"])
def test_a_file_that_cannot_be_put_is_named_and_the_rest_comes_when_it_can(server, connect, tmp_path, name):
    project = Project.of(days=3)
    server.respond = project.answer
    obstacle = tmp_path / name
    if "." in name:
        obstacle.mkdir()
    else:
        obstacle.write_text("in the way")
    with pytest.raises(MixpanelError, match="mend it, then run the same again"):
        connect().export_events(tmp_path, **DAYS, raw_copy=True)
    obstacle.rmdir() if "." in name else obstacle.unlink()
    connect().export_events(tmp_path, **DAYS, raw_copy=True)
    assert found(tmp_path) == project.events()
    # What is in the way of the last files is seen before anything is fetched.
    assert days_of(project.asked) <= (3 if "." in name else 6)
