"""Importing: what is kept, what is refused, what a second import replaces."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from mixpanel_local import BadLine, BadLineError, Store, StoreError, import_events, import_profiles
from tests.local.asking import Asking, at, event, get, group, metric, stored, write_lines


def exported(asking: Asking) -> list[dict[str, object]]:
    reply = asking.send(get("/api/2.0/export", from_date="2000-01-01", to_date="2030-12-31"))
    return [json.loads(line) for line in reply.body.splitlines()]


def test_files_of_one_call_are_merged(tmp_path: Path) -> None:
    first = write_lines(tmp_path / "a", [event(user="a"), event(user="b")])
    second = write_lines(tmp_path / "b", [event(user="c", time=at("2026-01-11"))])
    report = import_events([first, second], tmp_path / "store")
    assert (report.lines, report.events, report.dates) == (3, 3, 2)


def test_gzip_is_known_by_its_content_also_in_several_members(tmp_path: Path) -> None:
    packed = tmp_path / "events.txt"
    packed.write_bytes(b"".join(gzip.compress(f"{json.dumps(event(user=user))}\n".encode()) for user in "ab"))
    assert import_events(packed, tmp_path / "store").events == 2


def test_of_duplicates_the_last_one_stays(tmp_path: Path) -> None:
    lines = [event(**{"$insert_id": "1", "v": old}) for old in ("first", "last")]
    asking = stored(tmp_path, lines)
    assert [line["properties"]["v"] for line in exported(asking)] == ["last"]  # type: ignore[index]


def test_of_duplicates_the_one_ingested_last_stays_wherever_it_stands(tmp_path: Path) -> None:
    lines = [event(**{"$insert_id": "1", "mp_processing_time_ms": ms}) for ms in (2_000, 1_000)]
    asking = stored(tmp_path, lines)
    assert [line["properties"]["mp_processing_time_ms"] for line in exported(asking)] == [2_000]  # type: ignore[index]


@pytest.mark.parametrize(
    "other", [{"name": "Sell"}, {"user": "u2"}, {"time": at("2026-01-10", "12:00:01")}, {"id": "2"}]
)
def test_events_that_differ_in_one_part_of_their_identity_both_stay(tmp_path: Path, other: dict[str, object]) -> None:
    changed = {"$insert_id": other.pop("id", "1"), **other}
    asking = stored(tmp_path, [event(**{"$insert_id": "1"}), event(**changed)])  # type: ignore[arg-type]
    assert len(exported(asking)) == 2


def test_events_without_insert_id_are_never_duplicates(tmp_path: Path) -> None:
    assert len(exported(stored(tmp_path, [event(), event()]))) == 2


def test_importing_a_date_again_replaces_it_and_no_other(tmp_path: Path) -> None:
    lines = [event(user="old"), event(user="kept", time=at("2026-01-11"))]
    asking = stored(tmp_path, lines)
    report = import_events(write_lines(tmp_path / "again", [event(user="new")]), asking.root)
    assert report.replaced_dates == ("2026-01-10",)
    assert sorted(line["properties"]["distinct_id"] for line in exported(asking)) == ["kept", "new"]  # type: ignore[index]


def test_replaced_files_are_removed(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event()])
    import_events(write_lines(tmp_path / "again", [event()]), asking.root)
    assert len(list(asking.root.glob("date=*/*"))) == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[]", "a list instead of an object"),
        ('{"event":"A"}', "no 'properties'"),
        ('{"event":1,"properties":{"time":1}}', "'event' is a number"),
        ('{"event":"A","properties":[]}', "properties are a list"),
        ('{"event":"A","properties":{}}', "no 'time'"),
        ('{"event":"A","properties":{"time":"1"}}', "'time' is text"),
        ('{"event":"A","properties":{"time":true}}', "'time' is a boolean"),
        ('{"event":"A","properties":{"time":-1}}', "neither seconds nor milliseconds"),
        ('{"event":"A","properties":{"time":1e30}}', "neither seconds nor milliseconds"),
        ('{"event":"A","properties":{"time":1},"more":1}', "unexpected key 'more'"),
        ('{"event":"A","properties":{"time":1,"x":NaN}}', "NaN is no JSON number"),
        ('{"event":"A","properties":{"time":1,"x":1e999}}', "beyond the range"),
        ('{"event":"A","properties":{"time":1,"x":"\\ud800"}}', "surrogate"),
        ("terminated early", "not JSON"),
    ],
)
def test_a_bad_line_is_named_by_file_and_line(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "events"
    path.write_text(f"{json.dumps(event())}\n\n{line}\n", encoding="utf-8")
    with pytest.raises(BadLineError) as failure:
        import_events(path, tmp_path / "store")
    assert failure.value.message.startswith(f"{path}:3: ")
    assert reason in failure.value.message


def test_bytes_that_are_no_text_are_a_bad_line(tmp_path: Path) -> None:
    path = tmp_path / "events"
    path.write_bytes(b'{"event":"\xff"}\n')
    with pytest.raises(BadLineError, match="not UTF-8 at byte 10"):
        import_events(path, tmp_path / "store")


def test_bad_lines_can_be_collected(tmp_path: Path) -> None:
    path = tmp_path / "events"
    path.write_text(f"nothing\n{json.dumps(event())}\n", encoding="utf-8")
    seen: list[BadLine] = []
    report = import_events(path, tmp_path / "store", on_bad_line=seen.append)
    assert report.bad_lines == tuple(seen)
    assert [(bad.line, report.events, report.duplicates) for bad in seen] == [(1, 1, 0)]


def test_progress_ends_with_the_number_of_lines(tmp_path: Path) -> None:
    told: list[int] = []
    import_events(write_lines(tmp_path / "a", [event()] * 3), tmp_path / "store", on_progress=told.append)
    assert told[-1] == 3


def test_an_unknown_time_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="America/New_York"):
        import_events(write_lines(tmp_path / "a", [event()]), tmp_path / "store", time_zone="Mars/Olympus")


def test_no_events_make_an_empty_store(tmp_path: Path) -> None:
    asking = stored(tmp_path, [])
    assert asking.total(metric()) == 0
    assert list(Store.open(asking.root).days) == []


def test_profiles_are_replaced_as_a_whole_and_the_last_one_of_a_user_stays(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event()], [{"$distinct_id": "u1", "$properties": {"plan": "free"}}])
    lines = [{"$distinct_id": "u1", "$properties": {"plan": plan}} for plan in ("pro", "max")]
    report = import_profiles(write_lines(tmp_path / "again", lines), asking.root)
    assert (report.lines, report.profiles, report.duplicates) == (2, 1, 1)
    assert asking.segments(metric(), group("plan", resource="people")) == {"max": 1}


def test_profiles_may_come_before_events(tmp_path: Path) -> None:
    import_profiles(write_lines(tmp_path / "p", [{"$distinct_id": 7, "$properties": {}}]), tmp_path / "store")
    import_events(write_lines(tmp_path / "e", [event(user="7")]), tmp_path / "store")
    assert Asking(tmp_path / "store").total(metric()) == 1


def test_a_folder_without_store_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="import_events"):
        Store.open(tmp_path)


def test_the_time_zone_stays_when_a_later_import_names_none(tmp_path: Path) -> None:
    for zone in ("Asia/Kolkata", None):
        import_events(write_lines(tmp_path / "a", [event()]), tmp_path / "store", time_zone=zone)
    assert Store.open(tmp_path / "store").time_zone == "Asia/Kolkata"


def test_a_second_import_at_the_same_time_is_refused_and_harms_nothing(tmp_path: Path) -> None:
    first = write_lines(tmp_path / "a", [event(time=at("2026-01-01"))] * 20_000)
    second = write_lines(tmp_path / "b", [event(time=at("2026-01-02"))])

    def meanwhile(_: int) -> None:
        with pytest.raises(StoreError, match="another import"):
            import_events(second, tmp_path / "store")

    report = import_events(first, tmp_path / "store", on_progress=meanwhile)
    assert (report.lines, Store.open(tmp_path / "store").days) == (20_000, [date(2026, 1, 1)])
