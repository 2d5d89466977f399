"""Arithmetic over metrics, point by point and segment by segment (docs/reports/insights, Formulas)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.local.asking import DAY, Asking, at, event, group, insights, metric, stored

NEXT = "2026-01-11"
BOTH = (DAY, NEXT)


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return stored(
        tmp_path_factory.mktemp("asking"),
        [
            event("Buy", "a", at(DAY), plan="pro", amount=4),
            event("Buy", "b", at(DAY), plan="free"),
            event("Look", "a", at(DAY), plan="pro"),
            event("Look", "a", at(NEXT), plan="pro"),
        ],
    )


def formula(definition: str, *own: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "formula", "definition": definition, "measurement": {}, "referencedMetrics": list(own), **more}


def line(asking: Asking, *show: dict[str, Any], **more: Any) -> list[Any]:
    *_, last = asking.series(*show, dates=BOTH, **more).values()
    return list(last.values())


def test_over_the_metrics_of_the_question(asking: Asking) -> None:
    shown = [metric("Buy", isHidden=True), metric("Look", isHidden=True), formula("A / B * 100")]
    assert asking.series(*shown, dates=BOTH) == {
        "A / B * 100": {f"{DAY}T00:00:00+00:00": 200, f"{NEXT}T00:00:00+00:00": 0}
    }


def test_over_metrics_of_its_own(asking: Asking) -> None:
    own = formula("A - B", metric("Look"), metric("Buy", "unique"), name="own")
    assert line(asking, metric("Buy"), own) == [-1, 1]


def test_the_letters_of_its_own_metrics_begin_with_a(asking: Asking) -> None:
    own = [formula("A", metric("Look")), formula("B", metric("Look"), metric("Buy"))]
    found = asking.series(metric("Buy", isHidden=True), *own, dates=BOTH, chart="bar")
    assert {name: point["all"] for name, point in found.items()} == {"A": 2, "B": 2}


def test_metrics_beyond_z_have_two_letters(asking: Asking) -> None:
    metrics = [metric("Buy", isHidden=True) for _ in range(26)]
    assert line(asking, *metrics, metric("Look", isHidden=True), formula("BA + A")) == [3, 1]


@pytest.mark.parametrize(("chosen", "expected"), [("nothing", [2, None]), ("zero", [2, 0])])
def test_division_by_zero_is_an_assumption(asking: Asking, chosen: str, expected: list[Any]) -> None:
    shown = [metric("Look", isHidden=True), metric("Buy", isHidden=True), formula("B / A")]
    swapped = [metric("Buy", isHidden=True), metric("Look", isHidden=True), formula("B / A * 4")]
    assuming = asking.assuming(division_by_zero=chosen)
    assert line(assuming, *swapped) == expected
    reply = assuming.json(insights(*swapped, dates=BOTH))
    assert reply["meta"]["assumptions"] == {"division_by_zero": chosen}
    assert assuming.json(insights(*shown, dates=BOTH))["meta"]["assumptions"] == {}


@pytest.mark.parametrize(("chosen", "expected"), [("nothing", [5, None]), ("zero", [5, 1])])
def test_a_metric_without_a_value_is_an_assumption(asking: Asking, chosen: str, expected: list[Any]) -> None:
    shown = [metric("Buy", "max", "amount", isHidden=True), metric("Look", isHidden=True), formula("A + B")]
    assuming = asking.assuming(formula_missing=chosen)
    assert line(assuming, *shown) == expected
    assert assuming.json(insights(*shown, dates=BOTH))["meta"]["assumptions"] == {"formula_missing": chosen}


def test_segments_of_any_of_its_metrics(asking: Asking) -> None:
    shown = [metric("Buy", isHidden=True), metric("Look", isHidden=True), formula("A + B * 10")]
    found = asking.series(*shown, dates=BOTH, chart="bar", groups=[group("plan")])["A + B * 10"]
    assert {segment: point["all"] for segment, point in found.items()} == {"$overall": 22, "pro": 21, "free": 1}


def test_segments_that_a_metric_has_no_room_for_are_gaps(asking: Asking) -> None:
    """Top segments that are not the same for all metrics: a documented source of gaps."""
    shown = [metric("Buy", "unique_values", "amount", isHidden=True), metric("Buy", isHidden=True), formula("A + B")]
    found = asking.json(insights(*shown, dates=BOTH, chart="bar", groups=[group("plan")], limit=1))
    assert found["meta"]["is_segmentation_limit_hit"] is True
    assert {segment: point["all"] for segment, point in found["series"]["A + B"].items()} == {
        "$overall": 3,
        "free": None,
        "pro": None,
    }


@pytest.mark.parametrize("definition", ["A +", "A B", "2 A", "A $ B", ""])
def test_what_is_no_formula_is_a_bad_request(asking: Asking, definition: str) -> None:
    assert "formula" in asking.json(insights(metric(), formula(definition)), status=400)["error"]


def test_a_formula_has_no_formula_among_its_metrics(asking: Asking) -> None:
    nested = formula("A", formula("A", metric()))
    assert "no formula among its metrics" in asking.json(insights(nested), status=400)["error"]
