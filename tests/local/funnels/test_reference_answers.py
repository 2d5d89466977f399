"""Funnels over real and synthetic data equal those other tools computed from the same events."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import mixpanel_sync
from mixpanel_local import import_events

COMMITTED = Path(__file__).resolve().parents[2] / "data"
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"

TIES = {"gt": "strict", "ge": "any", "log": "log"}
SHOP = ("product_view", "add_to_cart", "shipping_details", "payment_details", "purchase")
CARE = ("ER Registration", "ER Triage", "ER Sepsis Triage", "IV Antibiotics", "Admission NC")
SPANS = {
    "cdnow": ("1997-01-01", "1998-06-30"),
    "rete_ecom_SYNTHETIC": ("2024-01-01", "2024-06-30"),
    "sepsis": ("2013-11-01", "2015-06-30"),
    "otto_sample": ("2022-07-01", "2022-09-01"),
}
# Data set, answer, steps, window; without one it is longer than the data.
NO_WINDOW = (3000, "day")
FUNNELS: Sequence[tuple[str, str, Sequence[str], tuple[int, str]]] = (
    ("cdnow", "funnel_3_purchases_90d", ["Purchase"] * 3, (90, "day")),
    ("cdnow", "funnel_3_purchases_inf", ["Purchase"] * 3, NO_WINDOW),
    ("rete_ecom_SYNTHETIC", "funnel_inf", SHOP, NO_WINDOW),
    ("rete_ecom_SYNTHETIC", "funnel_retentioneering", SHOP, NO_WINDOW),
    ("rete_ecom_SYNTHETIC", "funnel_30m", SHOP, (30, "minute")),
    ("rete_ecom_SYNTHETIC", "conversion_pay_30m", ["add_to_cart", "payment_details"], (30, "minute")),
    ("sepsis", "funnel_inf", CARE, NO_WINDOW),
    ("sepsis", "funnel_retentioneering", CARE, NO_WINDOW),
    ("sepsis", "funnel_1d", CARE, (1, "day")),
    ("sepsis", "conversion_abx_3h", ["ER Registration", "IV Antibiotics"], (3, "hour")),
    ("sepsis", "conversion_return_28d", ["Release A", "Return ER"], (28, "day")),
    ("otto_sample", "funnel_click_cart_order_1d", ["Click", "Add to Cart", "Order"], (1, "day")),
    ("otto_sample", "funnel_click_cart_order_inf", ["Click", "Add to Cart", "Order"], NO_WINDOW),
)


def place(name: str, ending: str) -> Path:
    """A file of a data set: those that may not stand in the repository are beside it, where there are any."""
    if (committed := COMMITTED / f"{name}{ending}").exists():
        return committed
    shared = SHARED / ("reference" if ending == ".json" else ".") / f"{name}{ending}"
    if not shared.exists():
        pytest.skip(f"{name} is not in the repository, and not beside it")
    return shared


@cache
def answers(name: str) -> Mapping[str, Any]:
    entries = json.loads(place(name, ".json").read_text("utf-8"))["answers"]
    return {entry["id"]: entry["answer"] for entry in entries}


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Any:
    root = tmp_path_factory.mktemp("stores")

    @cache
    def store(name: str) -> Path:
        import_events(place(name, ".ndjson.gz"), root / name)
        return root / name

    return store


def asked(ws: Any, name: str, steps: Sequence[str], window: tuple[int, str], **options: Any) -> list[int]:
    """The counts of a funnel; its window may be longer than a question of ours can say."""
    first, last = SPANS[name]
    params = ws.build_funnel_params(list(steps), from_date=first, to_date=last, **options)
    behavior = params["sections"]["show"][0]["behavior"]
    behavior["conversionWindowDuration"], behavior["conversionWindowUnit"] = window
    return [step["count"] for step in ws.run_funnel_params(params).steps_data]


@pytest.mark.parametrize(("name", "key", "steps", "window"), FUNNELS)
def test_funnels(stores: Any, name: str, key: str, steps: Sequence[str], window: tuple[int, str]) -> None:
    """Each variant: entry at the first or at any first step, ties strictly later, in any order, or in the log's."""
    found = answers(name)[key]
    variants = found if isinstance(found, dict) else {"first_entry/log": found}
    for variant, expected in variants.items():
        entry, ties = variant.split("/")
        chosen = {"funnel_grace_seconds": 0, "funnel_ties": TIES[ties]}
        mode = "optimized" if entry == "any_entry" else "default"
        with mixpanel_sync.Workspace.local(stores(name), assume=chosen) as ws:
            assert asked(ws, name, steps, window, reentry_mode=mode) == expected, variant


def test_funnels_of_sessions_that_have_ids(stores: Any) -> None:
    """Paths by ``session_id``: the property is held constant, and every value enters by itself."""
    name = "rete_ecom_SYNTHETIC"
    with mixpanel_sync.Workspace.local(stores(name), assume={"funnel_grace_seconds": 0}) as ws:
        found = asked(ws, name, SHOP, NO_WINDOW, holding_constant="session_id", math="conversion_rate_total")
    assert found == answers(name)["funnel_sessions"]
