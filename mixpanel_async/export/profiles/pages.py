"""Pages of profiles on disk: each whole, in order, gone on with after whatever ended it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from mixpanel_async.export.journal import Journal
from mixpanel_async.profiles.left import Left

_NOTE = "paging"


@frozen
class Pages:
    """The pages that came so far of one listing, in *folder*; the *journal* has the token that leads on."""

    folder: Path
    journal: Journal

    def left(self, asked: Mapping[str, Any], page_size: int | None) -> Left:
        """What is left of *asked*: all of it, unless an earlier run got some way."""
        note = self.journal.recall(_NOTE)
        if note is not None and note["asked"] == dict(asked) and note["token"] is not None:
            return Left.of({}, note["token"], {"page_size": None})
        return self.begin(asked, page_size)

    def begin(self, asked: Mapping[str, Any], page_size: int | None) -> Left:
        """All of *asked*; whatever came before is dropped."""
        self.drop()
        self.folder.mkdir(parents=True)
        self.journal.remember(_NOTE, {"asked": dict(asked), "token": None})
        return Left.of(asked, None, {"page_size": page_size})

    def add(self, number: int, rows: Sequence[Mapping[str, Any]], asked: Mapping[str, Any], left: Left) -> None:
        """Keep a page; *left* is what comes after it."""
        with (self.folder / f"{number:08}.jsonl").open("wb") as file:
            file.writelines(map(_line, rows))
            file.flush()
            os.fsync(file.fileno())
        token = left.token() if left.session_id is not None else None
        self.journal.remember(_NOTE, {"asked": dict(asked), "token": token})

    def lines(self) -> Iterator[bytes]:
        """The profiles of all pages, in order, a page at a time."""
        for file in sorted(self.folder.glob("*.jsonl")):
            yield file.read_bytes()

    def drop(self) -> None:
        """Forget them."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.journal.remember(_NOTE, None)


def _line(row: Mapping[str, Any]) -> bytes:
    """The part of a row that is a profile."""
    profile = {name: row[name] for name in ("$distinct_id", "$properties") if name in row}
    return json.dumps(profile, ensure_ascii=False).encode(errors="surrogatepass") + b"\n"
