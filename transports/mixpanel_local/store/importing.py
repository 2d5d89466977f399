"""Export files become a store: staged, made whole, then put in force by the manifest."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import evolve, frozen

from mixpanel_dataset.gathering import Batch
from mixpanel_dataset.lines import BadLine as BadLineOfBlock
from mixpanel_dataset.lines import profile_of
from mixpanel_dataset.manifest import NAME, Manifest
from mixpanel_dataset.parts import write_profiles
from mixpanel_dataset.target import LocalTarget
from mixpanel_dataset.window import WindowWriter
from mixpanel_local.errors import BadLine, BadLineError, StoreError
from mixpanel_local.store.files import Block, blocks

Files: TypeAlias = Iterable[str | PathLike[str]] | str | PathLike[str]
OnProgress: TypeAlias = Callable[[int], object]
OnBadLine: TypeAlias = Callable[[BadLine], object]

_STAGING: Final = ".staging-"
_LOCK: Final = ".lock"


@frozen
class ImportReport:
    """What an import did: *lines* read, *events* or *profiles* kept, *duplicates* and *bad_lines* left out.

    *dates* counts the UTC dates written, *replaced_dates* names those that had been there before.
    """

    lines: int
    events: int = 0
    profiles: int = 0
    duplicates: int = 0
    dates: int = 0
    replaced_dates: tuple[str, ...] = ()
    bad_lines: tuple[BadLine, ...] = ()


def import_events(
    files: Files,
    store_dir: str | PathLike[str],
    *,
    time_zone: str | None = None,
    on_progress: OnProgress | None = None,
    on_bad_line: OnBadLine | None = None,
) -> ImportReport:
    """Bring raw-export *files* (NDJSON, plain or gzip) into the store, made if need be.

    *time_zone* is the project's; left out, it stays what it is, UTC at first.

    The files of one call are merged; of duplicates (event, distinct_id, time, $insert_id) the one ingested last stays.
    A UTC date that is already in the store is replaced as a whole. Either everything is imported or nothing is: a line
    that cannot be kept raises ``BadLineError``, unless *on_bad_line* takes such lines. *on_progress* is told now and
    then how many lines were read.
    """
    if time_zone is not None:
        _check_zone(time_zone)
    bad = _BadLines(on_bad_line)
    tell = on_progress or (lambda _: None)
    with _staging(Path(store_dir)) as stage:
        target = LocalTarget(stage.parent)
        old = _current(target)
        # A new name for each import: the files in force stay untouched until the manifest names the new ones.
        writer = WindowWriter(stage, f"part-{old.generation + 1}")
        for block in blocks(_paths(files)):
            bad.take(block, writer.feed(block.content))
            tell(writer.lines)
        written = writer.finish()
        for staged in written.parts:
            tell(written.lines)
            target.publish(staged.file, staged.part.path)
        new = {staged.day: (staged.part,) for staged in written.parts}
        zone = time_zone or old.time_zone
        _put_in_force(evolve(old, time_zone=zone, generation=old.generation + 1, events={**old.events, **new}), target)
    return ImportReport(
        written.lines,
        events=written.rows,
        duplicates=written.duplicates,
        dates=len(new),
        replaced_dates=tuple(sorted(old.events.keys() & new.keys())),
        bad_lines=tuple(bad.taken),
    )


def import_profiles(
    files: Files, store_dir: str | PathLike[str], *, on_bad_line: OnBadLine | None = None
) -> ImportReport:
    """Bring user profiles (lines ``{"$distinct_id", "$properties"}``) into the store, in place of those it has.

    Of several profiles of one user the last stays.
    """
    bad = _BadLines(on_bad_line)
    with _staging(Path(store_dir)) as stage:
        target = LocalTarget(stage.parent)
        old = _current(target)
        batch = Batch(profile_of)
        for block in blocks(_paths(files)):
            bad.take(block, batch.feed(block.content))
        part = write_profiles(batch, stage / "profiles.parquet", f"profiles/part-{old.generation + 1}.parquet")
        if part is not None:
            target.publish(stage / "profiles.parquet", part.path)
        _put_in_force(evolve(old, generation=old.generation + 1, profiles=part), target)
    rows = part.rows if part else 0
    return ImportReport(batch.lines, profiles=rows, duplicates=batch.height - rows, bad_lines=tuple(bad.taken))


class _BadLines:
    """Passes bad lines on, named by file and line; raises where nobody takes them."""

    def __init__(self, on_bad_line: OnBadLine | None) -> None:
        self._on_bad_line = on_bad_line
        self._before = 0
        self.taken: list[BadLine] = []

    def take(self, block: Block, found: Sequence[BadLineOfBlock]) -> None:
        """*found* are lines of *block*, numbered over all blocks so far."""
        for each in found:
            bad = BadLine(str(block.file), each.number - self._before + block.first - 1, each.reason)
            if self._on_bad_line is None:
                raise BadLineError(bad)
            self._on_bad_line(bad)
            self.taken.append(bad)
        self._before += block.height


def _current(target: LocalTarget) -> Manifest:
    return Manifest.read(target.root) if target.read(NAME) is not None else Manifest()


def _put_in_force(manifest: Manifest, target: LocalTarget) -> None:
    target.write(NAME, manifest.content)
    _sweep(target)


def _sweep(target: LocalTarget) -> None:
    """Remove what no manifest names: files replaced, and what an interrupted import left."""
    named = _current(target).paths
    for path in target.parts():
        if path not in named:
            target.remove(path)


@contextmanager
def _staging(root: Path) -> Iterator[Path]:
    """A folder inside *root* for unfinished work, gone afterwards whatever happens; one import has it at a time."""
    root.mkdir(parents=True, exist_ok=True)
    with _alone(root):
        for left in root.glob(f"{_STAGING}*"):
            shutil.rmtree(left, ignore_errors=True)
        stage = Path(tempfile.mkdtemp(prefix=_STAGING, dir=root))
        try:
            yield stage
        except BaseException:
            _sweep(LocalTarget(root))
            raise
        finally:
            shutil.rmtree(stage, ignore_errors=True)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Keep other imports out; the lock goes with the process, however that ends."""
    from filelock import FileLock, Timeout

    lock = FileLock(root / _LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise StoreError(f"another import is writing into {root}; wait until it has ended") from None
    try:
        yield
    finally:
        lock.release()


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise StoreError(f"{name!r} is no time zone; write one like 'America/New_York'") from error


def _paths(files: Files) -> list[Path]:
    return [Path(files)] if isinstance(files, str | PathLike) else [Path(file) for file in files]
