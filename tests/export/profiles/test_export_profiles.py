"""Profiles come whole into one file, or an error says which page is missing; nothing is fetched twice without need."""

from __future__ import annotations

import gzip
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import anyio
import polars as pl
import pytest
from attrs import define, field

import mixpanel_async
import mixpanel_sync
from mixpanel_async.errors import ExportError, ParamTypeError, ParamValidationError, QueryError
from mixpanel_dataset import Manifest
from mixpanel_dataset.readers import Reading
from mixpanel_dataset.store import Store
from mixpanel_sync import ProfilesExport, ProfilesProgress, Workspace
from mixpanel_transports.quota import Quota
from tests.export.conftest import ACCOUNT
from tests.server import Answer, Seen
from tests.virtual import VirtualBlockingRuntime, VirtualRuntime


@define
class People:
    """Profiles by id, given out in pages of three; *forgets* is how many times the session is lost on its page 1."""

    profiles: dict[str, dict[str, Any]]
    asked: list[dict[str, Any]] = field(factory=list)
    forgets: int = 0
    session: int = 0

    def answer(self, seen: Seen) -> Answer:
        body = json.loads(seen.body)
        self.asked.append(body)
        if body["page"] == 0:
            self.session += 1
        elif body["page"] == 1 and self.forgets:
            self.forgets -= 1
            return Answer(400, body=b'{"error": "session not found"}')
        chosen = [row for row in self.rows() if _passes(row, body.get("where"))]
        rows = chosen[3 * body["page"] : 3 * body["page"] + 3]
        page = {"page": body["page"], "page_size": 3, "total": len(chosen), "session_id": f"s{self.session}"}
        return Answer(body=json.dumps({**page, "status": "ok", "results": rows}).encode())

    def rows(self) -> list[dict[str, Any]]:
        return [{"$distinct_id": name, "$properties": profile} for name, profile in self.profiles.items()]

    @property
    def pages(self) -> list[int]:
        return [body["page"] for body in self.asked]


def _passes(row, where):
    return where is None or row["$properties"].get("$last_seen", "") >= where.rpartition(">= ")[2].strip('")')


def people(count: int = 7, **options: Any) -> People:
    return People(
        {f"user {at}": {"plan": f"p{at}", "$last_seen": f"2026-01-0{at + 1}T00:00:00"} for at in range(count)},
        **options,
    )


def found(out: Path) -> dict[str, str]:
    """``plan`` by user, as the manifest's file has it."""
    part = Manifest.read(out).profiles
    assert part is not None
    assert [path.relative_to(out).as_posix() for path in out.glob("profiles/*")] == [part.path]
    return dict(pl.read_parquet(out / part.path).select("distinct_id", "plan__s").rows())


def plans(of: People) -> dict[str, str]:
    return {name: profile["plan"] for name, profile in of.profiles.items()}


def test_every_profile_is_there_once(server, connect, tmp_path):
    all_of_them = people()
    server.respond = all_of_them.answer
    report = connect().export_profiles(tmp_path)
    assert found(tmp_path) == plans(all_of_them)
    assert (report.rows, report.fetched, report.requests, report.bad_rows) == (7, 7, 3, 0)
    assert all_of_them.pages == [0, 1, 2]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_the_same_async(server, tmp_path, backend):
    all_of_them = people()
    server.respond = all_of_them.answer

    async def export():
        options = {**ACCOUNT, "base_url": server.url, "runtime": VirtualRuntime()}
        async with mixpanel_async.Workspace(**options) as ws:
            return await ws.export_profiles(tmp_path)

    assert anyio.run(export, backend=backend).rows == 7
    assert found(tmp_path) == plans(all_of_them)


def test_it_is_told_after_each_page_how_far_it_is(server, connect, tmp_path):
    server.respond = people().answer
    told: list[ProfilesProgress] = []
    report = connect().export_profiles(tmp_path, on_progress=told.append)
    assert [(far.pages, far.planned, far.rows, far.share) for far in told] == [
        (1, 3, 3, 1 / 3),
        (2, 3, 6, 2 / 3),
        (3, 3, 7, 1.0),
    ]
    assert [far.received for far in told] == sorted({far.received for far in told})
    assert told[-1].eta == 0.0
    assert report.rows == told[-1].rows


def test_pages_of_an_earlier_run_count_as_there(server, connect, tmp_path):
    all_of_them, told = people(), []
    server.respond = lambda seen: Answer(500) if b'"page":2' in seen.body else all_of_them.answer(seen)
    with pytest.raises(ExportError):
        connect().export_profiles(tmp_path)
    server.respond = all_of_them.answer
    connect().export_profiles(tmp_path, on_progress=told.append)
    assert [(far.pages, far.planned, far.rows, far.eta) for far in told] == [(3, 3, 1, 0.0)]


def test_what_is_left_takes_as_long_as_the_quota_lets_it(server, connect, tmp_path):
    """60 calls an hour, of which the first page took one."""
    server.respond = people(3 * 100).answer
    told: list[ProfilesProgress] = []
    connect(quota=Quota()).export_profiles(tmp_path, on_progress=told.append)
    assert (told[0].planned, told[0].eta) == (101, 3600.0)
    assert (told[-1].seconds, told[-1].eta) == (3600.0, 0.0)


def test_where_the_server_does_not_count_nobody_knows_how_long_it_takes(server, connect, tmp_path):
    def answer(seen):
        page = json.loads(seen.body)["page"]
        rows = people().rows()[3 * page : 3 * page + 3]
        return Answer(body=json.dumps({"page": page, "session_id": "s", "results": rows}).encode())

    server.respond = answer
    told: list[ProfilesProgress] = []
    connect().export_profiles(tmp_path, on_progress=told.append)
    assert [(far.planned, far.share, far.eta) for far in told[:-1]] == [(None, None, None)] * 3
    assert (told[-1].share, told[-1].eta) == (1.0, 0.0)


def test_who_cannot_be_told_is_refused(connect, tmp_path):
    with pytest.raises(ParamTypeError, match="on_progress is 5; give a function that takes ProfilesProgress"):
        connect().export_profiles(tmp_path, on_progress=5)


def test_the_embedded_mixpanel_reads_them(server, connect, tmp_path):
    server.respond = people().answer
    connect().export_profiles(tmp_path)
    with Workspace.local(tmp_path) as local:
        answer = local.query_user(mode="profiles", limit=100)
    assert {row["distinct_id"] for row in answer.profiles} == set(people().profiles)


@pytest.mark.parametrize(
    "fault",
    [
        Answer(503),
        Answer(reset=True),
        Answer(429, {"retry-after": "900"}),
        Answer(body=b'{"results": [1]}'),
        Answer(body=b"{"),
    ],
    ids=["503", "reset", "429", "no profile", "no JSON"],
)
def test_a_page_that_fails_once_is_asked_for_again(server, connect, tmp_path, fault):
    all_of_them = people()
    faults = [fault]
    server.respond = lambda seen: faults.pop() if faults and b'"page":1' in seen.body else all_of_them.answer(seen)
    connect().export_profiles(tmp_path)
    assert found(tmp_path) == plans(all_of_them)


def test_a_page_that_keeps_failing_is_named_and_those_before_it_are_not_fetched_again(server, connect, tmp_path):
    all_of_them = people()
    server.respond = lambda seen: Answer(500) if b'"page":2' in seen.body else all_of_them.answer(seen)
    with pytest.raises(ExportError, match="page 2") as caught:
        connect().export_profiles(tmp_path)
    assert caught.value.code == "EXPORT_INCOMPLETE"
    assert not (tmp_path / "manifest.json").exists()
    all_of_them.asked.clear()
    server.respond = all_of_them.answer
    connect().export_profiles(tmp_path)
    assert all_of_them.pages == [2]
    assert found(tmp_path) == plans(all_of_them)


@pytest.mark.parametrize("gone", [0, 1])
def test_pages_that_are_gone_are_fetched_again(server, connect, tmp_path, gone):
    all_of_them = people()
    server.respond = lambda seen: Answer(500) if b'"page":2' in seen.body else all_of_them.answer(seen)
    with pytest.raises(ExportError, match="page 2"):
        connect().export_profiles(tmp_path)
    sorted((tmp_path / ".export" / "users").rglob("*.jsonl"))[gone].unlink()
    server.respond = all_of_them.answer
    connect().export_profiles(tmp_path)
    assert found(tmp_path) == plans(all_of_them)


def test_who_is_killed_while_pages_are_removed_has_all_profiles_the_next_time(server, connect, tmp_path, monkeypatch):
    all_of_them = people()
    server.respond = all_of_them.answer
    remove = shutil.rmtree

    def die(folder, **options):
        if pages := sorted(Path(folder).rglob("00*.jsonl")):
            pages[0].unlink()
            raise KeyboardInterrupt
        remove(folder, **options)

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", die)
        with pytest.raises(KeyboardInterrupt):
            connect().export_profiles(tmp_path)
    report = connect().export_profiles(tmp_path)
    assert (report.rows, found(tmp_path)) == (7, plans(all_of_them))


def test_a_list_that_ends_before_the_servers_count_is_an_error(server, connect, tmp_path):
    short = {"page": 0, "page_size": 3, "total": 9, "session_id": "s", "results": people(2).rows()}
    server.respond = lambda _: Answer(body=json.dumps(short).encode())
    with pytest.raises(ExportError, match="page 0"):
        connect().export_profiles(tmp_path)
    assert not list(tmp_path.glob("profiles/*"))


def test_a_listing_that_is_forgotten_is_begun_again(server, connect, tmp_path):
    all_of_them = people(forgets=2)
    server.respond = all_of_them.answer
    assert connect().export_profiles(tmp_path).restarts == 2
    assert found(tmp_path) == plans(all_of_them)


def test_a_listing_that_is_always_forgotten_is_an_error(server, connect, tmp_path):
    server.respond = people(forgets=99).answer
    with pytest.raises(QueryError, match="session"):
        connect().export_profiles(tmp_path)


def test_increments_fetch_what_changed_and_keep_the_rest(server, connect, tmp_path):
    all_of_them = people()
    server.respond = all_of_them.answer
    connect().export_profiles(tmp_path)
    all_of_them.profiles["user 1"] = {"plan": "new", "$last_seen": "2026-02-01T00:00:00"}
    all_of_them.profiles["user 9"] = {"plan": "p9", "$last_seen": "2026-02-02T00:00:00"}
    report = connect().export_profiles(tmp_path, incremental=True)
    # The one that was seen last is asked for again: others may have been seen at the same time.
    assert (report.since, report.fetched, report.rows) == ("2026-01-07T00:00:00", 3, 8)
    assert found(tmp_path) == plans(all_of_them)
    with gzip.open(tmp_path / "raw" / "users-2.jsonl.gz") as raw:
        kept = [json.loads(line) for line in raw]
    assert sorted(kept, key=json.dumps) == sorted(all_of_them.rows(), key=json.dumps)


@pytest.mark.parametrize("odd", ["2999-01-01T00:00:00", "yesterday", "2026-13-45T00:00:00", "2026-11", "", 5, None])
def test_increments_do_not_go_by_what_is_no_time_in_the_past(server, connect, tmp_path, odd):
    all_of_them = people(2)
    server.respond = all_of_them.answer
    all_of_them.profiles["user 5"] = {"plan": "p5"} if odd is None else {"plan": "p5", "$last_seen": odd}
    connect().export_profiles(tmp_path)
    all_of_them.profiles["user 1"] = {"plan": "new", "$last_seen": "2026-02-01T00:00:00"}
    all_of_them.profiles["user 5"]["$last_seen"] = "2026-01-01T00:00:00"
    report = connect().export_profiles(tmp_path, incremental=True)
    assert (report.since, report.fetched) == ("2026-01-02T00:00:00", 1)
    all_of_them.profiles["user 5"]["plan"] = "p5"
    assert found(tmp_path) == plans(all_of_them)


def test_what_changed_while_pages_came_is_fetched_the_next_time(server, tmp_path):
    """It may have stood on a page that had come before; the listing began when the first run did."""
    all_of_them = people()
    began = datetime(2026, 1, 5, tzinfo=UTC).timestamp()

    def export(now, **options):
        with mixpanel_sync.Workspace(**ACCOUNT, base_url=server.url, runtime=VirtualBlockingRuntime()) as ws:
            ws._core._connection.wall_clock = lambda: now
            return ws.export_profiles(tmp_path, **options)

    server.respond = lambda seen: Answer(500) if b'"page":2' in seen.body else all_of_them.answer(seen)
    with pytest.raises(ExportError):
        export(began)
    server.respond = all_of_them.answer
    export(began + 86_400)
    all_of_them.profiles["user 0"] = {"plan": "new", "$last_seen": "2026-01-05T12:00:00"}
    assert export(began + 5 * 86_400, incremental=True).since == "2026-01-05T00:00:00"
    assert found(tmp_path) == plans(all_of_them)


@pytest.mark.parametrize("damage", ["gone", "cut"])
def test_increments_to_profiles_that_are_gone_are_all_profiles(server, connect, tmp_path, damage):
    project = people()
    server.respond = project.answer
    connect().export_profiles(tmp_path)
    raw = tmp_path / "raw" / "users-1.jsonl.gz"
    if damage == "gone":
        raw.unlink()
    else:
        raw.write_bytes(raw.read_bytes()[:40])
    report = connect().export_profiles(tmp_path, incremental=True)
    assert (report.fetched, report.since) == (7, None)
    assert found(tmp_path) == plans(project)


def test_a_file_that_is_gone_is_written_anew(server, connect, tmp_path):
    project = people()
    server.respond = project.answer
    connect().export_profiles(tmp_path)
    (tmp_path / "profiles" / "users-1.parquet").unlink()
    connect().export_profiles(tmp_path)
    assert found(tmp_path) == plans(project)


def test_what_somebody_reads_is_removed_by_a_later_run(server, connect, tmp_path):
    server.respond = people().answer
    connect().export_profiles(tmp_path)
    reading = Reading.of(Store.open(tmp_path))
    connect().export_profiles(tmp_path)
    assert (tmp_path / reading.store.manifest.profiles.path).exists()
    reading.release()
    connect().export_profiles(tmp_path)
    assert found(tmp_path) == plans(people())


def test_the_number_of_groups_is_no_path(server, connect, tmp_path):
    server.respond = people().answer
    connect().export_profiles(tmp_path / "out", group_key="company", group_id="../../x")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_is_no_profile_is_kept_apart_and_counted(server, connect, tmp_path):
    odd = people(2)
    odd.profiles["user 0"]["amount"] = float("1e300")
    rows = [*odd.rows(), {"$distinct_id": "odd", "$properties": None}]
    page = {"page": 0, "page_size": 5, "total": 3, "session_id": "s", "results": rows}
    server.respond = lambda _: Answer(body=json.dumps(page).encode())
    report = connect().export_profiles(tmp_path)
    assert (report.rows, report.bad_rows) == (2, 1)
    (kept,) = tmp_path.glob("quarantine/*")
    entry = json.loads(kept.read_text())
    assert json.loads(entry.pop("text"))["$distinct_id"] == "odd"
    assert entry.keys() == {"window", "line", "reason"}
    assert (entry["window"], entry["line"]) == ("users-1", 3)


def test_groups_stand_beside_users(server, connect, tmp_path):
    server.respond = people(2).answer
    connect().export_profiles(tmp_path)
    server.respond = people(3).answer
    connect().export_profiles(tmp_path, group_key="company", group_id=5)
    manifest = Manifest.read(tmp_path)
    assert (manifest.profiles.rows, manifest.groups["company"].rows) == (2, 3)


def test_another_question_is_refused_where_one_was_answered(server, connect, tmp_path):
    server.respond = people(2).answer
    connect().export_profiles(tmp_path)
    with pytest.raises(ExportError, match="where was None"):
        connect().export_profiles(tmp_path, where='properties["plan"] == "pro"')


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"group_key": "company"}, ParamValidationError),
        ({"page_size": 0}, ParamValidationError),
        ({"output_properties": "plan"}, ParamTypeError),
        ({"output_properties": 5}, ParamTypeError),
        ({"output_properties": [5]}, ParamTypeError),
        ({"output_properties": []}, ParamValidationError),
        ({"where": 5}, ParamTypeError),
        ({"cohort_id": "5"}, ParamTypeError),
        ({"cohort_id": True}, ParamTypeError),
        ({"group_key": 5, "group_id": 1}, ParamTypeError),
        ({"group_key": "", "group_id": 1}, ParamValidationError),
        ({"group_key": "company", "group_id": 1.5}, ParamTypeError),
        ({"group_key": "company", "group_id": ""}, ParamValidationError),
        ({"incremental": "yes"}, ParamTypeError),
        ({"incremental": True, "output_properties": ["plan"]}, ParamValidationError),
    ],
)
def test_what_makes_no_sense_is_refused(options, error):
    with pytest.raises(error):
        ProfilesExport(**options)
