"""Where a dataset is kept: files put in force whole, at once and for good."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from attrs import field, frozen

from mixpanel_dataset.errors import explained
from mixpanel_dataset.paths import inside


class Target(Protocol):
    """A folder of a dataset, here or elsewhere; paths are relative to it, with ``/``."""

    def publish(self, staged: Path, path: str) -> None:
        """Put the local file *staged* in force as *path*: afterwards it is there whole, and stays there."""
        ...

    def remove(self, path: str) -> None:
        """Remove *path*, if it is there."""
        ...

    def read(self, path: str) -> bytes | None:
        """The bytes of a small file, None where there is none."""
        ...

    def write(self, path: str, content: bytes) -> None:
        """Put a small file in force, in place of what was there."""
        ...

    def parts(self) -> Mapping[str, int]:
        """The paths of all Parquet files, also of those no manifest names, and their sizes in bytes."""
        ...

    def files(self, folder: str) -> Mapping[str, int]:
        """The paths of all files in *folder*, and their sizes in bytes."""
        ...


@frozen
class LocalTarget:
    """A folder on this machine. *staged* files must lie on the same file system."""

    root: Path = field(converter=Path)

    def publish(self, staged: Path, path: str) -> None:
        """Put *staged* in force as *path*: flushed to the disk, renamed, and the rename flushed too."""
        target = self._place(path)
        with explained(f"{path} could not be put into {self.root}"):
            make_folder(target.parent)
            _settle(staged)
            staged.replace(target)
            _settle_folder(target.parent)

    def remove(self, path: str) -> None:
        """Remove *path*, if it is there."""
        with explained(f"{path} could not be removed from {self.root}"):
            self._place(path).unlink(missing_ok=True)

    def read(self, path: str) -> bytes | None:
        """The bytes of a small file, None where there is none."""
        try:
            return self._place(path).read_bytes()
        except FileNotFoundError:
            return None

    def write(self, path: str, content: bytes) -> None:
        """Put a small file in force, in place of what was there."""
        target = self._place(path)
        temporary = target.with_name(f".{target.name}")
        with explained(f"{path} could not be written into {self.root}"):
            make_folder(target.parent)
            temporary.write_bytes(content)
            self.publish(temporary, path)

    def parts(self) -> Mapping[str, int]:
        """The paths of all Parquet files, also of those no manifest names, and their sizes in bytes."""
        return self._sizes("date=*/*.parquet") | self._sizes("profiles/*.parquet")

    def files(self, folder: str) -> Mapping[str, int]:
        """The paths of all files in *folder*, and their sizes in bytes."""
        return self._sizes(f"{inside(folder, self.root)}/*")

    def _sizes(self, pattern: str) -> dict[str, int]:
        files = (file for file in sorted(self.root.glob(pattern)) if file.is_file())
        return {file.relative_to(self.root).as_posix(): file.stat().st_size for file in files}

    def _place(self, path: str) -> Path:
        return self.root / inside(path, self.root)


def make_folder(folder: Path) -> None:
    """Make *folder* and those above it, where there are none, so that the disk holds them."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _settle_folder(folder.parent)


def _settle_folder(folder: Path) -> None:
    """Return when the disk holds the names in *folder*, where it may be opened: on Windows none can, nor needs it."""
    with suppress(PermissionError):
        _settle(folder, os.O_RDONLY)


def _settle(path: Path, how: int = os.O_RDWR) -> None:
    """Return when the disk holds *path*, a file or a folder; Windows does so only for who may write."""
    handle = os.open(path, how)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
