"""Pages of profiles on disk: each whole, in order, gone on with after whatever ended it."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from mixpanel_async.export.journal import Journal
from mixpanel_async.profiles.left import Left

_NOTE: Final = "listing"


@frozen
class Pages:
    """The pages that came so far of one listing, in *folder*; the *journal* knows how many, and what leads on.

    *now* is when this run began, in seconds since 1970, and with it each listing that it begins. Each listing has a
    folder of its own, so that no page of another one is ever taken for one of its pages.
    """

    folder: Path
    journal: Journal
    now: float

    @property
    def began(self) -> float:
        """When their listing began."""
        return float(self.journal.recall(_NOTE)["began"])

    def left(self, asked: Mapping[str, Any], page_size: int | None) -> Left:
        """What is left of *asked*: all of it, unless an earlier run got some way and its pages are all there."""
        note = self.journal.recall(_NOTE)
        if note is not None and note["asked"] == dict(asked) and note["token"] is not None and self._are_there(note):
            return Left.of({}, note["token"], {"page_size": None})
        return self.begin(asked, page_size)

    def begin(self, asked: Mapping[str, Any], page_size: int | None) -> Left:
        """All of *asked*; whatever came before is dropped."""
        self.drop()
        note = {"asked": dict(asked), "folder": uuid.uuid4().hex, "began": self.now, "pages": 0, "token": None}
        self.journal.remember(_NOTE, note)
        return Left.of(asked, None, {"page_size": page_size})

    def add(self, number: int, rows: Sequence[Mapping[str, Any]], left: Left) -> int:
        """Keep a page, which takes so many bytes; *left* is what comes after it."""
        from mixpanel_dataset import LocalTarget

        note = {**self.journal.recall(_NOTE), "pages": number + 1}
        file = self._file(note, number)
        content = b"".join(map(_line, rows))
        LocalTarget(file.parent).write(file.name, content)
        token = left.token() if left.session_id is not None else None
        self.journal.remember(_NOTE, {**note, "token": token})
        return len(content)

    def lines(self) -> Iterator[bytes]:
        """The profiles of all pages, in order, a page at a time."""
        for file in self._files(self.journal.recall(_NOTE)):
            yield file.read_bytes()

    def drop(self) -> None:
        """Forget them; the note goes first, since it says that they are there."""
        self.journal.remember(_NOTE, None)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _are_there(self, note: Mapping[str, Any]) -> bool:
        return all(file.exists() for file in self._files(note))

    def _files(self, note: Mapping[str, Any]) -> list[Path]:
        return [self._file(note, number) for number in range(note["pages"])]

    def _file(self, note: Mapping[str, Any], number: int) -> Path:
        return self.folder / str(note["folder"]) / f"{number:08}.jsonl"


def _line(row: Mapping[str, Any]) -> bytes:
    """The part of a row that is a profile."""
    profile = {name: row[name] for name in ("$distinct_id", "$properties") if name in row}
    return json.dumps(profile, ensure_ascii=False).encode(errors="surrogatepass") + b"\n"
