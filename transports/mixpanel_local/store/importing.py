"""Export files become a store: staged, made whole, then put in force by the manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import evolve, frozen

from mixpanel_dataset.gathering import Batch
from mixpanel_dataset.lines import BadLine as BadLineOfBlock
from mixpanel_dataset.lines import profile_of
from mixpanel_dataset.manifest import Manifest, Part
from mixpanel_dataset.parts import write_profiles
from mixpanel_dataset.window import WindowWriter
from mixpanel_local.errors import BadLine, BadLineError, StoreError
from mixpanel_local.store.changing import changing
from mixpanel_local.store.files import Block, blocks

Files: TypeAlias = Iterable[str | PathLike[str]] | str | PathLike[str]
OnProgress: TypeAlias = Callable[[int], object]
OnBadLine: TypeAlias = Callable[[BadLine], object]

_PROFILES: Final = "profiles.parquet"


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


def create_store(store_dir: str | PathLike[str], *, time_zone: str = "UTC") -> None:
    """Make a store without events, for tracking SDKs to write to; one that is there already stays as it is."""
    _check_zone(time_zone)
    with changing(Path(store_dir)) as change:
        if not change.before.generation:
            change.put_in_force(evolve(change.before, time_zone=time_zone))


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
    with changing(Path(store_dir)) as change:
        old = change.before
        writer = WindowWriter(change.stage, f"part-{change.generation}")
        for block in blocks(_paths(files)):
            bad.take(block, writer.feed(block.content))
            tell(writer.lines)
        written = writer.finish()
        for staged in written.parts:
            tell(written.lines)
            change.publish(staged.file.name, staged.part.path)
        new = {staged.day: (staged.part,) for staged in written.parts}
        change.put_in_force(evolve(old, time_zone=time_zone or old.time_zone, events={**old.events, **new}))
    return ImportReport(
        written.lines,
        events=written.rows,
        duplicates=written.duplicates,
        dates=len(new),
        replaced_dates=tuple(sorted(old.events.keys() & new.keys())),
        bad_lines=tuple(bad.taken),
    )


def import_profiles(
    files: Files,
    store_dir: str | PathLike[str],
    *,
    group_key: str | None = None,
    data_group_id: int | None = None,
    on_bad_line: OnBadLine | None = None,
) -> ImportReport:
    """Bring user profiles (lines ``{"$distinct_id", "$properties"}``) into the store, in place of those it has.

    Of several profiles of one user the last stays. With *group_key*, the event property whose values are groups, they
    are profiles of those groups, ``$distinct_id`` being a group; *data_group_id* is what questions call the key.
    """
    if data_group_id is not None and group_key is None:
        raise StoreError(f"data_group_id {data_group_id} is the id of a group_key; say of which")
    bad = _BadLines(on_bad_line)
    with changing(Path(store_dir)) as change:
        batch = Batch(profile_of)
        for block in blocks(_paths(files)):
            bad.take(block, batch.feed(block.content))
        kind = "part" if group_key is None else "group"
        part = write_profiles(batch, change.stage / _PROFILES, f"profiles/{kind}-{change.generation}.parquet")
        if part is not None:
            change.publish(_PROFILES, part.path)
        change.put_in_force(_with_profiles(change.before, part, group_key, data_group_id))
    rows = part.rows if part else 0
    return ImportReport(batch.lines, profiles=rows, duplicates=batch.height - rows, bad_lines=tuple(bad.taken))


def _with_profiles(before: Manifest, part: Part | None, key: str | None, id: int | None) -> Manifest:
    if key is None:
        return evolve(before, profiles=part)
    groups = {name: one for name, one in {**before.groups, key: part}.items() if one is not None}
    ids = {name: one for name, one in before.group_ids.items() if one != id}
    return evolve(before, groups=groups, group_ids=ids if id is None else {**ids, key: id})


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


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise StoreError(f"{name!r} is no time zone; write one like 'America/New_York'") from error


def _paths(files: Files) -> list[Path]:
    return [Path(files)] if isinstance(files, str | PathLike) else [Path(file) for file in files]
