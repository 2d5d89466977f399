"""Answers over real and synthetic data equal those other tools computed from the same events."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mixpanel_local import import_events
from tests.local.asking import Asking, get, insights, metric

DATA = Path(__file__).resolve().parents[1] / "data"
NAMES = ("cdnow", "rete_ecom_SYNTHETIC")
ANY = "$all_events"
SPANS = {"cdnow": ("1997-01-01", "1998-06-30"), "rete_ecom_SYNTHETIC": ("2024-01-01", "2024-06-30")}


def answers(name: str) -> dict[str, Any]:
    entries = json.loads((DATA / f"{name}.json").read_text("utf-8"))["answers"]
    return {entry["id"]: entry["answer"] for entry in entries}


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Asking]:
    root = tmp_path_factory.mktemp("stores")
    for name in NAMES:
        import_events(DATA / f"{name}.ndjson.gz", root / name)
    return {name: Asking(root / name) for name in NAMES}


def of_kind(prefix: str) -> list[tuple[str, str]]:
    return [(name, key) for name in NAMES for key in answers(name) if key.startswith(prefix)]


@pytest.mark.parametrize(("name", "key"), of_kind("daily_"))
@pytest.mark.parametrize("math", ["total", "unique"])
def test_daily_counts(stores: dict[str, Asking], name: str, key: str, math: str) -> None:
    expected = answers(name)[key]
    asked = "Purchase" if name == "cdnow" else ANY
    series = stores[name].series(metric(asked, math), dates=(min(expected), max(expected)))
    assert {day[:10]: count for day, count in series[asked].items()} == {
        day: counts[math] for day, counts in expected.items()
    }


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("kind", "key"), [("general", "total"), ("unique", "unique")])
def test_top_events(stores: dict[str, Asking], name: str, kind: str, key: str) -> None:
    first, last = SPANS[name]
    request = get("/api/query/events/top", type=kind, from_date=first, to_date=last, limit=1000)
    found = {entry["event"]: entry["amount"] for entry in stores[name].json(request)["events"]}
    expected = {entry["event"]: entry[key] for entry in answers(name)["top_events"]}
    assert {event: found[event] for event in expected} == expected


@pytest.mark.parametrize("name", NAMES)
def test_the_most_frequent_events_come_first(stores: dict[str, Asking], name: str) -> None:
    expected = [entry["event"] for entry in answers(name)["top_events"]]
    assert stores[name].json(get("/api/query/events/names", limit=len(expected))) == expected


@pytest.mark.parametrize(("name", "key"), of_kind("breakdown_"))
@pytest.mark.parametrize("math", ["total", "unique"])
def test_breakdowns(stores: dict[str, Asking], name: str, key: str, math: str) -> None:
    event, prop = ("Purchase", "cds") if name == "cdnow" else BREAKDOWNS[key]
    expected = {entry["value"]: entry[math] for entry in answers(name)[key]}
    found = stores[name].segments(metric(event, math), prop, dates=SPANS[name])
    assert {value: found[value] for value in expected} == expected


BREAKDOWNS = {
    "breakdown_product_view_platform": ("product_view", "platform"),
    "breakdown_add_to_cart_acquisition_channel": ("add_to_cart", "acquisition_channel"),
}


def test_a_breakdown_of_sums(stores: dict[str, Asking]) -> None:
    expected = {entry["value"]: entry["sum(amount)"] for entry in answers("cdnow")["breakdown_cds"]}
    found = stores["cdnow"].segments(metric("Purchase", "total", "amount"), "cds", dates=SPANS["cdnow"])
    assert {value: round(found[value], 2) for value in expected} == expected


def test_months(stores: dict[str, Asking]) -> None:
    columns = [
        metric("Purchase", name="total"),
        metric("Purchase", "unique", name="unique"),
        metric("Purchase", "total", "cds", name="cds"),
        metric("Purchase", "total", "amount", name="amount"),
    ]
    series = stores["cdnow"].series(*columns, dates=SPANS["cdnow"], unit="month")
    expected = answers("cdnow")["monthly"]
    found = {day[:7]: [round(series[name][day], 2) for name in series] for day in series["total"]}
    assert found == expected


def test_customers_by_segmentation(stores: dict[str, Asking]) -> None:
    first, last = "1997-01-06", "1997-01-12"
    request = get("/api/query/segmentation", event="Purchase", type="unique", from_date=first, to_date=last)
    expected = {day: counts["unique"] for day, counts in answers("cdnow")["daily_UTC"].items()}
    assert stores["cdnow"].json(request)["data"]["values"] == {"Purchase": expected}


def test_a_headline_over_the_whole_range(stores: dict[str, Asking]) -> None:
    headline = answers("cdnow")["headline"]
    request = insights(
        metric("Purchase", name="transactions"),
        metric("Purchase", "unique", name="customers"),
        metric("Purchase", "total", "dollars", name="nothing"),
        metric("Purchase", "total", "amount", name="dollars"),
        dates=SPANS["cdnow"],
        chart="table",
    )
    series = stores["cdnow"].json(request)["series"]
    assert series["nothing"]["all"] == 0
    found = {name: round(series[name]["all"], 2) for name in ("transactions", "customers", "dollars")}
    assert found == {name: headline[name] for name in found}
