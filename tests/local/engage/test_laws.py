"""Questions about users on random profiles: filters, orders, pages and numbers are those of plain Python."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mixpanel_async import Filter
from tests.local.asking import NOW, event, stored
from tests.local.through import workspace

TEXTS = ("pro", "Pro", "free", "5", "", "2026-01-05", "2026-01-05T23:59:59", "2026-01-30T12:00:00", "2026-02-02")
VALUES = st.one_of(
    st.integers(-3, 9),
    st.sampled_from([0.5, 2.5, -1.5]),
    st.sampled_from(TEXTS),
    st.booleans(),
    st.none(),
    st.lists(st.sampled_from(["pro", "free", "x"]), max_size=2),
)
NUMBERS = st.one_of(st.integers(-9, 9), st.sampled_from([0.5, 2.5]))
PEOPLE = st.lists(st.fixed_dictionaries({}, optional={"p": VALUES, "q": VALUES, "n": NUMBERS}), min_size=1, max_size=25)
SLOW = settings(
    max_examples=max(25, settings().max_examples // 4),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
DAY = timedelta(days=1)
Holds = Callable[[Any], bool]


def amount(value: Any) -> float:
    """A number as it is; nothing else is compared with numbers (reference/segmentation-expressions)."""
    return math.nan if isinstance(value, bool) or not isinstance(value, int | float) else value


def moment(value: Any) -> datetime | None:
    """A date, read as UTC (data-type, Date)."""
    try:
        return datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else None
    except ValueError:
        return None


def dated(test: Callable[[datetime], bool]) -> Holds:
    """A test that what is no date never passes; numbers are left to other tests, as they are times to some."""
    return lambda value: (found := moment(value)) is not None and test(found)


def within(first: str, last: str) -> Callable[[datetime], bool]:
    """Whether a moment is on one of these days."""
    return lambda found: first <= found.date().isoformat() <= last


def has_text(value: Any) -> bool:
    """A part of a text, or an item of a list."""
    return isinstance(value, str | list) and "pro" in value


TESTS: list[tuple[Callable[[str], Filter], Holds]] = [
    (lambda name: Filter.equals(name, ["pro", "5"]), lambda value: value in ("pro", "5")),
    (lambda name: Filter.not_equals(name, ["pro", "5"]), lambda value: value not in ("pro", "5")),
    (lambda name: Filter.contains(name, "pro"), has_text),
    (lambda name: Filter.not_contains(name, "pro"), lambda value: not has_text(value)),
    (Filter.is_set, lambda value: value is not None),
    (Filter.is_not_set, lambda value: value is None),
    (lambda name: Filter.greater_than(name, 2), lambda value: amount(value) > 2),
    (lambda name: Filter.less_than(name, 2.5), lambda value: amount(value) < 2.5),
    (lambda name: Filter.at_least(name, 0.5), lambda value: amount(value) >= 0.5),
    (lambda name: Filter.at_most(name, 5), lambda value: amount(value) <= 5),
    (lambda name: Filter.between(name, 0, 5), lambda value: 0 <= amount(value) <= 5),
    (lambda name: Filter.not_between(name, 0, 5), lambda value: amount(value) < 0 or amount(value) > 5),
    (Filter.is_true, lambda value: value is True),
    (Filter.is_false, lambda value: value is False),
]
DATED: list[tuple[Callable[[str], Filter], Holds]] = [
    (lambda name: Filter.on(name, "2026-01-05"), dated(within("2026-01-05", "2026-01-05"))),
    (lambda name: Filter.not_on(name, "2026-01-05"), dated(lambda each: not within("2026-01-05", "2026-01-05")(each))),
    (lambda name: Filter.before(name, "2026-01-30"), dated(lambda each: each < datetime(2026, 1, 30, tzinfo=UTC))),
    (lambda name: Filter.since(name, "2026-01-30"), dated(lambda each: each >= datetime(2026, 1, 30, tzinfo=UTC))),
    (lambda name: Filter.date_between(name, "2026-01-05", "2026-01-30"), dated(within("2026-01-05", "2026-01-30"))),
    (
        lambda name: Filter.date_not_between(name, "2026-01-05", "2026-01-30"),
        dated(lambda each: not within("2026-01-05", "2026-01-30")(each)),
    ),
]
CHOSEN = st.lists(st.tuples(st.sampled_from("pq"), st.sampled_from(TESTS)), min_size=1, max_size=3)


def people(given: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Profiles by their users."""
    return {f"u{at:02}": properties for at, properties in enumerate(given)}


def root_of(folder: str, profiles: Mapping[str, Mapping[str, Any]]) -> Path:
    """A store of the profiles."""
    lines = [{"$distinct_id": user, "$properties": properties} for user, properties in profiles.items()]
    return stored(Path(folder), [event()], lines).root


def found(root: Path, **asked: Any) -> list[str]:
    """The users of an answer."""
    with workspace(root) as ws:
        profiles = ws.query_user(mode="profiles", limit=None, **asked).profiles
    return [row["distinct_id"] for row in profiles]


@SLOW
@given(PEOPLE, CHOSEN)
def test_filters_are_those_of_plain_python(given: list[dict[str, Any]], chosen: list[Any]) -> None:
    profiles = people(given)
    where = [make(name) for name, (make, _) in chosen]
    with TemporaryDirectory() as folder:
        users = found(root_of(folder, profiles), where=where)
    assert users == [
        user for user, properties in profiles.items() if all(holds(properties.get(name)) for name, (_, holds) in chosen)
    ]


@pytest.fixture(scope="module")
def dates(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict[str, Any]]]:
    profiles = people([{"p": value} for value in (*TEXTS, True, None, ["2026-01-05"])])
    return root_of(str(tmp_path_factory.mktemp("dates")), profiles), profiles


@pytest.mark.parametrize("at", range(len(DATED)))
def test_filters_of_dates(dates: tuple[Path, dict[str, dict[str, Any]]], at: int) -> None:
    root, profiles = dates
    make, holds = DATED[at]
    assert found(root, where=make("p")) == [user for user, own in profiles.items() if holds(own.get("p"))]


@pytest.mark.parametrize(("days", "expected"), [(1, []), (3, ["u07"]), (40, ["u05", "u06", "u07"])])
def test_filters_of_the_last_days(
    dates: tuple[Path, dict[str, dict[str, Any]]], days: int, expected: list[str]
) -> None:
    where = f'datetime(properties["p"]) >= datetime({(NOW - days * DAY).timestamp():.0f})'
    until = f'datetime(properties["p"]) < datetime({NOW.timestamp():.0f})'
    assert found(dates[0], where=f"{where} and {until}") == expected


@SLOW
@given(PEOPLE, st.sampled_from(["ascending", "descending"]), st.integers(1, 9))
def test_orders_and_pages(given: list[dict[str, Any]], order: Any, size: int) -> None:
    """Those without a number come last; equals by their ids."""
    profiles = people(given)
    sign = 1 if order == "ascending" else -1
    ordered = sorted(profiles, key=lambda user: ("n" not in profiles[user], sign * profiles[user].get("n", 0), user))
    with TemporaryDirectory() as folder:
        root = root_of(folder, profiles)
        assert found(root, sort_by="n", sort_order=order) == ordered
        assert found(root, sort_by="n", sort_order=order, page_size=size) == ordered
        with workspace(root) as ws:
            some = ws.query_user(mode="profiles", limit=size, sort_by="n", sort_order=order, properties=["q"])
    assert [row["distinct_id"] for row in some.profiles] == ordered[:size]
    wanted = [
        {name: value for name, value in profiles[user].items() if name == "q" and value is not None} for user in ordered
    ]
    assert [{k: v for k, v in row["properties"].items() if v is not None} for row in some.profiles] == wanted[:size]


@SLOW
@given(PEOPLE)
def test_numbers_about_them(given: list[dict[str, Any]]) -> None:
    numbers = sorted(one["n"] for one in given if "n" in one)
    with TemporaryDirectory() as folder, workspace(root_of(folder, people(given))) as ws:
        assert ws.query_user().value == len(given)
        extremes = ws.query_user(aggregate="extremes", aggregate_property="n").aggregate_data
        middle = ws.query_user(aggregate="percentile", aggregate_property="n", percentile=50).value
        summary = ws.query_user(aggregate="numeric_summary", aggregate_property="n").aggregate_data
    least, most = (numbers[0], numbers[-1]) if numbers else (None, None)
    assert extremes == {"min": least, "max": most, "nans": len(given) - len(numbers)}
    half = len(numbers) // 2
    median = (numbers[half] if len(numbers) % 2 else (numbers[half - 1] + numbers[half]) / 2) if numbers else None
    assert middle == median
    assert isinstance(summary, Mapping)
    assert (summary["count"], summary["sum"]) == (len(numbers), math.fsum(numbers))
    assert summary["sum_squares"] == pytest.approx(math.fsum(one * one for one in numbers))
    if numbers:
        mean = math.fsum(numbers) / len(numbers)
        spread = math.sqrt(math.fsum((one - mean) ** 2 for one in numbers) / len(numbers))
        assert (summary["avg"], summary["stddev"]) == (pytest.approx(mean), pytest.approx(spread))
