"""The worked examples of DAU, WAU and MAU (docs/reports/insights, Measurements)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.local.asking import at, event, group, insights, metric, stored


def day_users(*days: str) -> list[dict[str, object]]:
    """One user on each day, called after it."""
    return [event("Buy", day, at(day)) for day in days]


@pytest.mark.parametrize(
    ("math", "unit", "span", "inside", "outside"),
    [
        # Month, December: MAU of its end, December 2 to 31.
        ("mau", "month", ("2024-12-01", "2024-12-31"), ("2024-12-02", "2024-12-31"), ("2024-12-01", "2025-01-01")),
        # Day, November 1: October 3 to November 1.
        ("mau", "day", ("2024-11-01", "2024-11-01"), ("2024-10-03", "2024-11-01"), ("2024-10-02", "2024-11-02")),
        # Week that ends on December 3: November 4 to December 3.
        ("mau", "week", ("2023-11-27", "2023-12-03"), ("2023-11-04", "2023-12-03"), ("2023-11-03", "2023-12-04")),
        ("wau", "day", ("2024-11-10", "2024-11-10"), ("2024-11-04", "2024-11-10"), ("2024-11-03", "2024-11-11")),
        ("dau", "week", ("2023-11-27", "2023-12-03"), ("2023-12-03",), ("2023-12-02", "2023-12-04")),
    ],
)
def test_users_of_the_days_that_end_with_the_interval(
    tmp_path: Path, math: str, unit: str, span: tuple[str, str], inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    asking = stored(tmp_path, day_users(*inside, *outside))
    assert list(asking.series(metric("Buy", math), dates=span, unit=unit)["Buy"].values()) == [len(inside)]


TOGETHER = [metric("Buy", math, name=math) for math in ("wau", "dau", "mau")]
"""Metrics that are measured together."""


@pytest.mark.parametrize("grouped", [False, True])
@pytest.mark.parametrize("others", [[], [metric("Sell", "wau", name="other")]])
def test_together_each_is_what_it_is_alone(tmp_path: Path, others: list[dict[str, object]], grouped: bool) -> None:
    days = [f"2024-{month}-{day:02}" for month in ("01", "02") for day in range(1, 29, 4)]
    lines = [
        event(name, user, at(day), plan=plan)
        for at_, day in enumerate(days)
        for name, user, plan in [("Buy", f"u{at_ % 3}", "a"), ("Sell", f"u{at_ % 2}", "b"), ("Buy", None, "b")]
    ]
    asking = stored(tmp_path, lines)
    more = {"dates": ("2024-01-20", "2024-02-27"), "groups": [group("plan")] if grouped else []}
    shown = [*TOGETHER, *others, metric("Buy", "wau", name="again")]
    together = asking.json(insights(*shown, **more))
    alone = [asking.json(insights(one, **more)) for one in shown]
    assert together["series"] == {name: line for one in alone for name, line in one["series"].items()}
    left_out = {name: count for one in alone for name, count in one["meta"]["left_out"].items()}
    assert together["meta"]["left_out"] == left_out
    assert left_out
