"""Files of a dataset are put where they belong, and the disk holds them when that is said."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from mixpanel_dataset import LocalTarget, Manifest, Part, StoreError

OUTSIDE = ["", "/etc/x", "//etc/x", "../x", "date=2026-01-01/../../x", "C:\\x", "C:x", "\\\\host\\x", "a\\..\\..\\x"]


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files and folders that the system is told to put on the disk, in order."""
    if not Path("/proc/self/fd").exists():
        pytest.skip("this system does not tell what a handle stands for")
    told, flush = [], os.fsync

    def note(handle: int) -> None:
        told.append(Path(f"/proc/self/fd/{handle}").readlink())
        flush(handle)

    monkeypatch.setattr(os, "fsync", note)
    return told


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be flushed there")
def test_new_folders_are_on_the_disk_before_what_is_in_them(tmp_path: Path, flushed: list[Path]) -> None:
    staged, root = tmp_path / "staged", tmp_path / "new" / "root"
    staged.write_bytes(b"all of it")
    LocalTarget(root).publish(staged, "date=2026-01-01/w.parquet")
    assert flushed == [tmp_path, tmp_path / "new", root, staged, root / "date=2026-01-01"]
    assert (root / "date=2026-01-01" / "w.parquet").read_bytes() == b"all of it"


def test_folders_that_may_not_be_opened_are_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, or below a folder that may be written and not listed; Windows flushes for who may write only."""
    opens = os.open

    def guarded(path: Path, how: int) -> int:
        if Path(path).is_dir() or not how & os.O_RDWR:
            raise PermissionError(13, "Permission denied", str(path))
        return opens(path, how)

    monkeypatch.setattr(os, "open", guarded)
    (tmp_path / "staged").write_bytes(b"all of it")
    LocalTarget(tmp_path / "root").publish(tmp_path / "staged", "raw/w")
    monkeypatch.undo()
    assert LocalTarget(tmp_path / "root").read("raw/w") == b"all of it"


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_is_put_outside(tmp_path: Path, path: str) -> None:
    target = LocalTarget(tmp_path / "root")
    for change in (lambda: target.write(path, b"x"), lambda: target.read(path), lambda: target.remove(path)):
        with pytest.raises(StoreError, match="does not lie inside"):
            change()
    with pytest.raises(ValueError, match="does not lie inside"):
        Manifest(events={"2026-01-01": (Part(path, 1),)}).check()
    assert list(tmp_path.iterdir()) == []
