from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import Filter, ParamValidationError
from mixpanel_async.queries.users.selector import condition_text, selector

P, D = 'properties["p"]', 'datetime(properties["p"])'


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (Filter.equals("p", "x"), f'{P} == "x"'),
        (Filter.contains("p", "x"), f'"x" in {P}'),
        (Filter.not_contains("p", "x"), f'not "x" in {P}'),
        (Filter.greater_than("p", 5), f"{P} > 5"),
        (Filter.less_than("p", 1e-7), f"{P} < 1e-07"),
        (Filter.at_least("p", 5), f"{P} >= 5"),
        (Filter.at_most("p", -2.5), f"{P} <= -2.5"),
        (Filter.between("p", 1, 2), f"{P} >= 1 and {P} <= 2"),
        (Filter.not_between("p", 1, 2), f"({P} < 1 or {P} > 2)"),
        (Filter.is_set("p"), f"defined({P})"),
        (Filter.is_not_set("p"), f"not defined({P})"),
        (Filter.is_true("p"), f"{P} == true"),
        (Filter.is_false("p"), f"{P} == false"),
        (Filter.before("p", "2026-01-31"), f'{D} < datetime("2026-01-31T00:00:00")'),
        (Filter.since("p", "2026-01-31"), f'{D} >= datetime("2026-01-31T00:00:00")'),
        (Filter.in_the_last("p", 12, "hour"), f"{D} >= datetime(NOW - 43200) and {D} < datetime(NOW)"),
        (Filter.not_in_the_last("p", 1, "week"), f"({D} < datetime(NOW - 604800) or {D} >= datetime(NOW))"),
        (Filter.in_the_next("p", 2, "day"), f"{D} >= datetime(NOW) and {D} < datetime(NOW + 172800)"),
    ],
)
def test_a_filter_becomes_text(condition: Filter, text: str) -> None:
    assert condition_text(condition.clause()) == text


def test_several_equal_values_are_joined_by_or_in_parentheses() -> None:
    assert condition_text(Filter.equals("p", ["a", "b"]).clause()) == f'({P} == "a" or {P} == "b")'


def test_several_unequal_values_are_joined_by_and_without_them() -> None:
    assert condition_text(Filter.not_equals("p", ["a", "b"]).clause()) == f'{P} != "a" and {P} != "b"'


def test_truth_is_written_small_in_a_list_too() -> None:
    condition = Filter("p", "equals", [1, 2.5, True])

    assert condition_text(condition.clause()) == f"({P} == 1 or {P} == 2.5 or {P} == true)"


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (Filter.on("p", "2026-01-15"), '{D} >= datetime("{d}T00:00:00") and {D} <= datetime("{d}T23:59:59")'),
        (Filter.not_on("p", "2026-01-15"), '({D} < datetime("{d}T00:00:00") or {D} > datetime("{d}T23:59:59"))'),
        (
            Filter.date_between("p", "2026-01-15", "2026-01-15"),
            '{D} >= datetime("{d}T00:00:00") and {D} <= datetime("{d}T23:59:59")',
        ),
        (
            Filter.date_not_between("p", "2026-01-15", "2026-01-15"),
            '({D} < datetime("{d}T00:00:00") or {D} > datetime("{d}T23:59:59"))',
        ),
    ],
)
def test_a_day_runs_from_its_first_to_its_last_second(condition: Filter, text: str) -> None:
    assert condition_text(condition.clause()) == text.format(D=D, d="2026-01-15")


def test_a_month_is_30_days() -> None:
    month, days = (Filter.in_the_last("p", n, unit) for n, unit in ((1, "month"), (30, "day")))

    assert condition_text(month.clause()) == condition_text(days.clause())


def test_filters_are_joined_by_and() -> None:
    clauses = [Filter.is_set("a").clause(), Filter.equals("b", "x").clause()]

    assert selector(clauses) == 'defined(properties["a"]) and properties["b"] == "x"'


@pytest.mark.parametrize(
    "condition",
    [
        Filter.starts_with("p", "x"),
        Filter.list_contains("cart", a="b"),
        Filter.equals("p", 5),  # type: ignore[arg-type]
        Filter.not_equals("p", []),
        Filter("p", "contains", None),
        Filter.greater_than("p", True),
        Filter.less_than("p", float("nan")),
        Filter("p", "is between", 5, "number"),
        Filter("p", "was on", 5, "datetime"),
        Filter("p", "was since", "31.1.2026", "datetime"),
        Filter("p", "was between", ["2026-02-01", "2026-01-01"], "datetime"),
        Filter("p", "was between", [1, 2], "datetime"),
        Filter("p", "was in the", 5, "datetime"),
        Filter.in_the_last("p", 18_251, "day"),
    ],
)
def test_what_has_no_text_is_refused(condition: Any) -> None:
    with pytest.raises(ParamValidationError):
        condition_text(condition.clause())


def test_relative_dates_reach_back_50_years() -> None:
    text = condition_text(Filter.in_the_last("p", 18_250, "day").clause())

    assert "NOW - 1576800000" in text
