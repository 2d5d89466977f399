"""What is finished: a journal beside the data, which survives whatever ends the program."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from attrs import asdict, astuple, evolve, fields, frozen

from mixpanel_async.errors import ExportError
from mixpanel_async.results import Value

SCHEMA_VERSION: Final = 1
_TABLES: Final = """
create table if not exists meta (key text primary key, value text not null) without rowid;
create table if not exists runs (id integer primary key, chain integer, started real not null, finished real);
create table if not exists windows (id integer primary key, name text not null, facts text not null);
create table if not exists files (path text primary key, window integer not null, slot text, rows integer not null,
                                  size integer not null, first integer, last integer, entry text) without rowid;
create table if not exists slots (slot text primary key, window integer not null, fetched real not null,
                                  chain integer not null) without rowid;
create table if not exists pending (path text primary key) without rowid;
create index if not exists files_of_window on files (window);
"""
# A file about a slot counts while its window covers the slot, one about the window while that covers any.
_FILES: Final = """
select exists (
    select 1 from slots where slots.window = files.window and (files.slot is null or files.slot = slots.slot)
) as in_force, path, slot, rows, size, first, last, entry from files order by slot, path
"""
_CHANGED: Final = """
insert into meta (key, value) values ('changes', '1') on conflict (key) do update set value = value + 1
"""
_NEW_FILE: Final = """
insert into files (window, path, slot, rows, size, first, last, entry) values (?, ?, ?, ?, ?, ?, ?, ?)
"""
_THERE: Final = """
select exists (select 1 from slots) or exists (select 1 from files) or exists (select 1 from pending)
"""
_FORGET_WINDOWS: Final = """
delete from windows where id not in (select window from slots) and id not in (select window from files)
"""
_WINDOWS: Final = """
select w.name, json_group_array(s.slot), w.facts,
    (select coalesce(sum(f.rows), 0) from files f join slots t on t.window = f.window and t.slot = f.slot
     where f.window = w.id),
    (select json_group_array(f.path) from files f where f.window = w.id and f.slot is null)
from windows w join slots s on s.window = w.id group by w.id order by w.name, w.id
"""


@frozen(kw_only=True)
class Facts(Value):
    """What is known of one finished window, or in sum of many.

    *received* are bytes on the wire, *inflated* what they came to. *duplicates* were left out, *bad_lines* are in
    quarantine, *without_insert_id* are kept. *checksum* stands for its files.
    """

    rows: int = 0
    received: int = 0
    inflated: int = 0
    duplicates: int = 0
    without_insert_id: int = 0
    bad_lines: int = 0
    requests: int = 0
    checksum: str = ""

    @classmethod
    def sum(cls, several: Iterable[Facts]) -> Facts:
        """All of *several* together, without a checksum."""
        found = list(several)
        counts = [each.name for each in fields(cls) if each.name != "checksum"]
        return evolve(cls(), **{name: sum(getattr(each, name) for each in found) for name in counts})


@frozen
class File:
    """A file of the target. *slot* is what it holds (a day; all profiles), None for a file about the whole window.

    It has *rows* in *size* bytes, their times from *first* to *last*, in milliseconds since 1970; *entry* is what a
    reader of the dataset must know of it.
    """

    path: str
    slot: str | None = None
    rows: int = 0
    size: int = 0
    first: int | None = None
    last: int | None = None
    entry: str | None = None


@frozen
class Finished:
    """A window that is there for good: which *slots* it covers, which files it has, when the server sent it."""

    name: str
    slots: Sequence[str]
    files: Sequence[File]
    facts: Facts
    fetched: float


@frozen
class Covering:
    """A finished window that still covers *slots*, with *rows* in them, and has *files* about all it ever covered.

    Its *facts* are those of the whole window, as it was when it was finished.
    """

    name: str
    slots: Sequence[str]
    rows: int
    files: Sequence[str]
    facts: Facts


@frozen
class Run:
    """An attempt at the whole: its *number*, and its *chain*, that of the first of those it goes on with."""

    number: int
    chain: int


@frozen
class Slot:
    """When the server sent what a slot holds, and in which chain of runs."""

    fetched: float
    chain: int


class Journal:
    """The journal in one file. Slots (days; all profiles) are covered by the window that was finished last.

    For a *look* it is read into memory, and nothing is changed where it lies, which may be a place that is only read.
    """

    def __init__(self, path: Path, *, look: bool = False) -> None:
        self.name = path.name
        self._database = _copied(path) if look else _opened(path)
        self._database.executescript(_TABLES)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def snapshot(self) -> bytes:
        """The whole journal as it is now, in the form of its file."""
        return self._database.serialize()

    @property
    def changes(self) -> int:
        """How often it was changed: of two copies the one with more is the later one."""
        return int(self._meta("changes") or 0)

    @property
    def blank(self) -> bool:
        """Whether nothing was ever brought in."""
        (there,) = self._database.execute(_THERE).fetchone()
        return not there

    def claim(self, spec: Mapping[str, Any]) -> None:
        """Keep *spec*; a journal that brought in something for another one refuses, naming what differs."""
        known = self._meta("spec")
        if known == dict(spec) or (known is not None and not self.blank):
            self.check(spec)
            return
        with self._change():
            self._database.execute("delete from meta where key <> 'changes'")
            self._remember("spec", dict(spec))
            self._remember("schema_version", SCHEMA_VERSION)

    def check(self, spec: Mapping[str, Any]) -> None:
        """Raise where it is not *spec* that something was brought in for."""
        known = self._meta("spec")
        if known is None or self.blank:
            return
        if (version := self._meta("schema_version")) != SCHEMA_VERSION:
            raise ExportError(
                f"the journal has version {version}, this library writes {SCHEMA_VERSION}; export into another folder",
                "EXPORT_MISMATCH",
            )
        differing = [name for name in {**known, **spec} if known.get(name) != spec.get(name)]
        if differing:
            said = ", ".join(f"{name} was {known.get(name)!r} and is {spec.get(name)!r}" for name in differing)
            raise ExportError(
                f"this folder holds another export: {said}; ask as before, or export into another folder",
                "EXPORT_MISMATCH",
                {"was": known, "is": dict(spec)},
            )

    def start(self, now: float, *, forget_after: float) -> Run:
        """A new run, in the chain of the one that was broken off, unless so many seconds are between their starts."""
        broken_off = self._database.execute(
            "select chain from runs where finished is null and abs(started - ?) < ? order by id desc limit 1",
            (now, forget_after),
        ).fetchone()
        with self._change():
            new = self._database.execute("insert into runs (started) values (?)", (now,)).lastrowid or 0
            chain = broken_off[0] if broken_off else new
            self._database.execute("update runs set chain = ? where id = ?", (chain, new))
        return Run(new, chain)

    def end(self, now: float) -> None:
        """Every run so far has come to its end."""
        with self._change():
            self._database.execute("update runs set finished = ? where finished is null", (now,))

    def intend(self, paths: Iterable[str]) -> None:
        """Files are about to be put in force under *paths*; until they are committed, they are ``unfinished``."""
        with self._change():
            self._database.executemany("insert or ignore into pending (path) values (?)", [(path,) for path in paths])

    def unfinished(self) -> list[str]:
        """The paths under which there may be files that were never committed."""
        return [path for (path,) in self._database.execute("select path from pending")]

    def commit(self, window: Finished, run: Run) -> None:
        """From now on *window* covers its slots, for good."""
        with self._change():
            number = self._database.execute(
                "insert into windows (name, facts) values (?, ?)", (window.name, json.dumps(asdict(window.facts)))
            ).lastrowid
            self._database.executemany("delete from pending where path = ?", [(file.path,) for file in window.files])
            self._database.executemany(_NEW_FILE, [(number, *astuple(file)) for file in window.files])
            self._database.executemany(
                "insert or replace into slots (slot, window, fetched, chain) values (?, ?, ?, ?)",
                [(slot, number, window.fetched, run.chain) for slot in window.slots],
            )

    def covered(self) -> dict[str, Slot]:
        """Every slot that is there."""
        found = self._database.execute("select slot, fetched, chain from slots")
        return {slot: Slot(fetched, chain) for slot, fetched, chain in found}

    def files(self) -> list[File]:
        """The files in force."""
        return [File(*known) for in_force, *known in self._database.execute(_FILES) if in_force]

    def retired(self) -> list[str]:
        """The files whose slots newer windows cover."""
        return [path for in_force, path, *_ in self._database.execute(_FILES) if not in_force]

    def forget(self, paths: Iterable[str]) -> None:
        """*paths* are gone; windows without slots and files go with them."""
        with self._change():
            gone = [(path,) for path in paths]
            self._database.executemany("delete from pending where path = ?", gone)
            self._database.executemany("delete from files where path = ?", gone)
            self._database.execute(_FORGET_WINDOWS)

    def windows(self) -> list[Covering]:
        """Every window that still covers something."""
        return [
            Covering(name, sorted(json.loads(slots)), rows, sorted(json.loads(files)), Facts(**json.loads(facts)))
            for name, slots, facts, rows, files in self._database.execute(_WINDOWS)
        ]

    def remember(self, key: str, value: Any) -> None:
        """Keep a note, as JSON."""
        with self._change():
            self._remember(key, value)

    def recall(self, key: str) -> Any:
        """The note, None if there is none."""
        return self._meta(key)

    def _meta(self, key: str) -> Any:
        row = self._database.execute("select value from meta where key = ?", (key,)).fetchone()
        return None if row is None else json.loads(row[0])

    def _remember(self, key: str, value: Any) -> None:
        self._database.execute("insert or replace into meta (key, value) values (?, ?)", (key, json.dumps(value)))

    @contextmanager
    def _change(self) -> Iterator[None]:
        self._database.execute("begin immediate")
        try:
            yield
        except BaseException:
            # A full disk has already rolled it back.
            if self._database.in_transaction:
                self._database.execute("rollback")
            raise
        self._database.execute(_CHANGED)
        self._database.execute("commit")


def _opened(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    database = _connected(path)
    database.execute("pragma journal_mode = wal")
    database.execute("pragma synchronous = full")
    return database


def _copied(path: Path) -> sqlite3.Connection:
    """What *path* and the log beside it hold."""
    # SQLite makes such a log even for a look, unless the file is said to rest.
    how = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "immutable=1"
    memory = _connected(":memory:")
    try:
        with closing(_connected(f"{path.absolute().as_uri()}?{how}", uri=True)) as kept:
            kept.backup(memory)
    except sqlite3.Error:
        memory.close()
        raise
    return memory


def _connected(path: str | Path, *, uri: bool = False) -> sqlite3.Connection:
    # Calls come from whichever thread is at hand, one at a time.
    return sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False, uri=uri)
