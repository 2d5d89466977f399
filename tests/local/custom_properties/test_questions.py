"""Custom properties in questions: as filters, breakdowns and what is measured, written out and saved."""

from __future__ import annotations

from typing import Any

import pytest

from tests.local.asking import DAY, Asking, at, event, filtered, insights, metric, stored
from tests.local.custom_properties.formulas import custom

PRICES = {"A": {"value": "price", "type": "number"}, "B": {"value": "quantity", "type": "number"}}
TOTAL = custom("A * B", PRICES, "number")
SIZE = custom('if(A * B >= 10, "large", "small")', PRICES, "string")
CITY = custom("upper(A)", {"A": {"value": "city", "type": "string", "resourceType": "user"}}, resourceType="people")


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    """Orders of two users, one without a price."""
    orders = [("u", 2, 3), ("u", 5, 2), ("v", 20, 1), ("v", None, 1)]
    events = [
        event("Buy", user, at(DAY), quantity=quantity, **({} if price is None else {"price": price}))
        for user, price, quantity in orders
    ]
    return stored(tmp_path_factory.mktemp("asking"), events, [{"$distinct_id": "u", "$properties": {"city": "Rome"}}])


def grouped(definition: dict[str, Any], kind: str = "string", **more: Any) -> dict[str, Any]:
    """A breakdown by a custom property, as clients compile it."""
    return {"customProperty": definition, "value": None, "resourceType": "events", "propertyType": kind, **more}


def test_a_sum(asking: Asking) -> None:
    show = {**metric("Buy"), "measurement": {"math": "total", "property": {"customProperty": TOTAL}}}
    assert asking.total(show) == 36


def test_a_breakdown(asking: Asking) -> None:
    assert asking.segments(metric("Buy"), grouped(SIZE)) == {"small": 2, "large": 2}


def test_a_breakdown_by_ranges(asking: Asking) -> None:
    buckets = {"min": 0, "max": 20, "bucketSize": 10, "disabled": False}
    found = asking.segments(metric("Buy"), grouped(TOTAL, "number", customBucket=buckets))
    assert found == {"0 - 10": 1, "10 - 20": 1, ">= 20": 1, "undefined": 1}


def test_the_user_s_property(asking: Asking) -> None:
    assert asking.segments(metric("Buy"), grouped(CITY)) == {"ROME": 2, "undefined": 2}


@pytest.mark.parametrize(
    ("definition", "kind", "operator", "operand", "expected"),
    [
        (TOTAL, "number", "is greater than", 9, 2),
        (SIZE, "string", "equals", ["small"], 2),
        (TOTAL, "number", "is set", None, 3),
        (CITY, "string", "contains", "rom", 2),
        (custom("today()", {}), "datetime", "was on", "2026-02-01", 4),
        (custom("A > 4", PRICES), "boolean", "true", None, 2),
        (custom("A", {"A": {"value": "$time", "type": "datetime"}}), "datetime", "was on", DAY, 4),
    ],
)
def test_filters(
    asking: Asking, definition: dict[str, Any], kind: str, operator: str, operand: Any, expected: int
) -> None:
    where = filtered("", kind, operator, operand, customProperty=definition, dataset="$mixpanel")
    del where["value"]
    assert asking.total(metric("Buy"), where=[where]) == expected
    assert asking.total(metric("Buy", filters=[where])) == expected


def test_headers_name_it(asking: Asking) -> None:
    named = {**SIZE, "name": "Size"}
    assert asking.json(insights(metric("Buy"), groups=[grouped(named)]))["headers"] == ["$metric", "Size"]


def test_the_reply_says_what_the_formula_rests_on(asking: Asking) -> None:
    rounded = custom("round(A / 4) + len(B)", PRICES)
    meta = asking.json(insights(metric("Buy"), groups=[grouped(rounded)]))["meta"]
    assert meta["assumptions"].items() >= {"formula_round": "away", "formula_length": "characters"}.items()


def test_a_mistake_is_the_client_s(asking: Asking) -> None:
    wrong = grouped(custom("wat(A)", PRICES))
    assert "'wat' means nothing at position 0" in asking.json(insights(metric("Buy"), groups=[wrong]), 400)["error"]


def test_what_users_do_is_refused_by_name(asking: Asking) -> None:
    borrowed = grouped({"name": "b", "resourceType": "events", "behavior": {"behaviorType": "$borrowed"}})
    assert "what users do (behavior)" in asking.json(insights(metric("Buy"), groups=[borrowed]), 501)["error"]
