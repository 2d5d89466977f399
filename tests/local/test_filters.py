"""Every operator of filters, over values of every type."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.local.asking import Asking, event, filtered, metric, stored

# Each value is one user's; a question's answer is the users that are left.
VALUES: dict[str, Any] = {
    "pro": "pro",
    "PRO": "PRO",
    "probe": "probe",
    "empty": "",
    "text5": "5",
    "five": 5,
    "half": 2.5,
    "zero": 0,
    "yes": True,
    "no": False,
    "no-text": "false",
    "null": None,
    "list": ["pro", 5],
    "nothing": [],
    "object": {"a": 1},
    "day": "2026-01-15",
    "moment": "2026-01-15T23:59:59",
    "seconds": 1768435200,
    "next": "2026-02-03",
}
EVERYONE = {*VALUES, "unset"}
LISTS = {"list", "nothing", "object"}
NUMBERS = {"five", "half", "zero", "text5", "seconds"}
DATES = {"day", "moment", "seconds", "next"}


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    events = [event(user=name, p=value) for name, value in VALUES.items()]
    return stored(tmp_path_factory.mktemp("store"), [*events, event(user="unset")])


def left(asking: Asking, condition: dict[str, Any]) -> set[str]:
    found = asking.segments(metric(), "distinct_id", where=[condition])
    return {name for name, count in found.items() if count}


@pytest.mark.parametrize(
    ("operator", "operand", "expected"),
    [
        ("equals", ["pro"], {"pro", "list"}),
        ("equals", ["pro", "PRO"], {"pro", "PRO", "list"}),
        ("equals", ["5"], {"five", "text5", "list"}),
        ("equals", ["true"], {"yes"}),
        ("equals", [""], {"empty"}),
        ("does not equal", ["pro"], EVERYONE - {"pro", "list"}),
        ("contains", "PR", {"pro", "PRO", "probe", "list"}),
        ("does not contain", "pr", EVERYONE - {"pro", "PRO", "probe", "list"}),
        ("starts with", "prob", {"probe"}),
        ("ends with", "Ro", {"pro", "PRO", "list"}),
        ("is set", None, EVERYONE - {"unset", "null"}),
        ("is not set", None, {"unset", "null"}),
    ],
)
def test_text(asking: Asking, operator: str, operand: Any, expected: set[str]) -> None:
    assert left(asking, filtered("p", "string", operator, operand)) == expected


@pytest.mark.parametrize(
    ("operator", "operand", "expected"),
    [
        ("equals", 5, {"five", "text5"}),
        ("is equal to", 2.5, {"half"}),
        ("does not equal", 5, EVERYONE - {"five", "text5"}),
        ("is greater than", 2.5, {"five", "text5", "seconds"}),
        ("is less than", 2.5, {"zero"}),
        ("is at least", 2.5, {"half", "five", "text5", "seconds"}),
        ("is at most", 2.5, {"half", "zero"}),
        ("is between", [0, 5], {"zero", "half", "five", "text5"}),
        ("not between", [0, 5], {"seconds"}),
        ("is set", None, EVERYONE - {"unset", "null"}),
    ],
)
def test_numbers(asking: Asking, operator: str, operand: Any, expected: set[str]) -> None:
    assert left(asking, filtered("p", "number", operator, operand)) == expected


def test_booleans(asking: Asking) -> None:
    falsy = {"no", "no-text", "empty", "zero"}
    assert left(asking, filtered("p", "boolean", "false")) == falsy
    assert left(asking, filtered("p", "boolean", "true")) == EVERYONE - falsy - {"unset", "null"}


@pytest.mark.parametrize(
    ("operator", "operand", "unit", "expected"),
    [
        ("was on", "2026-01-15", None, {"day", "moment", "seconds"}),
        ("was not on", "2026-01-15", None, {"next", "five", "half", "zero"}),
        ("was before", "2026-01-15", None, {"five", "half", "zero"}),
        ("was since", "2026-01-15", None, DATES),
        ("was between", ["2026-01-15", "2026-02-02"], None, {"day", "moment", "seconds"}),
        ("was not between", ["2026-01-15", "2026-02-02"], None, {"next", "five", "half", "zero"}),
        ("was in the", 17, "day", {"day", "moment", "seconds"}),
        ("was in the", 16, "day", set()),
        ("was in the", 3, "week", {"day", "moment", "seconds"}),
        ("was in the", 1, "month", {"day", "moment", "seconds"}),
        ("was not in the", 1, "month", {"next", "five", "half", "zero"}),
        ("was in the next", 36, "hour", {"next"}),
        ("was in the next", 35, "hour", set()),
    ],
)
def test_dates(asking: Asking, operator: str, operand: Any, unit: str | None, expected: set[str]) -> None:
    more = {} if unit is None else {"filterDateUnit": unit}
    assert left(asking, filtered("p", "datetime", operator, operand, **more)) == expected


def test_filters_inside_a_metric_are_joined_by_its_determiner(asking: Asking) -> None:
    either = [filtered("p", "string", "equals", ["pro"]), filtered("p", "number", "equals", 2.5)]
    assert asking.total(metric(filters=either, determiner="any")) == 3
    assert asking.total(metric(filters=either, determiner="all")) == 0


@pytest.fixture(scope="module")
def carts(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    def item(brand: str, price: float | str) -> dict[str, Any]:
        return {"Brand": brand, "price": price}

    carts = {
        "one": [item("nike", 10), item("puma", 90)],
        "cheap": [item("nike", 10), item("nike", "20")],
        "other": [item("puma", 10)],
        "empty": [],
        "object": item("nike", 10),
    }
    return stored(
        tmp_path_factory.mktemp("carts"),
        [*(event(user=name, cart=cart) for name, cart in carts.items()), event(user="none")],
    )


@pytest.mark.parametrize(("quantifier", "expected"), [("any", {"one", "cheap"}), ("all", {"cheap", "empty"})])
def test_objects_in_lists(carts: Asking, quantifier: str, expected: set[str]) -> None:
    inner = [filtered("Brand", "string", "equals", ["nike"]), filtered("price", "number", "is less than", 50)]
    condition = filtered("cart", "object", "true", True, listQuantifier=quantifier, listItemFilters=inner)
    assert left(carts, condition) == expected


def test_profiles_can_be_filtered_by(tmp_path: Path) -> None:
    profiles = [{"$distinct_id": user, "$properties": {"plan": plan}} for user, plan in [("a", "pro"), ("b", "free")]]
    asking = stored(tmp_path, [event(user=user, plan="event's own") for user in "abc"], profiles)
    condition = filtered("plan", "string", "equals", ["pro"], resourceType="people")
    assert left(asking, condition) == {"a"}
    unset = filtered("plan", "string", "is not set", resourceType="people")
    assert left(asking, unset) == {"c"}


def test_properties_without_a_column_of_their_own_are_filtered_alike(tmp_path: Path) -> None:
    common = {f"common{at}": 1 for at in range(250)}
    rare = [event(user=name, **({} if name == "unset" else {"zz": value})) for name, value in VALUES.items()]
    asking = stored(tmp_path, [*rare, event(user="unset"), *(event(user="x", **common) for _ in range(40))])
    assert left(asking, filtered("zz", "string", "equals", ["5"])) == {"five", "text5", "list"}
    assert left(asking, filtered("zz", "number", "is at least", 2.5)) == {"half", "five", "text5", "seconds"}
    assert asking.segments(metric(), "zz", where=[filtered("zz", "string", "equals", ["true"])]) == {"true": 1}
