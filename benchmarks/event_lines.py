"""Lines of events as an export sends them: the shape of a busy product, and the same with types that drift.

Eight events, 21 properties they share and up to six of their own, among them lists, objects, fractions and explicit
nulls; some 690 bytes a line. The drift set adds a key that comes late, integers that become fractions, one text in a
hundred where numbers stand, and a property that is text as often as a number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

EVENTS = ("Page View", "Sign Up", "Log In", "Search", "View Item", "Add to Cart", "Checkout", "Purchase")
START = 1_767_225_600
DAY = 86_400

_CITIES = [
    ("Berlin", "Berlin", "DE"),
    ("New York", "New York", "US"),
    ("São Paulo", "São Paulo", "BR"),
    ("東京", "Tokyo", "JP"),
]
_BROWSERS = [("Chrome", 121), ("Safari", 17), ("Firefox", 122), ("Mobile Safari", 17)]
_SYSTEMS = ["Windows", "Mac OS X", "iOS", "Android", "Linux"]
_PLANS = ["free", "starter", "pro", "enterprise"]


def lines(events: int, days: int = 1, *, drift: bool = False, seed: int = 1) -> Iterator[bytes]:
    """*events* lines spread over *days* from 2026-01-01, the same for the same seed."""
    random = Random(seed)
    for number in range(events):
        properties = _common(random, number, START + number * days * DAY // events)
        event = random.choices(EVENTS, (40, 2, 8, 12, 20, 9, 5, 4))[0]
        properties |= _own(random, event)
        if drift:
            properties |= _drifting(random, number / events)
        line = {"event": event, "properties": properties}
        yield json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _common(random: Random, number: int, time: int) -> dict[str, Any]:
    city, region, country = random.choice(_CITIES)
    browser, version = random.choice(_BROWSERS)
    page = random.randrange(400)
    return {
        "time": time,
        "distinct_id": f"user-{random.randrange(50_000):06d}",
        "$browser": browser,
        "$browser_version": version,
        "$city": city,
        "$current_url": f"https://shop.example.com/category/{page % 20}/product/{page}?utm_source=news",
        "$device_id": f"{random.getrandbits(64):016x}",
        "$insert_id": f"{number:012x}{random.getrandbits(16):04x}",
        "$lib_version": "2.49.0",
        "$mp_api_endpoint": "api-js.mixpanel.com",
        "$os": random.choice(_SYSTEMS),
        "$referrer": None if random.random() < 0.4 else "https://www.google.com/search?q=shoes",
        "$region": region,
        "$screen_height": random.choice((768, 900, 1080, 1440)),
        "$screen_width": random.choice((1366, 1440, 1920, 2560)),
        "is_member": random.random() < 0.3,
        "load_time": round(random.expovariate(1.5), 3),
        "mp_country_code": country,
        "mp_lib": "web",
        "mp_processing_time_ms": (time + random.randrange(1, 400)) * 1000 + random.randrange(1000),
        "plan": random.choice(_PLANS),
    }


def _own(random: Random, event: str) -> dict[str, Any]:
    match event:
        case "Search":
            return {
                "query": f"shoes {random.randrange(900)}",
                "results": random.randrange(200),
                "filters": ["size", "new"],
            }
        case "View Item" | "Add to Cart":
            return {"item": _item(random), "tags": random.sample(["new", "sale", "eco", "gift"], random.randrange(4))}
        case "Checkout" | "Purchase":
            cart = [_item(random) for _ in range(random.randrange(1, 4))]
            amount = round(sum(item["price"] * item["quantity"] for item in cart), 2)
            return {"cart": cart, "amount": amount, "coupon": None, "currency": "EUR"}
        case "Sign Up":
            return {"source": random.choice(("ad", "friend", "search")), "newsletter": random.random() < 0.5}
        case _:
            return {"title": f"Page {random.randrange(400)}", "depth": random.randrange(100)}


def _item(random: Random) -> dict[str, Any]:
    number = random.randrange(5_000)
    return {"sku": f"SKU-{number:05d}", "price": number % 90 + 0.99, "quantity": random.randrange(1, 4)}


def _drifting(random: Random, progress: float) -> dict[str, Any]:
    score = random.randrange(100)
    return {
        "score": score if progress < 0.5 else score + 0.5,
        "age": "unknown" if random.random() < 0.01 else random.randrange(18, 90),
        "mixed": score if random.random() < 0.5 else f"n{score}",
        **({"late": f"v{score}"} if progress > 0.3 else {}),
    }
