"""A place taken into use: locked for this run alone, its journal open, its staging empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from re import Pattern
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, Self

from attrs import frozen

from mixpanel_async.errors import ExportError
from mixpanel_async.export.journal import Journal, Run
from mixpanel_async.export.place import Place
from mixpanel_dataset.exported import WORK
from mixpanel_dataset.target import make_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORGET_AFTER: Final = 86_400.0
"""Seconds after which a run that was broken off is not gone on with, but begun anew."""


@frozen(eq=False)
class Workshop:
    """What one *run* needs at its *place*. Opening and closing block."""

    place: Place
    journal: Journal
    run: Run
    _open: ExitStack

    @classmethod
    def open(
        cls,
        place: Place,
        kind: str,
        own: Pattern[str],
        spec: Mapping[str, Any],
        now: float,
        *,
        beside: Sequence[str] = (),
    ) -> Self:
        """Take *place* into use for a *kind* of export, as *spec* describes it; *own* matches the paths of its files.

        It will write the files *beside* them, too. Whatever an earlier run left unfinished is removed. A place that
        another run uses, that holds another export or files of another origin is an ``ExportError``.
        """
        place.check()
        path = journal_path(place, kind)
        with ExitStack() as stack:
            stack.enter_context(_alone(place))
            stack.enter_context(place.held())
            _fetch(place, path)
            place.manifest()
            if not path.exists():
                _refuse_strangers(place, path, own, beside)
            journal = Journal(path)
            stack.callback(journal.close)
            if journal.blank:
                _refuse_strangers(place, path, own, beside)
            journal.claim(spec)
            place.clear()
            stack.callback(place.tidy)
            left = [*journal.unfinished(), *_unknown(place, journal, own)]
            place.remove(left)
            journal.forget(left)
            run = journal.start(now, forget_after=_FORGET_AFTER)
            place.keep(journal)
            return cls(place, journal, run, stack.pop_all())

    def close(self) -> None:
        """Remove what is unfinished, let others in."""
        self._open.close()


@contextmanager
def look(place: Place, kind: str, spec: Mapping[str, Any]) -> Iterator[Journal | None]:
    """The journal of a *kind* of export, if there is one, for a look: nothing at *place* is changed.

    A place that cannot be exported to, or holds another export than *spec* describes, is an ``ExportError``.
    """
    place.check()
    path, content = journal_path(place, kind), place.fetch(f"{kind}.sqlite")
    with ExitStack() as stack:
        if content is not None:
            path = Path(stack.enter_context(TemporaryDirectory())) / path.name
            path.write_bytes(content)
        journal = stack.enter_context(closing(Journal(path, look=True))) if path.exists() else None
        if journal is not None:
            journal.check(spec)
        yield journal


def journal_path(place: Place, kind: str) -> Path:
    """Where the journal of a *kind* of export is."""
    return place.work / f"{kind}.sqlite"


@contextmanager
def _alone(place: Place) -> Iterator[None]:
    """Keep other exports out, in this process or another; the lock goes with the process, however that ends."""
    from filelock import FileLock, Timeout

    make_folder(place.work)
    # Whichever thread is at hand may let go of it.
    lock = FileLock(place.work / "lock", timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise ExportError(
            f"another export is writing into {place}; wait until it has ended, or export into another folder",
            "EXPORT_LOCKED",
        ) from None
    try:
        yield
    finally:
        lock.release()


def _refuse_strangers(place: Place, journal: Path, own: Pattern[str], beside: Sequence[str]) -> None:
    """Files that no journal tells of are not ours to replace or sweep away."""
    found = next((path for path in place.target.parts() if own.match(path)), None)
    found = found or next((path for path in beside if place.target.read(path) is not None), None)
    if found is not None:
        raise ExportError(
            f"{place} holds {found}, of which no journal ({WORK}/{journal.name}) tells; export into another folder, "
            "or, if it came of an export whose journal is lost, remove it and what is like it, and begin anew",
            "EXPORT_MISMATCH",
        )


def _fetch(place: Place, path: Path) -> None:
    """Work with the journal that is kept beside the data, where that is another one and not older than ours."""
    content = place.fetch(path.name)
    if content is None:
        return
    theirs = path.with_suffix(".fetched")
    theirs.write_bytes(content)
    if path.exists() and _changes(path) >= _changes(theirs):
        theirs.unlink()
        return
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    theirs.replace(path)


def _changes(path: Path) -> int:
    with closing(Journal(path)) as journal:
        return journal.changes


def _unknown(place: Place, journal: Journal, own: Pattern[str]) -> Iterator[str]:
    """Files that another machine has put there without being able to tell. Before any export has, they are others'."""
    if journal.blank:
        return iter(())
    known = {*(file.path for file in journal.files()), *journal.retired()}
    return (path for path in place.everything() if own.match(path) and path not in known)
