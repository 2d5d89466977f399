"""Export files become a store: staged by date, made whole, then put in force by the manifest."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import evolve, frozen

from mixpanel_local.errors import BadLine, BadLineError, StoreError
from mixpanel_local.store.columns import Batch, Column
from mixpanel_local.store.lines import Record, event_of, profile_of, raw_lines
from mixpanel_local.store.manifest import NAME, Manifest, Part
from mixpanel_local.store.parts import ORDINAL, newest_events, newest_profiles, numbered_events, write_part

if TYPE_CHECKING:
    import polars as pl

Files: TypeAlias = Iterable[str | PathLike[str]] | str | PathLike[str]
OnProgress: TypeAlias = Callable[[int], object]
OnBadLine: TypeAlias = Callable[[BadLine], object]

_TELL_EVERY: Final = 10_000
_STAGING: Final = ".staging-"
_LOCK: Final = ".lock"
_DAY_MS: Final = 86_400_000
_EPOCH: Final = date(1970, 1, 1)


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
    with _staging(Path(store_dir)) as stage:
        reader = _Reader(event_of, on_progress, on_bad_line)
        for frame in reader.frames(_paths(files)):
            _stage(frame, stage)
        old = _current(stage.parent)
        new, rows = _write_dates(stage, old.generation + 1, reader)
        zone = time_zone or old.time_zone
        kept = evolve(old, time_zone=zone, generation=old.generation + 1, events={**old.events, **new})
        _put_in_force(kept, stage.parent)
    replaced = tuple(sorted(old.events.keys() & new.keys()))
    return reader.report(rows, events=rows, dates=len(new), replaced_dates=replaced)


def import_profiles(
    files: Files, store_dir: str | PathLike[str], *, on_bad_line: OnBadLine | None = None
) -> ImportReport:
    """Bring user profiles (lines ``{"$distinct_id", "$properties"}``) into the store, in place of those it has.

    Of several profiles of one user the last stays.
    """
    with _staging(Path(store_dir)) as stage:
        reader = _Reader(profile_of, None, on_bad_line)
        frames = list(reader.frames(_paths(files)))
        old = _current(stage.parent)
        part = _write_profiles(frames, reader.columns, stage.parent, old.generation + 1)
        _put_in_force(evolve(old, generation=old.generation + 1, profiles=part), stage.parent)
    rows = part.rows if part else 0
    return reader.report(rows, profiles=rows)


class _Reader:
    """Reads files into frames, keeping count."""

    def __init__(
        self,
        parse: Callable[[bytes], Record],
        on_progress: OnProgress | None,
        on_bad_line: OnBadLine | None,
    ) -> None:
        self._parse = parse
        self._on_progress = on_progress
        self._on_bad_line = on_bad_line
        self._bad: list[BadLine] = []
        self.lines = 0
        self.columns: set[Column] = set()

    def frames(self, paths: Iterable[Path]) -> Iterator[pl.DataFrame]:
        """The rows of all files in order, some hundred thousand at a time."""
        batch = Batch()
        for path in paths:
            for number, line in raw_lines(path):
                self._take(batch, line, path, number)
                if batch.full:
                    yield self._frame(batch)
                    batch = Batch()
        yield self._frame(batch)

    def _take(self, batch: Batch, line: bytes, path: Path, number: int) -> None:
        self.lines += 1
        if not self.lines % _TELL_EVERY:
            self.progress()
        try:
            batch.add(self._parse(line))
        except ValueError as error:
            bad = BadLine(str(path), number, str(error))
            if self._on_bad_line is None:
                raise BadLineError(bad) from None
            self._on_bad_line(bad)
            self._bad.append(bad)

    def _frame(self, batch: Batch) -> pl.DataFrame:
        self.columns |= batch.columns
        self.progress()
        # Rising over the whole import, since the batch before ended with an earlier line.
        return batch.frame().with_row_index(ORDINAL, offset=self.lines - batch.height)

    def progress(self) -> None:
        """Tell how far it is."""
        if self._on_progress:
            self._on_progress(self.lines)

    def report(self, kept: int, **more: Any) -> ImportReport:
        """The counts of an import that *kept* so many rows, and *more* of them."""
        duplicates = self.lines - len(self._bad) - kept
        return ImportReport(self.lines, duplicates=duplicates, bad_lines=tuple(self._bad), **more)


def _stage(frame: pl.DataFrame, stage: Path) -> None:
    """Put each row of *frame* beside those of its date."""
    import polars as pl

    dated = frame.with_columns((pl.col("time") // _DAY_MS).alias("day"))
    for (day,), rows in dated.partition_by("day", as_dict=True, include_key=False).items():
        folder = stage / str(day)
        folder.mkdir(exist_ok=True)
        used = [series.name for series in rows if series.null_count() < len(rows)]
        core = ["event", "distinct_id", "time", "insert_id"]
        rows.select(list(dict.fromkeys([*core, *used]))).write_parquet(folder / f"{rows[ORDINAL][0]}.parquet")


def _write_dates(stage: Path, generation: int, reader: _Reader) -> tuple[dict[str, Part], int]:
    import polars as pl

    days = sorted(stage.iterdir(), key=lambda folder: int(folder.name))
    parts: dict[str, Part] = {}
    for folder in days:
        reader.progress()
        frame = pl.concat([pl.read_parquet(file) for file in sorted(folder.iterdir())], how="diagonal")
        day = (_EPOCH + timedelta(days=int(folder.name))).isoformat()
        # A new name for each import: the files in force stay untouched until the manifest names the new ones.
        path = f"date={day}/part-{generation}.parquet"
        parts[day] = write_part(numbered_events(newest_events(frame)), reader.columns, stage.parent, path)
    return parts, sum(part.rows for part in parts.values())


def _write_profiles(frames: list[pl.DataFrame], columns: set[Column], root: Path, generation: int) -> Part | None:
    import polars as pl

    frame = pl.concat(frames, how="diagonal")
    if frame.is_empty():
        return None
    return write_part(newest_profiles(frame), columns, root, f"profiles/part-{generation}.parquet")


def _current(root: Path) -> Manifest:
    return Manifest.read(root) if (root / NAME).exists() else Manifest()


def _put_in_force(manifest: Manifest, root: Path) -> None:
    manifest.write(root)
    _sweep(root)


def _sweep(root: Path) -> None:
    """Remove what no manifest names: files replaced, and what an interrupted import left."""
    named = _current(root).paths
    for part in [*root.glob("date=*/*.parquet"), *root.glob("profiles/*.parquet")]:
        if part.relative_to(root).as_posix() not in named:
            part.unlink(missing_ok=True)


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
            _sweep(root)
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
