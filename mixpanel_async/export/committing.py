"""A decoded window is put in force: files first, then the journal's word for them."""

from __future__ import annotations

import gzip
import hashlib
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from attrs import frozen

from mixpanel_async.export.blocks import Spool
from mixpanel_async.export.calls import Calls
from mixpanel_async.export.decoding import Decoded
from mixpanel_async.export.extras import quarantine_path, raw_path
from mixpanel_async.export.journal import Facts, File, Finished, Journal, Run
from mixpanel_async.export.place import Place
from mixpanel_async.export.windows import Window

_COPY: Final = 2**20


@frozen
class Committer:
    """Puts windows of one *run* in force at *place*. Whatever happens in between, the next run finds all or nothing."""

    place: Place
    journal: Journal
    run: Run
    raw_copy: bool
    calls: Calls

    def name(self, window: Window) -> str:
        """What the files of *window* are called; no other run calls its own so."""
        return f"{str(window).replace('..', '_')}-{self.run.number}"

    def commit(self, window: Window, spools: Sequence[Spool], decoded: Decoded, *, requests: int) -> Facts:
        """Publish what *window* came to, then enter it into the journal."""
        facts = _facts(spools, decoded, requests)
        staged = [*self._parts(window, decoded), *self._extras(window, spools, decoded)]
        files = [file for _, file in staged]
        self.place.confirm()
        first = self.journal.blank
        self.journal.intend(file.path for file in files)
        if first:
            # Else another machine would find files of which no journal tells, and refuse to go on.
            self.place.keep(self.journal)
        for path, file in staged:
            self.place.target.publish(path, file.path)
        slots = [day.isoformat() for day in window.days()]
        fetched = min(spool.fetched for spool in spools)
        self.journal.commit(Finished(str(window), slots, files, facts, fetched), self.run)
        self.calls.keep(self.journal)
        self.place.keep(self.journal)
        return facts

    def _parts(self, window: Window, decoded: Decoded) -> Iterator[tuple[Path, File]]:
        from mixpanel_dataset import Manifest

        for staged in decoded.staged:
            # An event whose time lies outside its window belongs to the window's nearest day.
            slot = min(max(staged.recorded, window.first.isoformat()), window.last.isoformat())
            entry = Manifest(events={staged.day: (staged.part,)}).content.decode()
            part = staged.part
            known = File(part.path, slot, part.rows, part.size or 0, staged.first_ms, staged.last_ms, entry)
            yield staged.file, known

    def _extras(self, window: Window, spools: Sequence[Spool], decoded: Decoded) -> Iterator[tuple[Path, File]]:
        name = self.name(window)
        if decoded.quarantined.count:
            bad = decoded.quarantined.file
            yield bad, File(quarantine_path(name), size=bad.stat().st_size)
        if self.raw_copy:
            copy = _raw(spools, self.place.staging / f"{name}.raw")
            yield copy, File(raw_path(name), size=copy.stat().st_size)


def _raw(spools: Sequence[Spool], copy: Path) -> Path:
    """The bodies of *spools* in *copy*, gzipped as they were sent, or now; each begins a line."""
    with copy.open("wb") as sink:
        for number, spool in enumerate(spools):
            if number:
                sink.write(gzip.compress(b"\n", mtime=0))
            with spool.file.open("rb") as body:
                if spool.coding:
                    shutil.copyfileobj(body, sink, _COPY)
                else:
                    with gzip.GzipFile("", "wb", 6, sink, mtime=0) as packed:
                        shutil.copyfileobj(body, packed, _COPY)
    return copy


def _facts(spools: Sequence[Spool], decoded: Decoded, requests: int) -> Facts:
    checksums = "".join(staged.part.checksum or "" for staged in decoded.staged)
    return Facts(
        rows=sum(each.rows for each in decoded.written),
        received=sum(spool.received for spool in spools),
        inflated=decoded.inflated,
        duplicates=sum(each.duplicates for each in decoded.written),
        without_insert_id=sum(each.without_insert_id for each in decoded.written),
        bad_lines=sum(each.bad_lines for each in decoded.written),
        requests=requests,
        checksum=hashlib.sha256(checksums.encode()).hexdigest(),
    )
