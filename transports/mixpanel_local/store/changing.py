"""One change of the store at a time: prepared aside, put in force at once, or without a trace."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from attrs import evolve, frozen

from mixpanel_dataset.errors import explained
from mixpanel_dataset.exported import refuse_exported
from mixpanel_dataset.manifest import NAME, Manifest
from mixpanel_dataset.readers import idle
from mixpanel_dataset.target import LocalTarget
from mixpanel_local.errors import StoreError

_STAGING: Final = ".staging-"
_LOCK: Final = ".lock"


class BusyError(StoreError):
    """Somebody else is changing the store."""


@frozen
class Change:
    """A change under way: unfinished files lie in *stage*, *before* is the manifest in force."""

    target: LocalTarget
    stage: Path
    before: Manifest

    @property
    def generation(self) -> int:
        """The number of the manifest to come; new parts are named by it, so that they stand beside the old ones."""
        return self.before.generation + 1

    def publish(self, name: str, path: str) -> None:
        """Put the file called *name* in the stage beside those in force, as *path*."""
        self.target.publish(self.stage / name, path)

    def put_in_force(self, manifest: Manifest) -> None:
        """From now on the store is what *manifest* says."""
        self.target.write(NAME, evolve(manifest, generation=self.generation).content)
        _sweep(self.target)


@contextmanager
def changing(root: Path) -> Iterator[Change]:
    """A change of the store in *root*, which is made if need be. *BusyError* where another one is under way."""
    refuse_exported(root)
    with explained(f"{root} cannot be changed"):
        root.mkdir(parents=True, exist_ok=True)
    with _alone(root):
        stage = _stage(root)
        target = LocalTarget(root)
        try:
            yield Change(target, stage, _current(target))
        except BaseException:
            _sweep(target)
            raise
        finally:
            shutil.rmtree(stage, ignore_errors=True)


def _stage(root: Path) -> Path:
    """An empty folder for unfinished files; what interrupted changes left of theirs is removed."""
    for left in root.glob(f"{_STAGING}*"):
        shutil.rmtree(left, ignore_errors=True)
    with explained(f"{root} cannot be changed"):
        return Path(tempfile.mkdtemp(prefix=_STAGING, dir=root))


def _current(target: LocalTarget) -> Manifest:
    return Manifest.read(target.root) if target.read(NAME) is not None else Manifest()


def _sweep(target: LocalTarget) -> None:
    """Remove what no manifest names: files replaced, and what an interrupted change left.

    Not while somebody reads the files that are replaced: the next change removes them then.
    """
    now = _current(target)
    if not idle(target.root, now.generation):
        return
    for path in target.parts():
        if path not in now.paths:
            target.remove(path)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Keep other changes out; the lock goes with the process, however that ends."""
    from filelock import FileLock, Timeout

    lock = FileLock(root / _LOCK, timeout=0)
    with explained(f"{root} cannot be changed"):
        try:
            lock.acquire()
        except Timeout:
            raise BusyError(f"another import is writing into {root}; wait until it has ended") from None
    try:
        yield
    finally:
        lock.release()
