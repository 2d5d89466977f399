"""An import that does not end leaves the store as it was."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from mixpanel_local import BadLineError, StoreError, import_events, import_profiles
from tests.local.asking import Asking, at, event, metric, stored, write_lines

DAYS = ("2026-01-10", "2026-01-11", "2026-01-12")
SPAN = (DAYS[0], DAYS[-1])


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    return stored(tmp_path, [event(user="old", time=at(day)) for day in DAYS])


@pytest.fixture
def more(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "more", [event(user=user, time=at(day)) for day in DAYS for user in "ab"])


class Interrupted(BaseException):
    """Ctrl-C at a chosen moment."""


@pytest.mark.parametrize("moment", range(1, 5))
def test_an_interrupted_import_changes_nothing(asking: Asking, more: Path, moment: int) -> None:
    calls = 0

    def interrupt(_: int) -> None:
        nonlocal calls
        calls += 1
        if calls == moment:
            raise Interrupted

    before = files(asking.root)
    with pytest.raises(Interrupted):
        import_events(more, asking.root, on_progress=interrupt)
    assert files(asking.root) == before
    assert asking.total(metric(), dates=SPAN) == 3


@pytest.mark.parametrize("moment", range(1, 5))
def test_a_killed_import_changes_no_answer_and_the_next_one_cleans_up(asking: Asking, more: Path, moment: int) -> None:
    script = f"""
        import itertools, os
        from mixpanel_local import import_events
        calls = itertools.count(1)
        def kill(_):
            next(calls) == {moment} and os._exit(9)
        import_events({str(more)!r}, {str(asking.root)!r}, on_progress=kill)
    """
    killed = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=False)
    assert killed.returncode == 9
    assert asking.total(metric(), dates=SPAN) == 3
    import_events(more, asking.root)
    assert asking.total(metric(), dates=SPAN) == 6
    assert len(list(asking.root.rglob("*.parquet"))) == len(DAYS)
    assert not list(asking.root.glob(".staging-*"))


def test_a_disk_that_takes_no_more_leaves_the_old_answer(asking: Asking, more: Path) -> None:
    """A part cannot be put where a folder stands."""
    (asking.root / f"date={DAYS[1]}" / "part-2.parquet").mkdir()
    with pytest.raises(StoreError, match="part-2"):
        import_events(more, asking.root)
    assert asking.total(metric(), dates=SPAN) == 3


def test_a_full_disk_is_named_and_leaves_the_old_answer(asking: Asking, tmp_path: Path) -> None:
    """The system refuses to let a file grow beyond a limit, as a full disk does."""
    lines = [event(user=f"u{number:032}", time=at(DAYS[0]), text=f"{number * 7919:0200}") for number in range(400)]
    before = files(asking.root)
    script = f"""
        import resource
        from mixpanel_local import StoreError, import_events
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, resource.RLIM_INFINITY))
        try:
            import_events({str(write_lines(tmp_path / "many", lines))!r}, {str(asking.root)!r})
        except StoreError as error:
            print(error.message)
    """
    ran = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, check=True)
    assert "make room or mend it, then run the same again" in ran.stdout
    assert files(asking.root) == before
    assert asking.total(metric(), dates=SPAN) == 3


def test_a_bad_line_at_the_end_imports_nothing(asking: Asking, more: Path) -> None:
    more.write_text(more.read_text("utf-8") + "oops\n", encoding="utf-8")
    before = files(asking.root)
    with pytest.raises(BadLineError):
        import_events(more, asking.root)
    assert files(asking.root) == before


def test_bad_profiles_leave_the_old_ones(asking: Asking, tmp_path: Path) -> None:
    import_profiles(write_lines(tmp_path / "p", [{"$distinct_id": "old", "$properties": {"plan": "pro"}}]), asking.root)
    with pytest.raises(BadLineError):
        import_profiles(write_lines(tmp_path / "q", [{"$properties": {}}]), asking.root)
    assert files(asking.root)["profiles/part-2.parquet"]


def files(root: Path) -> dict[str, int]:
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.stat().st_mtime_ns for path in found}
