"""Breakdowns: names of segments, number ranges, lists, profiles, limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.local.asking import Asking, event, group, insights, metric, stored


def test_names_of_segments(tmp_path: Path) -> None:
    values = ["x", "", 3, 3.0, 2.5, 2**60, True, {"a": 1}]
    asking = stored(tmp_path, [*(event(p=value) for value in values), event(p=None), event()])
    assert asking.segments(metric(), "p") == {
        "x": 1,
        "": 1,
        "3": 2,
        "2.5": 1,
        str(2**60): 1,
        "true": 1,
        '{"a":1}': 1,
        "undefined": 2,
    }


def test_segments_stand_in_order_of_size_then_name(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event(p=value) for value in "caabbc"] + [event(p="d")] * 3)
    assert list(asking.segments(metric(), "p")) == ["d", "a", "b", "c"]


def test_a_user_counts_in_every_segment_and_once_over_all(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event(user="u", p=value) for value in "ab"])
    tree = asking.series(metric("Buy", "unique"), chart="bar", groups=[group("p")])["Buy"]
    assert tree == {"$overall": {"all": 1}, "a": {"all": 1}, "b": {"all": 1}}


@pytest.mark.parametrize(
    ("value", "segment"),
    [
        (-0.1, "< 0"),
        (0, "0 - 10"),
        (9.999, "0 - 10"),
        (10, "10 - 20"),
        ("15", "10 - 20"),
        (20, "20 - 25"),
        (25, ">= 25"),
        ("many", "(non-numeric values)"),
        (None, "undefined"),
    ],
)
def test_number_ranges(tmp_path: Path, value: Any, segment: str) -> None:
    asking = stored(tmp_path, [event(p=value)])
    by = group("p", "number", customBucket={"bucketSize": 10, "min": 0, "max": 25})
    assert asking.segments(metric(), by) == {segment: 1}


def test_bounds_of_ranges_that_are_no_binary_fractions(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event(p=0.3), event(p=1500)])
    by = group("p", "number", customBucket={"bucketSize": 0.1, "min": 0, "max": 1})
    assert asking.segments(metric(), by) == {"0.3 - 0.4": 1, ">= 1": 1}


def test_each_different_item_of_a_list_is_a_segment_once(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event(p=["a", "a", "b"]), event(p="a"), event(p=[1, None])])
    assert asking.segments(metric(), "p") == {"a": 2, "1": 1, "b": 1, "undefined": 1}


def test_two_lists_are_crossed_and_subtotals_count_events(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event(p=["a", "b"], q=["x", "y"])])
    tree = asking.series(metric(), chart="bar", groups=[group("p"), group("q")])["Buy"]
    one = {"$overall": {"all": 1}, "x": {"all": 1}, "y": {"all": 1}}
    assert tree == {"$overall": {"all": 1}, "a": one, "b": one}


def test_members_of_objects_in_a_list(tmp_path: Path) -> None:
    cart = [{'Bra"nd': "nike"}, {'Bra"nd': "nike"}, {"price": 1}]
    asking = stored(tmp_path, [event(cart=cart), event(cart="none")])
    inner = {"propertyName": 'Bra"nd', "propertyType": "string", "resourceType": "event"}
    by = {**group("cart", "object", joinPropertyType="list"), "listItemGroup": inner}
    assert asking.segments(metric(), by) == {"undefined": 2, "nike": 1}


def test_profiles_can_be_broken_down_by(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event(user="a"), event(user="b")], [{"$distinct_id": "a", "$properties": {"Ürün": "é"}}])
    assert asking.segments(metric(), group("Ürün", resource="people")) == {"undefined": 1, "é": 1}


def ranked(tmp_path: Path) -> Asking:
    return stored(tmp_path, [event(user="one", p="busy")] * 5 + [event(user=user, p="wide") for user in "abc"])


def test_the_limit_keeps_the_largest_segments_by_what_is_measured(tmp_path: Path) -> None:
    asking = ranked(tmp_path)
    assert asking.segments(metric(), "p", limit=1) == {"busy": 5}
    assert asking.segments(metric("Buy", "unique"), "p", limit=1) == {"wide": 3}


def test_of_minima_the_limit_keeps_the_lowest(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event(p=value, n=n) for n, value in enumerate("abc", 1)] + [event(p="none")])
    assert asking.segments(metric("Buy", "min", "n"), "p", limit=1) == {"a": 1}
    assert asking.segments(metric("Buy", "max", "n"), "p", limit=1) == {"c": 3}


def test_the_limit_leaves_totals_alone_and_is_reported(tmp_path: Path) -> None:
    reply = ranked(tmp_path).json(insights(metric(), chart="bar", groups=[group("p")], limit=1))
    assert reply["series"]["Buy"]["$overall"] == {"all": 8}
    assert reply["meta"]["is_segmentation_limit_hit"] is True
