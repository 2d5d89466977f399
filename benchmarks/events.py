"""Made-up events on disk, the same ones at every run: sixty days of a shop, few users very busy, most of them not."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from mixpanel_dataset.layout import PartLayout, census
from mixpanel_dataset.manifest import NAME, Manifest, Part
from mixpanel_dataset.names import PROCESSED, SEQ, column_name
from mixpanel_dataset.parts import write_part

FIRST = date(2026, 1, 1)
DAYS = 60
LAST = FIRST + timedelta(days=DAYS - 1)
EVENTS = {
    "Page View": 40,
    "Search": 15,
    "Product View": 15,
    "Add to Cart": 8,
    "Checkout": 4,
    "Purchase": 3,
    **{f"Other {number}": 1.5 for number in range(10)},
}
COUNTRIES = ["US", "DE", "FR", "GB", "IN", "BR", "JP", "CA", "ES", "IT", "NL", "SE"]
_DAY_MS = 86_400_000
_USERS_PER_ROW = 0.0472


def made(rows: int, root: Path) -> Path:
    """A store of so many *rows* under *root*, made if it is not there."""
    folder = root / f"events-{rows}"
    if not (folder / NAME).exists():
        folder.mkdir(parents=True, exist_ok=True)
        parts = {(FIRST + timedelta(days=day)).isoformat(): (_day(rows // DAYS, day, folder),) for day in range(DAYS)}
        (folder / NAME).write_bytes(Manifest(generation=1, events=parts).content)
    return folder


def _day(rows: int, day: int, folder: Path) -> Part:
    chance = np.random.default_rng([7, rows, day])
    users = int(rows * DAYS * _USERS_PER_ROW)
    # Most rows belong to the busiest users.
    user = (users * chance.random(rows) ** 1.7).astype(np.int64) * 2_654_435_761 % 2**32
    start = ((FIRST - date(1970, 1, 1)).days + day) * _DAY_MS
    weights = np.array(list(EVENTS.values()))
    amounts = np.round(chance.gamma(2.0, 20.0, rows), 2)
    bought = chance.random(rows) < 0.1
    frame = pl.DataFrame(
        {
            "event": pl.Series(list(EVENTS)).gather(chance.choice(len(EVENTS), rows, p=weights / weights.sum())),
            "distinct_id": pl.Series(user).cast(pl.String).str.pad_start(10, "0"),
            "time": start + chance.integers(0, _DAY_MS, rows),
            "insert_id": pl.Series(chance.integers(0, 2**60, rows)).cast(pl.String),
            PROCESSED: pl.Series([None] * rows, dtype=pl.Int64),
            column_name("country", "s"): pl.Series(COUNTRIES).gather(chance.integers(0, len(COUNTRIES), rows)),
            column_name("browser", "s"): pl.Series(["Chrome", "Safari", "Firefox"]).gather(user % 3),
            column_name("amount", "n"): pl.Series(amounts).set(pl.Series(~bought), None),
            column_name("plan", "s"): pl.Series(["free", "team", "pro"]).gather(chance.integers(0, 3, rows)),
            column_name("member", "b"): pl.Series(user % 5 == 0),
        }
    )
    order = pl.int_range(rows, dtype=pl.Int64).alias(SEQ)
    frame = frame.sort("time", "insert_id").with_columns(order).sort("distinct_id", "time", SEQ)
    name = f"date={FIRST + timedelta(days=day)}/part-1.parquet"
    (folder / name).parent.mkdir(exist_ok=True)
    return write_part([frame], PartLayout(census(frame)), folder / name, name)


if __name__ == "__main__":
    print(made(int(sys.argv[1]), Path(sys.argv[2])))
