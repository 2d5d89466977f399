"""How values become segments: ranges of numbers, units of time, casts and labels (docs/reports, Breakdowns)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.local.asking import DAY, Asking, at, event, group, insights, metric, stored


def found(asking: Asking, breakdown: dict[str, Any], **more: Any) -> dict[str, Any]:
    return asking.segments(metric(), breakdown, **more)


@pytest.fixture(scope="module")
def amounts(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    values: list[Any] = [-1, 0, 9.99, 10, "15", 20, 30, "many", None, [5, 25], True]
    return stored(tmp_path_factory.mktemp("amounts"), [event(amount=value) for value in values] + [event()])


def test_even_ranges_include_their_lower_bounds(amounts: Asking) -> None:
    """docs/features/custom-buckets: lower bound inclusive, upper exclusive, low and high end by themselves."""
    asked = group("amount", "number", customBucket={"bucketSize": 10, "min": 0, "max": 20})
    assert found(amounts, asked) == {
        "0 - 10": 3,
        "undefined": 2,
        "(non-numeric values)": 2,
        "10 - 20": 2,
        ">= 20": 3,
        "< 0": 1,
    }


def test_varied_ranges(amounts: Asking) -> None:
    asked = group("amount", "number", customBucket={"intervals": [0, 10, 30]})
    assert found(amounts, asked) == {
        "10 - 30": 4,
        "0 - 10": 3,
        "undefined": 2,
        "(non-numeric values)": 2,
        "< 0": 1,
        ">= 30": 1,
    }


@pytest.mark.parametrize("bounds", [[], [1, 1], [2, 1], list(range(11))])
def test_varied_ranges_rise_and_are_at_most_ten(amounts: Asking, bounds: list[int]) -> None:
    asked = insights(metric(), groups=[group("amount", "number", customBucket={"intervals": bounds})])
    assert "customBucket.intervals" in amounts.json(asked, status=400)["error"]


def test_few_numbers_are_their_own_segments(amounts: Asking) -> None:
    assert found(amounts, group("amount", "number"))["9.99"] == 1


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return stored(
        tmp_path_factory.mktemp("many"), [event(amount=number * 2.5, user=f"u{number}") for number in range(41)]
    )


def test_many_numbers_are_put_into_about_ten_even_ranges(many: Asking) -> None:
    asked = group("amount", "number")
    assert found(many, asked) == {**{f"{low} - {low + 10}": 4 for low in range(0, 100, 10)}, "100 - 110": 1}
    assert len(found(many.assuming(number_breakdown="values"), asked)) == 41
    assert len(found(many, group("amount", "number", customBucket={"disabled": True}))) == 41
    assert len(found(many, group("amount"))) == 41


def test_a_size_alone_finds_its_bounds(many: Asking) -> None:
    asked = group("amount", "number", customBucket={"bucketSize": 50})
    assert found(many, asked) == {"0 - 50": 20, "50 - 100": 20, "100 - 150": 1}


def test_ranges_are_named_with_separators(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event(amount=2050.5)])
    asked = group("amount", "number", customBucket={"bucketSize": 100, "min": 2000, "max": 2200})
    assert found(asking, asked) == {"2,000 - 2,100": 1}


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("minute", "2026-01-10T20:30:00"),
        ("hour", "2026-01-10T20:00:00"),
        ("day", "2026-01-10"),
        ("week", "2026-01-05"),
        ("month", "2026-01-01"),
        ("quarter", "2026-01-01"),
        ("year", "2026-01-01"),
        ("hour_of_day", "20"),
        ("day_of_week", "Saturday"),
    ],
)
def test_the_time_of_events_is_the_projects_and_dates_are_utcs(tmp_path: Path, unit: str, expected: str) -> None:
    moment = at("2026-01-11", "04:30:00")
    events = [event(time=moment, born="2026-01-10T20:30:59", stamp=moment - 8 * 3600)]
    asking = stored(tmp_path, events, time_zone="America/Los_Angeles")
    for name in ("$time", "born", "stamp"):
        assert found(asking, group(name, "datetime", unit=unit), dates=(DAY, DAY)) == {expected: 1}


def test_weeks_are_those_of_the_project(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event(born="2026-01-10"), event(born="2026-01-11")]).assuming(week_start="sunday")
    assert found(asking, group("born", "datetime", unit="week")) == {"2026-01-04": 1, "2026-01-11": 1}


def test_dates_without_a_unit_are_days(tmp_path: Path) -> None:
    asking = stored(
        tmp_path, [event(born="2026-01-10T20:30:59"), event(born="2026-01-10"), event(born="soon"), event()]
    )
    assert found(asking, group("born", "datetime")) == {"2026-01-10": 2, "undefined": 2}
    assert len(found(asking.assuming(date_breakdown="values"), group("born", "datetime"))) == 4


@pytest.mark.parametrize(
    ("value", "as_boolean", "as_number"),
    [
        ("false", "false", "undefined"),
        ("", "false", "undefined"),
        (0, "false", "0"),
        (None, "false", "undefined"),
        ("0", "true", "0"),
        ("False", "true", "undefined"),
        (2.50, "true", "2.5"),
        ("1e2", "true", "100"),
        (False, "false", "undefined"),
        (True, "true", "undefined"),
        ("yes", "true", "undefined"),
        ([], "true", "undefined"),
        ({"a": 1}, "true", "undefined"),
    ],
)
def test_casts(tmp_path: Path, value: Any, as_boolean: str, as_number: str) -> None:
    """docs/reports, Typecasting: false are "false", 0, null, undefined and the empty text; all else is true."""
    asking = stored(tmp_path, [event(p=value)])
    wrapped = isinstance(value, list)
    assert wrapped or found(asking, group("p", typeCast="boolean")) == {as_boolean: 1}
    assert wrapped or found(asking, group("p", typeCast="number", customBucket={"disabled": True})) == {as_number: 1}


def test_a_cast_of_what_is_not_there(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event(), event("Other", p=1)])
    assert found(asking, group("p", typeCast="boolean")) == {"false": 1}
    assert found(asking, group("p", typeCast="string")) == {"undefined": 1}


def test_labels_take_values_in_order_and_leave_the_rest(tmp_path: Path) -> None:
    """docs/features/custom-buckets: the first segment that matches wins."""
    values: list[Any] = ["US", "CA", "Norway", "Denmark", "", None, ["US", "Chad"]]
    asking = stored(tmp_path, [event(country=value) for value in values])
    asked = group(
        "country",
        customGroups=[
            {"filterOperator": "equals", "filterValue": ["US", "CA"], "segmentLabel": "North America"},
            {"filterOperator": "contains", "filterValue": "n", "segmentLabel": "with n"},
        ],
    )
    assert found(asking, asked) == {"North America": 3, "with n": 2, "$remaining_values": 2, "undefined": 1}


def test_ranges_of_a_member_of_objects_in_a_list(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event(cart=[{"price": 5}, {"price": 15}, {"price": 7}, {}])])
    inner = {"propertyName": "price", "propertyType": "number", "customBucket": {"bucketSize": 10, "min": 0, "max": 20}}
    assert found(asking, {**group("cart", "object"), "listItemGroup": inner}) == {
        "0 - 10": 1,
        "10 - 20": 1,
        "undefined": 1,
    }


@pytest.mark.parametrize(
    ("math", "prop", "kept"),
    [("total", None, "many"), ("unique", None, "users"), ("min", "n", "least"), ("max", "n", "largest")],
)
def test_segments_without_room_are_the_least_important_by_the_measurement(
    tmp_path: Path, math: str, prop: str | None, kept: str
) -> None:
    """docs/reports, segment limits: totals by count, uniques by users, min by the lowest, max by the highest value."""
    events = [
        *(event(user="a", segment="many", n=5) for _ in range(4)),
        *(event(user=user, segment="users", n=5) for user in "abc"),
        event(user="a", segment="least", n=-9),
        event(user="a", segment="largest", n=9),
    ]
    asking = stored(tmp_path, events)
    reply = asking.json(insights(metric("Buy", math, prop), groups=[group("segment")], limit=1))
    assert reply["meta"]["is_segmentation_limit_hit"] is True
    assert [name for name in reply["series"]["Buy"] if name != "$overall"] == [kept]


def test_the_overall_value_knows_segments_without_room(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event(user="a", p="x"), event(user="a", p="y"), event(user="b", p="x")])
    tree = asking.series(metric("Buy", "unique"), groups=[group("p")], limit=1, chart="bar")["Buy"]
    assert tree == {"$overall": {"all": 2}, "x": {"all": 2}}


def test_at_the_limit_nothing_is_hit(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event(p="x"), event(p="y")])
    assert asking.json(insights(metric(), groups=[group("p")], limit=2))["meta"]["is_segmentation_limit_hit"] is False
