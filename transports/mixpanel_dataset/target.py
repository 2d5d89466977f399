"""Where a dataset is kept: files put in force whole, at once and for good."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Protocol

from attrs import field, frozen

from mixpanel_dataset.errors import StoreError, explained


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


@frozen
class LocalTarget:
    """A folder on this machine. *staged* files must lie on the same file system."""

    root: Path = field(converter=Path)

    def publish(self, staged: Path, path: str) -> None:
        """Put *staged* in force as *path*: flushed to the disk, renamed, and the rename flushed too."""
        target = self._place(path)
        with explained(f"{path} could not be put into {self.root}"):
            target.parent.mkdir(parents=True, exist_ok=True)
            _settle(staged)
            staged.replace(target)
            _settle(target.parent)

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
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(content)
            self.publish(temporary, path)

    def parts(self) -> Mapping[str, int]:
        """The paths of all Parquet files, also of those no manifest names, and their sizes in bytes."""
        files = (file for folder in ("date=*", "profiles") for file in sorted(self.root.glob(f"{folder}/*.parquet")))
        return {file.relative_to(self.root).as_posix(): file.stat().st_size for file in files if file.is_file()}

    def _place(self, path: str) -> Path:
        parts = PurePosixPath(path).parts
        if not parts or ".." in parts or parts[0] == "/":
            raise StoreError(f"{path!r} does not lie inside {self.root}")
        return self.root.joinpath(*parts)


def _settle(path: Path) -> None:
    """Return when the disk holds *path*, a file or a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
