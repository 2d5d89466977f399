"""Pages become the one file of all profiles, which is put in force at once."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve, frozen

from mixpanel_async.export.extras import is_raw, quarantine_path, quarantined, raw_path
from mixpanel_async.export.finishing import remove_retired
from mixpanel_async.export.journal import Facts, File, Finished, Journal, Run
from mixpanel_async.export.place import Place
from mixpanel_async.export.profiles.pages import Pages
from mixpanel_async.export.profiles.question import ProfilesExport
from mixpanel_async.export.profiles.seen import last_seen
from mixpanel_dataset.manifest import NAME as MANIFEST

if TYPE_CHECKING:
    from mixpanel_dataset import BadLine, Part

_SLOT: Final = "profiles"
_BLOCK: Final = 2**22
SINCE: Final = "last_seen"
"""The note of the latest ``$last_seen`` of the last whole run."""


@frozen
class Done:
    """What is in force now: *rows* at *path*; *fetched* profiles are new, *bad_rows* of them could not be kept."""

    path: str | None
    rows: int
    fetched: int
    bad_rows: int


@frozen
class Finisher:
    """Writes the profiles of *question* to *place*. Whatever happens in between, a reader finds the old or the new."""

    place: Place
    journal: Journal
    run: Run
    question: ProfilesExport

    def finish(self, pages: Pages, since: str | None, now: float) -> Done:
        """Put in force the *pages*, beside what was there before if they only hold what changed *since*."""
        from mixpanel_dataset import gather_profiles

        name = f"{self.question.kind}-{self.run.number}"
        raw, parquet = (self.place.staging / f"{name}.{ending}" for ending in ("jsonl.gz", "parquet"))
        path = f"profiles/{name}.parquet"
        fetched, latest = self._copy(pages, since, raw)
        part, bad = gather_profiles(_blocks(raw), parquet, path)
        files = self._publish(name, path, parquet if part is not None else None, raw, bad)
        rows = 0 if part is None else part.rows
        facts = Facts(rows=rows, bad_lines=len(bad))
        self.journal.commit(Finished(name, [_SLOT], files, facts, now), self.run)
        self.place.keep(self.journal)
        generation = self._put_in_force(part)
        self.journal.remember(SINCE, max(filter(None, (since, latest)), default=None))
        pages.drop()
        remove_retired(self.place, self.journal, generation)
        self.journal.end(now)
        self.place.keep(self.journal)
        return Done(None if part is None else path, rows, fetched, len(bad))

    def _copy(self, pages: Pages, since: str | None, raw: Path) -> tuple[int, str | None]:
        """The profiles as they were sent in *raw*: the new ones, and of those before what they leave as it was.

        How many are new, and their latest ``$last_seen``. What changed after their listing began may stand on a page
        that had come by then, and counts the next time.
        """
        began, fetched, latest = pages.began, 0, None
        changed: set[str] = set()
        with gzip.open(raw, "wb", compresslevel=1) as copy:
            for line in (line for page in pages.lines() for line in page.splitlines(keepends=True)):
                copy.write(line)
                fetched += 1
                profile = json.loads(line)
                changed.add(_user(profile))
                latest = max(filter(None, (latest, last_seen(profile, began))), default=None)
            for line in self._before() if since is not None else ():
                if _user(json.loads(line)) not in changed:
                    copy.write(line)
        return fetched, latest

    def _before(self) -> Iterator[bytes]:
        """The profiles of the last whole run, line by line."""
        for file in self.journal.files():
            if is_raw(file.path) and (content := self.place.target.read(file.path)) is not None:
                with gzip.open(io.BytesIO(content)) as lines:
                    yield from lines

    def _publish(self, name: str, path: str, parquet: Path | None, raw: Path, bad: list[BadLine]) -> list[File]:
        staged = [(raw, File(raw_path(name), size=raw.stat().st_size))]
        if parquet is not None:
            staged.append((parquet, File(path, _SLOT, size=parquet.stat().st_size)))
        if bad:
            kept = self._quarantine(name, bad)
            staged.append((kept, File(quarantine_path(name), size=kept.stat().st_size)))
        files = [file for _, file in staged]
        self.place.confirm()
        self.journal.intend(file.path for file in files)
        self.place.keep(self.journal)
        for source, file in staged:
            self.place.target.publish(source, file.path)
        return files

    def _quarantine(self, name: str, bad: list[BadLine]) -> Path:
        file = self.place.staging / f"{name}.bad.jsonl"
        with file.open("w", encoding="utf-8") as quarantine:
            quarantine.writelines(quarantined(line, name) for line in bad)
        return file

    def _put_in_force(self, part: Part | None) -> int:
        """The generation of the manifest that says so."""
        from mixpanel_dataset import Manifest

        before = self.place.manifest() or Manifest()
        changed: dict[str, Any] = {"profiles": part}
        if self.question.group_key is not None:
            groups = {key: each for key, each in before.groups.items() if key != self.question.group_key}
            changed = {"groups": groups if part is None else {**groups, self.question.group_key: part}}
        after = evolve(before, generation=before.generation + 1, **changed)
        self.place.target.write(MANIFEST, after.content)
        return after.generation


def is_whole(place: Place, journal: Journal) -> bool:
    """Whether the profiles of the last whole run are still there, so that an increment can be added to them."""
    kept = [file for file in journal.files() if is_raw(file.path)]
    return bool(kept) and all(len(place.target.read(file.path) or b"") == file.size for file in kept)


def _user(profile: Mapping[str, Any]) -> str:
    """Whose *profile* it is: ids may be numbers."""
    return str(profile.get("$distinct_id"))


def _blocks(raw: Path) -> Iterator[bytes]:
    """Whole lines of *raw*, some megabytes at a time."""
    kept = b""
    with gzip.open(raw, "rb") as content:
        while block := content.read(_BLOCK):
            head, newline, tail = (kept + block).rpartition(b"\n")
            kept = tail
            if newline:
                yield head + newline
    if kept:
        yield kept
