"""The legacy expression language: types, casts, precedence, and errors with positions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mixpanel_local.engine.where import parse
from mixpanel_local.errors import BadRequest
from tests.local.asking import DAY, Asking, at, event, get, stored

PROPERTIES: dict[str, Any] = {
    "text": "Pro",
    "five": 5,
    "minus": -7,
    "half": 2.5,
    "digits": "12.5",
    "word": "x1",
    "yes": True,
    "no": False,
    "null": None,
    "list": ["a", 5, True],
    'we"ird\\': "q",
    "time2": "2026-01-10T12:00:00",
}


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    profiles = [{"$distinct_id": "u1", "$properties": {"$email": "a@b.c"}}]
    return stored(tmp_path_factory.mktemp("store"), [event(**PROPERTIES)], profiles)


def kept(asking: Asking, where: str) -> bool:
    arguments = {"event": "Buy", "from_date": DAY, "to_date": DAY, "where": where}
    return asking.json(get("/api/query/segmentation", **arguments))["data"]["values"]["Buy"][DAY] == 1


TRUE = [
    'properties["text"] == "Pro"',
    "properties['text'] == 'Pro'",
    'properties["text"] != "pro"',
    'properties["five"] == 5',
    'properties["five"] == 5.0',
    'properties["five"] != "5"',
    'properties["yes"] == true',
    'properties["yes"]',
    'not properties["no"]',
    'properties["unset"] != 5',
    'not properties["unset"]',
    'defined(properties["five"])',
    'not defined(properties["unset"])',
    'not defined(properties["null"])',
    'properties["five"] > 2.5 and properties["half"] <= 2.5',
    'properties["text"] < "Prp"',
    'properties["five"] in [1, 5]',
    'properties["text"] in ["Pro", 5]',
    '"r" in properties["text"]',
    '"a" in properties["list"]',
    'number(properties["digits"]) == 12.5',
    'number(properties["yes"]) == 1',
    'not defined(number(properties["word"]))',
    'string(properties["five"]) == "5"',
    'string(properties["no"]) == "false"',
    'string(properties["unset"], "undefined") == "undefined"',
    'boolean(properties["five"])',
    'boolean(properties["unset"]) == false',
    'properties["five"] + 1 * 2 == 7',
    '(properties["five"] + 1) * 2 == 12',
    'properties["text"] + "!" == "Pro!"',
    'not defined(properties["five"] / 0)',
    'properties["minus"] % 3 == -1',
    '-properties["five"] == 0 - 5',
    'floor(properties["half"]) == 2 and ceil(properties["half"]) == 3',
    'round(properties["half"]) == 3',
    "false and false or true",
    "not false and true",
    "true OR (false AND false)",
    'not properties["five"] == 6',
    'properties["we\\"ird\\\\"] == "q"',
    'user["$email"] == "a@b.c"',
    'event["$time"] >= datetime("2026-01-10T12:00:00") and event["$time"] < datetime("2026-01-10T12:00:01")',
    f'properties["time"] == {at(DAY)}',
]
FALSE = [
    'properties["text"] == "pro"',
    'properties["five"] == "5"',
    'properties["unset"] == 5',
    'properties["unset"] > 5',
    'properties["text"] > 5',
    'properties["unset"]',
    'not properties["five"]',
    'not defined(properties["five"])',
    'not (defined(properties["five"]) and defined(properties["text"]))',
    'properties["text"]',
    'properties["five"] in []',
    '"x" in properties["list"]',
    'properties["text"] + 1 == "Pro1"',
    'properties["unset"] + 1 == 1',
    'user["$name"] == "a"',
    "true and false or false",
]


@pytest.mark.parametrize("where", TRUE)
def test_true(asking: Asking, where: str) -> None:
    assert kept(asking, where)


@pytest.mark.parametrize("where", FALSE)
def test_not_true(asking: Asking, where: str) -> None:
    assert not kept(asking, where)


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("", "did not expect 'end' at position 0"),
        ('properties["a"', "expected ']', found 'end' at position 14"),
        ("properties[a]", "expected the name of a property, found 'a' at position 11"),
        ('properties["a"] = 1', "'=' means nothing at position 16"),
        ("1 +", "did not expect 'end' at position 3"),
        ("(1", "expected ')'"),
        ("1 2", "expected 'end', found '2' at position 2"),
        ("wat(1)", "'wat' means nothing at position 0"),
        ("number(1, 2)", "number() takes 1 argument, not 2"),
        ('"open', "'\"' means nothing at position 0"),
        ("1 in [1 2]", "expected ','"),
        ("(" * 5000, "nested more than 100 deep at position 101"),
    ],
)
def test_what_means_nothing_says_where(where: str, said: str) -> None:
    with pytest.raises(BadRequest) as failure:
        parse(where)
    assert failure.value.message.startswith("where: ")
    assert said in failure.value.message


@pytest.mark.parametrize("where", ["5 and true", '"a" or true', "[1] == 1"])
def test_what_cannot_be_typed_is_a_bad_request(asking: Asking, where: str) -> None:
    arguments = {"event": "Buy", "from_date": DAY, "to_date": DAY, "where": where}
    assert asking.json(get("/api/query/segmentation", **arguments), status=400)["error"].startswith("where: ")


def test_a_bad_where_is_refused_also_where_there_are_no_events(tmp_path: Path) -> None:
    asking = stored(tmp_path, [])
    arguments = {"event": "Buy", "from_date": DAY, "to_date": DAY, "where": "("}
    asking.json(get("/api/query/segmentation", **arguments), status=400)
