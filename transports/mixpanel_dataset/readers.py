"""Who is reading a dataset on this machine, so that no file is removed that somebody reads.

A reader holds a shared lock on a file named by the manifest's generation; whoever replaces parts removes the old ones
only when no older generation is locked. The locks go with the process, however that ends.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO, Final, Self

from attrs import frozen

from mixpanel_dataset.store import Store

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows, where a file that is open cannot be removed
    fcntl = None  # type: ignore[assignment]

_FOLDER: Final = ".readers"


@frozen
class Reading:
    """A store whose files stay where they are until ``release``."""

    store: Store
    _lock: IO[bytes] | None

    @classmethod
    def of(cls, store: Store) -> Self:
        """A hold on *store* as it is now."""
        while True:
            store = store.fresh()
            held = cls(store, _shared(store.root / _FOLDER / str(store.manifest.generation)))
            # Between the look and the lock the files may have been replaced, and removed.
            if store.fresh() is store:
                return held
            held.release()

    def release(self) -> None:
        """From now on the files may go."""
        if self._lock is not None:
            self._lock.close()


def idle(root: Path, generation: int) -> bool:
    """Whether nobody reads an older generation than this one, which is in force."""
    older = [file for file in (root / _FOLDER).glob("*") if file.name.isdecimal() and int(file.name) < generation]
    return all(_gone(file) for file in older)


def _shared(file: Path) -> IO[bytes] | None:
    """A shared lock on *file*, until it is closed; None where none can be had, as in a folder that may only be read."""
    if fcntl is None:
        return None
    try:
        file.parent.mkdir(exist_ok=True)
        opened = file.open("ab")
    except OSError:
        return None
    fcntl.flock(opened, fcntl.LOCK_SH)
    return opened


def _gone(file: Path) -> bool:
    """Whether nobody holds *file* any more, which removes it; without locks nobody ever did."""
    if fcntl is None:
        return True
    try:
        with file.open("ab") as opened:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            file.unlink(missing_ok=True)
    except OSError:
        return False
    return True
