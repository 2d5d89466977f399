"""What may stand in properties that are sent: as much as Mixpanel documents."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.local.asking import Asking
from tests.local.ingestion.sending import exported, happened, sent

FIT: Any = [
    "x" * 255,
    [1] * 254,
    {f"k{at}": at for at in range(254)},
    {"a": {"b": [1]}},
    ["x" * 8_000],
]
TOO_LARGE: Any = [
    ([1] * 255, "254 are allowed"),
    ([[1] * 255], "254 are allowed"),
    ({f"k{at}": at for at in range(255)}, "254 are allowed"),
    ({"a": {"b": {"c": []}}}, "more than 3 deep"),
    (["x" * 8_200], "8192 are allowed"),
    ({"k": "é" * 4_100}, "8192 are allowed"),
]


def kept(asking: Asking, value: Any) -> Any:
    asking.send(sent("/track", happened(p=value)))
    (line,) = exported(asking)
    return line["properties"]["p"]


@pytest.mark.parametrize("value", FIT, ids=range(len(FIT)))
def test_what_fits_is_kept_as_it_is(value: Any, asking: Asking) -> None:
    assert kept(asking, value) == value


@pytest.mark.parametrize(
    ("value", "left"),
    [("x" * 256, "x" * 255), ("é" * 200, "é" * 127), ("😀" * 64, "😀" * 63), ("x" * 254 + "é", "x" * 254)],
    ids=range(4),
)
def test_text_is_cut_after_255_bytes_and_between_characters(value: str, left: str, asking: Asking) -> None:
    assert kept(asking, value) == left


def test_ids_are_not_cut(asking: Asking) -> None:
    asking.send(sent("/track", happened(user="u" * 300, **{"$insert_id": "1"})))
    assert [line["properties"]["distinct_id"] for line in exported(asking)] == ["u" * 300]


@pytest.mark.parametrize(("value", "said"), TOO_LARGE, ids=range(len(TOO_LARGE)))
def test_what_is_too_large_is_refused(value: Any, said: str, asking: Asking) -> None:
    reply = json.loads(asking.send(sent("/track", happened(p=value), verbose=1)).body)
    assert reply["status"] == 0
    assert said in reply["error"]
    assert exported(asking) == []


def test_import_names_the_record_and_what_is_wrong_in_it(asking: Asking) -> None:
    events = [happened("A"), happened("B", deep={"a": {"b": {"c": []}}})]
    reply = json.loads(asking.send(sent("/import", events, strict=1)).body)
    assert reply["num_records_imported"] == 1
    assert [(each["index"], each["field"]) for each in reply["failed_records"]] == [(1, "properties.deep")]


@pytest.mark.parametrize(
    ("said", "problem"),
    [({"n" * 256: 1}, "255 characters"), ({"list": ["x" * 263_000]}, "262144 are allowed")],
    ids=range(2),
)
def test_profiles_have_limits_of_their_own(said: dict[str, Any], problem: str, asking: Asking) -> None:
    fits = {"n" * 255: "x" * 1_000, "list": ["x" * 9_000], "deep": [[[[1]]]]}
    updates = [{"$token": "t", "$distinct_id": "ada", "$set": each} for each in (fits, said)]
    assert asking.send(sent("/engage", updates[0])).body == b"1"
    assert problem in json.loads(asking.send(sent("/engage", updates[1], verbose=1)).body)["error"]


@pytest.mark.parametrize("path", ["/track", "/engage", "/import"])
def test_what_is_nested_beyond_reading_again_is_refused(path: str, asking: Asking) -> None:
    deep: list[Any] = []
    for _ in range(500):
        deep = [deep]
    update = {"$token": "t", "$distinct_id": "ada", "$set": {"p": deep}}
    reply = json.loads(asking.send(sent(path, update if path == "/engage" else happened(p=deep), verbose=1)).body)
    assert "more than 100 deep" in reply["error"]
