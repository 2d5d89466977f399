"""A project whose raw events a test exports: what it holds, how it answers, what came of it."""

from __future__ import annotations

import gzip
import json
import random
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from email.utils import formatdate
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import polars as pl
from attrs import define, evolve, field

from mixpanel_async.export.windows import Window
from mixpanel_dataset import Manifest
from mixpanel_transports.message import Reply, Request
from tests.server import Answer, Seen

DAYS = {"from_date": "2026-01-01", "to_date": "2026-01-10"}
Line = Mapping[str, Any]


def event(day: str, number: int, **properties: Any) -> dict[str, Any]:
    """The event *number* of a *day*, at a time of its own."""
    chance = random.Random(f"{day} {number}")
    core = {
        "time": _start(day) + chance.randrange(86_400_000),
        "distinct_id": f"user {chance.randrange(20)}",
        "$insert_id": f"{day} {number}",
        "mp_processing_time_ms": _start(day) + 90_000_000 + number,
        "amount": chance.randrange(100),
    }
    return {"event": chance.choice(["Login", "Buy", "Leave"]), "properties": core | properties}


def _start(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() * 1000)


@define
class Project:
    """Events by day, and the answers to those who ask. *asked* are the windows asked for so far, in order.

    *counts* says that the Query API answers too, *now* what time the server says it is.
    """

    lines: dict[str, list[bytes]] = field(factory=dict)
    asked: list[str] = field(factory=list)
    packed: bool = True
    counts: bool = False
    now: float | None = None

    @classmethod
    def of(cls, first: str = "2026-01-01", days: int = 10, events: int = 20, **options: Any) -> Project:
        """*events* on each of so many *days*."""
        names = [(date.fromisoformat(first) + timedelta(days=number)).isoformat() for number in range(days)]
        return cls({day: [_line(event(day, number)) for number in range(events)] for day in names}, **options)

    def add(self, day: str, *events: Line | bytes) -> None:
        """More lines for a *day*."""
        self.lines.setdefault(day, []).extend(each if isinstance(each, bytes) else _line(each) for each in events)

    def body(self, target: str) -> bytes:
        """What an export of *target* says, and a note that it was asked for."""
        query = dict(parse_qsl(urlsplit(target).query))
        first, last = query["from_date"], query["to_date"]
        self.asked.append(first if first == last else f"{first}..{last}")
        assert query["time_in_ms"] == "true"
        chosen = [line for day in sorted(self.lines) if first <= day <= last for line in self.lines[day]]
        return b"".join(line + b"\n" for line in chosen if _wanted(line, query))

    def answer(self, seen: Seen) -> Answer:
        """Over HTTP."""
        path = urlsplit(seen.target).path
        if not path.endswith("/export"):
            return self._names_or_counts(path, dict(parse_qsl(urlsplit(seen.target).query)))
        answer = packed(self.body(seen.target)) if self.packed else Answer(body=self.body(seen.target))
        return evolve(answer, headers={**answer.headers, "date": formatdate(self.now)}) if self.now else answer

    def _names_or_counts(self, path: str, query: Mapping[str, str]) -> Answer:
        """What the Query API tells of days of UTC, if it tells anything."""
        if not self.counts:
            return Answer(400, body=b'{"error": "counts are not to be had"}')
        series: dict[str, dict[str, int]] = {}
        for each in self.events():
            day = datetime.fromtimestamp(each["time"] / 1000, UTC).date().isoformat()
            if query["from_date"] <= day <= query["to_date"]:
                days = series.setdefault(each["event"], {})
                days[day] = days.get(day, 0) + 1
        if path.endswith("/names"):
            return Answer(body=json.dumps(sorted(series)).encode())
        wanted = {name: series[name] for name in json.loads(query["event"]) if name in series}
        return Answer(body=json.dumps({"data": {"series": [], "values": wanted}}).encode())

    def reply(self, request: Request) -> Reply:
        """Without a network."""
        if request.template != "/export":
            return Reply(400, body=b'{"error": "counts are not to be had"}')
        return Reply(200, {"content-encoding": "gzip"}, gzip.compress(self.body(request.url)))

    def events(self) -> list[dict[str, Any]]:
        """What a reader should find, in order."""
        return sorted((core(json.loads(line)) for lines in self.lines.values() for line in lines), key=json.dumps)


def packed(body: bytes) -> Answer:
    """*body* as the server sends it."""
    return Answer(200, {"content-encoding": "gzip"}, gzip.compress(body))


def windows_of(project: Project, run: Callable[[], Any]) -> list[str]:
    """The windows that *run* asks for, sorted."""
    before = len(project.asked)
    run()
    return sorted(project.asked[before:])


def core(line: Line) -> dict[str, Any]:
    """The part of an event that every dataset has in columns of the same name."""
    properties = line["properties"]
    return {
        "event": line["event"],
        "distinct_id": properties.get("distinct_id"),
        "time": properties["time"],
        "insert_id": properties.get("$insert_id"),
    }


def found(out: Path) -> list[dict[str, Any]]:
    """What a reader of *out* finds, in order; every file there is one the manifest names."""
    manifest = Manifest.read(out)
    assert {path.relative_to(out).as_posix() for path in out.glob("date=*/*")} == manifest.paths
    assert all(pl.read_parquet(out / part.path, glob=False).height == part.rows for part in manifest.parts)
    core = ["event", "distinct_id", "time", "insert_id"]
    frames = (pl.read_parquet(out / part.path, columns=core, glob=False) for part in manifest.parts)
    return sorted((row for frame in frames for row in frame.to_dicts()), key=json.dumps)


def days_of(windows: Iterable[str]) -> int:
    """How many days *windows* have."""
    return sum(len(Window.of(*window.split(".."))) for window in windows)


def committed(out: Path) -> int:
    """How many days the journal of *out* knows, also while it is being written."""
    return len(committed_days(out))


def committed_days(out: Path) -> set[str]:
    """The days the journal of *out* knows, also while it is being written."""
    path = out / ".export" / "events.sqlite"
    if not path.exists():
        return set()
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as journal:
        if not journal.execute("select 1 from sqlite_master where name = 'slots'").fetchone():
            return set()
        return {str(slot) for (slot,) in journal.execute("select slot from slots")}


def _line(line: Line) -> bytes:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode()


def _wanted(line: bytes, query: Mapping[str, str]) -> bool:
    """Whether *event* and the terms of time in *where* let a line pass."""
    try:
        known = json.loads(line)
    except ValueError:
        return True
    if "event" in query and known["event"] not in json.loads(query["event"]):
        return False
    terms = re.findall(r'event\["\$time"\] (<|>=) datetime\("([^"]+)"\)', query.get("where", ""))
    moment = known["properties"]["time"]
    bounds = [(sign, int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)) for sign, text in terms]
    return all(moment < bound if sign == "<" else moment >= bound for sign, bound in bounds)
