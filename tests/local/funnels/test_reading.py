"""What a funnel's parameters must be, and what of them cannot be answered yet."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.local.asking import Asking, event, stored
from tests.local.funnels.asking import excluded, funnel, step


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return stored(tmp_path_factory.mktemp("asking"), [event("A")])


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"window": (0, "day")}, "conversionWindowDuration: 0"),
    ({"window": (50_000, "day")}, "conversionWindowDuration: 50000"),
    ({"window": (1.5, "day")}, "whole number"),
    ({"window": (1, "year")}, "conversionWindowUnit"),
    ({"funnelOrder": "strict"}, "funnelOrder"),
    ({"funnelReentryMode": "never"}, "funnelReentryMode"),
    ({"exclusions": [excluded("X", 2, 2)]}, "exclusions.steps"),
    ({"exclusions": [excluded("X", 0, 2)]}, "exclusions.steps"),
    ({"exclusions": [excluded("X", 1, 3)]}, "exclusions.steps"),
    ({"exclusions": [{"steps": {"from": 1, "to": 2}}]}, "'event' is missing"),
    ({"math": "unique", "prop": {"name": "amount"}}, "takes no property"),
    ({"chart": "pictures"}, "chartType"),
    ({"dates": ("2026-01-11", "2026-01-10")}, "after"),
    ({"limit": 0}, "limit"),
    ({"math": "conversion_rate_session", "window": (1, "day")}, "window of sessions"),
]


@pytest.mark.parametrize(("more", "said"), WRONG)
def test_what_makes_no_sense_is_told(asking: Asking, more: dict[str, Any], said: str) -> None:
    assert said in asking.json(funnel("A", "B", **more), 400)["error"]


@pytest.mark.parametrize("count", [0, 101])
def test_a_funnel_has_1_to_100_steps(asking: Asking, count: int) -> None:
    assert f"not {count}" in asking.json(funnel(*["A"] * count), 400)["error"]


@pytest.mark.parametrize("index", [-1, 2, "last"])
def test_the_step_measured_is_one_of_them(asking: Asking, index: Any) -> None:
    request = funnel("A", "B")
    body = json.loads(request.body)
    body["bookmark"]["sections"]["show"][0]["measurement"]["stepIndex"] = index
    error = asking.json(type(request)("POST", request.url, request.headers, json.dumps(body).encode()), 400)["error"]
    assert "stepIndex" in error


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"sections": {"formula": [{"definition": "A"}]}}, "formulas"),
    ({"math": "most_frequent"}, "most_frequent"),
    ({"math": "sessions"}, "sessions"),
    ({"display": {"timeComparison": {"type": "sideways", "value": "day"}}}, "timeComparison"),
]


@pytest.mark.parametrize(("more", "said"), REFUSED)
def test_what_is_not_answered_yet_is_refused_by_name(asking: Asking, more: dict[str, Any], said: str) -> None:
    error = asking.json(funnel("A", "B", **more), 501)["error"]
    assert said in error
    assert "yet" in error


def test_a_hundred_steps_are_answered(asking: Asking) -> None:
    (block,) = asking.json(funnel(*["A"] * 100))["series"].values()
    assert [value["all"] for value in block["count"].values()] == [1] + [0] * 99


def test_steps_are_named_by_number_and_label(asking: Asking) -> None:
    answer = asking.json(funnel("A", step("B", renamed="Bought"), "B"))
    assert list(answer["series"]) == ["A through B"]
    assert list(answer["series"]["A through B"]["count"]) == ["1. A", "2. Bought", "3. B"]
    assert answer["headers"] == ["$funnel"]
    assert answer["date_range"]["to_date"] == "2026-01-10T23:59:59.999000+00:00"
