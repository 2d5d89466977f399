"""What Mixpanel's documents show of funnels: each example with where it stands.

Examples in docs/reports/funnels/funnels-advanced unless said otherwise; hours stand for whatever unit the page uses.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.local.asking import DAY, at, event, filtered, group
from tests.local.funnels.asking import excluded, funnel, journey, row, step, told


def events(*happened: str, **common: Any) -> list[dict[str, Any]]:
    """``"13:00 A"``: an event and its time."""
    return [event(each.split()[1], time=at(DAY, f"{each.split()[0]}:00"), **common) for each in happened]


def counted(folder: Path, happened: list[dict[str, Any]], *steps: Any, **more: Any) -> list[int]:
    return row(told(journey(folder, *happened), funnel(*steps, **more)))


def test_the_window_opens_with_the_first_step_and_covers_all(tmp_path: Path) -> None:
    """Conversion window: A 13:00, A 13:30, B 13:45, C 14:15 within an hour reaches B only."""
    happened = events("13:00 A", "13:30 A", "13:45 B", "14:15 C")
    assert counted(tmp_path, happened, "A", "B", "C", window=(1, "hour")) == [1, 1, 0]


def test_an_entry_that_times_out_is_final_for_uniques(tmp_path: Path) -> None:
    """Scenario 1: the first attempt expires, the second would have converted."""
    happened = events("10:00 A", "13:00 A", "13:10 B")
    assert counted(tmp_path, happened, "A", "B", window=(1, "hour")) == [1, 0]


def test_totals_reenter_after_an_attempt_expired(tmp_path: Path) -> None:
    """Totals: in again once out."""
    happened = events("10:00 A", "13:00 A", "13:10 B")
    assert counted(tmp_path, happened, "A", "B", window=(1, "hour"), math="conversion_rate_total") == [2, 1]


def test_an_exclusion_lets_totals_reenter_and_does_not_itself(tmp_path: Path) -> None:
    """Totals with exclusion: A A A B, A -> B without A between: the 2nd A drops the 1st, the 3rd enters, B converts."""
    happened = events("10:00 A", "10:10 A", "10:20 A", "10:30 B")
    counts = counted(
        tmp_path, happened, "A", "B", math="conversion_rate_total", exclusions=[excluded("A", 1, 2)], window=(1, "day")
    )
    assert counts == [2, 1]


def test_anything_may_happen_between_steps(tmp_path: Path) -> None:
    """Specific order: A B D C D E converts A -> B -> C -> D -> E."""
    happened = events("10:00 A", "10:01 B", "10:02 D", "10:03 C", "10:04 D", "10:05 E")
    assert counted(tmp_path, happened, *"ABCDE") == [1, 1, 1, 1, 1]


def test_a_step_left_out_ends_it(tmp_path: Path) -> None:
    """Specific order: A B C E drops after C."""
    happened = events("10:00 A", "10:01 B", "10:02 C", "10:03 E")
    assert counted(tmp_path, happened, *"ABCDE") == [1, 1, 1, 0, 0]


def test_later_steps_take_their_first_instance(tmp_path: Path) -> None:
    """Specific order: the first B after A counts, and the time is that to it."""
    block = told(journey(tmp_path, *events("10:00 A", "10:10 B", "10:20 B")), funnel("A", "B"))
    assert row(block, "avg_time") == [0.0, 600.0]


@pytest.mark.parametrize(("happened", "counts"), [(["10:00 A"], [1, 0]), (["10:00 A", "10:10 A"], [1, 1])])
def test_the_same_event_twice_needs_two_of_them(tmp_path: Path, happened: list[str], counts: list[int]) -> None:
    """Frequency: A -> A."""
    assert counted(tmp_path, events(*happened), "A", "A") == counts


ANY_ORDER = [
    (["A", "B", "C", "D"], [1, 1, 1, 1]),
    (["A", "C", "B", "D"], [1, 1, 1, 1]),
    (["A", "C", "D"], [1, 1, 0, 0]),
    (["B", "A", "C", "D"], [1, 1, 0, 0]),
]


@pytest.mark.parametrize(("order", "counts"), ANY_ORDER)
def test_an_anchored_step_keeps_its_place(tmp_path: Path, order: list[str], counts: list[int]) -> None:
    """Any order: A B* C* D, B and C in either order between A and D."""
    happened = events(*(f"10:0{at} {name}" for at, name in enumerate(order)))
    free = [step(name, funnelOrder="any" if name in "BC" else "loose") for name in "ABCD"]
    assert counted(tmp_path, happened, *free, funnelOrder="any") == counts


@pytest.mark.parametrize("order", ["ABC", "CBA", "BAC"])
def test_without_anchors_any_step_opens_the_window(tmp_path: Path, order: str) -> None:
    """Any order, no anchor: the first step performed enters."""
    happened = events(*(f"10:{at}0 {name}" for at, name in enumerate(order)))
    assert counted(tmp_path, happened, "A", "B", "C", funnelOrder="any", window=(20, "minute")) == [1, 1, 1]
    assert counted(tmp_path, happened, "A", "B", "C", funnelOrder="any", window=(19, "minute")) == [1, 1, 0]


@pytest.mark.parametrize(("apart", "counts"), [(1, [1, 1]), (2, [1, 1]), (3, [1, 0])])
def test_steps_within_two_seconds_may_be_swapped(tmp_path: Path, apart: int, counts: list[int]) -> None:
    """Grace period: B then A within 2 seconds counts as A then B."""
    happened = [event("B", time=at(DAY)), event("A", time=at(DAY) + apart)]
    assert counted(tmp_path, happened, "A", "B") == counts


def test_optimized_reentry_takes_the_last_first_step_before_the_second(tmp_path: Path) -> None:
    """Optimized re-entry: of A, A^, A^^, B the funnel is A^^ -> B, by default it is A -> B."""
    asking = journey(tmp_path, *events("10:00 A", "10:10 A", "10:20 A", "10:30 B"))
    optimized = told(asking, funnel("A", "B", funnelReentryMode="optimized"))
    assert (row(optimized), row(optimized, "avg_time")) == ([1, 1], [0.0, 600.0])
    assert row(told(asking, funnel("A", "B")), "avg_time") == [0.0, 1800.0]


def test_optimized_reentry_converts_after_an_expired_attempt(tmp_path: Path) -> None:
    """Optimized re-entry, uniques: any attempt that converts is enough."""
    happened = events("10:00 A", "10:40 A", "11:20 B")
    assert counted(tmp_path, happened, "A", "B", window=(1, "hour"), funnelReentryMode="optimized") == [1, 1]


def test_optimized_totals_count_an_expired_entry_and_a_converted_one(tmp_path: Path) -> None:
    """Scenario 2: A, A^, A's window ends, B: one conversion of two entries."""
    happened = events("10:00 A", "10:40 A", "11:20 B")
    more: dict[str, Any] = {"math": "conversion_rate_total", "funnelReentryMode": "optimized", "window": (1, "hour")}
    block = told(journey(tmp_path, *happened), funnel("A", "B", **more))
    assert (row(block), row(block, "overall_conv_ratio")) == ([2, 1], [1.0, 0.5])


@pytest.mark.parametrize(("absorb", "counts"), [("absorbed", [1, 1]), ("counted", [3, 1])])
def test_first_steps_with_one_second_step_are_one_entry_or_several(
    tmp_path: Path, absorb: str, counts: list[int]
) -> None:
    """Optimized re-entry, notes: A, A^, A^^, B in one window; the page counts them in two ways."""
    asking = journey(tmp_path, *events("10:00 A", "10:10 A", "10:20 A", "10:30 B"))
    asked = funnel("A", "B", math="conversion_rate_total", funnelReentryMode="optimized")
    assert row(told(asking.assuming(funnel_totals_absorb=absorb), asked)) == counts


def test_what_was_reached_before_an_exclusion_counts(tmp_path: Path) -> None:
    """Exclusion steps: credit for the steps before it."""
    happened = events("10:00 A", "10:10 B", "10:20 X", "10:30 C")
    assert counted(tmp_path, happened, "A", "B", "C", exclusions=[excluded("X", 1, 3)]) == [1, 1, 0]
    assert counted(tmp_path, happened, "A", "B", "C", exclusions=[excluded("X", 1, 2)]) == [1, 1, 1]


def test_an_exclusion_may_carry_filters(tmp_path: Path) -> None:
    """Exclusion steps: each may have filters."""
    happened = [*events("10:00 A", "10:30 B"), *events("10:20 X", kind="small")]
    for kind, counts in (("small", [1, 0]), ("big", [1, 1])):
        narrowed = excluded("X", 1, 2, filters=[filtered("kind", "string", "equals", [kind])])
        assert counted(tmp_path, happened, "A", "B", exclusions=[narrowed]) == counts


def test_a_property_held_constant_is_the_same_on_all_steps(tmp_path: Path) -> None:
    """Hold property constant, uniques: the value of the user's first step 1."""
    happened = [*events("10:00 A", item="shirt"), *events("10:10 A", "10:20 B", item="jeans")]
    assert counted(tmp_path, happened, "A", "B", held=["item"]) == [1, 0]
    assert counted(tmp_path, happened, "A", "B", held=["item"], math="conversion_rate_total") == [2, 1]


CHROME_SAFARI = [
    event("View", time=at(DAY, "10:00:00"), browser="Chrome"),
    event("View", time=at(DAY, "10:10:00"), browser="Safari"),
    event("Buy", time=at(DAY, "10:20:00"), browser="Safari"),
]


def test_an_inline_filter_chooses_the_event(tmp_path: Path) -> None:
    """Filters: inline Safari on step 1 enters with the second View."""
    safari = filtered("browser", "string", "equals", ["Safari"])
    block = told(journey(tmp_path, *CHROME_SAFARI), funnel(step("View", filters=[safari]), "Buy"))
    assert (row(block), row(block, "avg_time")) == ([1, 1], [0.0, 600.0])


def test_a_global_filter_judges_the_whole_funnel(tmp_path: Path) -> None:
    """Filters: global Safari, first step defined, removes the entry."""
    safari = [filtered("browser", "string", "equals", ["Safari"])]
    asking = journey(tmp_path, *CHROME_SAFARI)
    assert row(told(asking, funnel("View", "Buy", where=safari))) == [0, 0]
    assert row(told(asking.assuming(funnel_attribution="last_defined"), funnel("View", "Buy", where=safari))) == [1, 1]


SHOP = [
    event("Browse", time=at(DAY, "10:00:00"), item="shirt"),
    event("Browse", time=at(DAY, "10:10:00"), item="jeans"),
    event("Add", time=at(DAY, "10:20:00")),
    event("Browse", time=at(DAY, "10:30:00"), item="shoes"),
]


@pytest.mark.parametrize("math", ["conversion_rate_unique", "conversion_rate_total"])
def test_a_new_segment_is_entered_after_the_attempt_before(tmp_path: Path, math: str) -> None:
    """Breakdown: Browse shirt, Browse jeans, Add, Browse shoes: entries shirt and shoes, shirt converts."""
    split = told(journey(tmp_path, *SHOP), funnel("Browse", "Add", math=math, groups=[group("item")]))
    found = {name: row(block) for name, block in split.items() if name != "$overall"}
    assert found == {"shirt": [1, 1], "shoes": [1, 0]}


@pytest.mark.parametrize(
    ("attribution", "segment"),
    [("first_defined", "shirt"), ("last_defined", "red"), ("step_1", "shirt"), ("step_2", "undefined")],
)
def test_attribution_fills_forward_or_back_or_not(tmp_path: Path, attribution: str, segment: str) -> None:
    """Property attribution: first and last step defined, or a step's own value, which may be undefined."""
    happened = [*events("10:00 A", item="shirt"), *events("10:10 B"), *events("10:20 C", item="red")]
    asking = journey(tmp_path, *happened).assuming(funnel_attribution=attribution)
    split = told(asking, funnel("A", "B", "C", groups=[group("item")]))
    assert list(split) == ["$overall", segment]


def test_only_entries_need_to_be_in_the_range(tmp_path: Path) -> None:
    """reference/funnels-query: completions after to_date count."""
    happened = [event("A", time=at("2026-01-10", "23:00:00")), event("B", time=at("2026-01-12"))]
    assert counted(tmp_path, happened, "A", "B", window=(7, "day")) == [1, 1]
    happened = [event("A", time=at("2026-01-09", "23:00:00")), event("B", time=at("2026-01-10"))]
    assert counted(tmp_path, happened, "A", "B", window=(7, "day")) == [0, 0]


def test_a_trend_is_a_funnel_per_interval(tmp_path: Path) -> None:
    """Line chart: a user counts on several days; a table split by day counts one once."""
    happened = [event("A", time=at(day)) for day in ("2026-01-10", "2026-01-11")]
    happened.append(event("B", time=at("2026-01-11", "13:00:00")))
    asking = journey(tmp_path, *happened)
    asked = funnel("A", "B", dates=("2026-01-10", "2026-01-11"), chart="line")
    expected = {"separate": [[1, 1], [1, 1]], "split": [[1, 1], [0, 0]]}
    for choice, counts in expected.items():
        assert [row(block) for block in told(asking.assuming(funnel_trends=choice), asked).values()] == counts


DAYS = {"value": "$time", "propertyType": "datetime", "resourceType": "events", "unit": "day"}


def test_a_table_by_day_is_one_funnel_that_is_split(tmp_path: Path) -> None:
    """docs/reports/funnels/funnels-faq: split by the day of the entry; a user is counted once."""
    happened = [event("A", time=at(day), plan="pro") for day in ("2026-01-10", "2026-01-11")]
    happened.append(event("B", time=at("2026-01-11", "13:00:00"), plan="pro"))
    asking = journey(tmp_path, *happened)
    for groups in ([DAYS], [group("plan"), DAYS]):
        asked = funnel("A", "B", dates=("2026-01-10", "2026-01-11"), chart="table", groups=groups, window=(2, "hour"))
        found = {}
        for choice in ("once", "each"):
            split = told(asking.assuming(funnel_time_segments=choice), asked)
            days = split["pro"] if len(groups) > 1 else split
            found[choice] = {name[:10]: row(block) for name, block in days.items() if name != "$overall"}
        assert found["once"] == {"2026-01-10": [1, 0]}
        assert found["each"] == {"2026-01-10": [1, 0], "2026-01-11": [1, 1]}


def test_sessions_enter_once_each_and_hold_all_steps(tmp_path: Path) -> None:
    """Counting sessions: all steps in the same session."""
    happened = events("10:00 A", "10:05 A", "10:10 B", "12:00 A", "14:00 B")
    counts = counted(tmp_path, happened, "A", "B", window=(1, "session"), math="conversion_rate_session")
    assert counts == [2, 1]


def test_ratios_are_of_the_step_before_and_of_the_first(tmp_path: Path) -> None:
    """reference/funnels-query: step_conv_ratio, overall_conv_ratio."""
    happened = [
        event(name, f"u{user}", at(DAY) + 60 * turn)
        for user, names in enumerate(["A", "A", "AB", "ABC"])
        for turn, name in enumerate(names)
    ]
    block = told(journey(tmp_path, *happened), funnel("A", "B", "C"))
    assert row(block) == [4, 2, 1]
    assert row(block, "step_conv_ratio") == [1.0, 0.5, 0.5]
    assert row(block, "overall_conv_ratio") == [1.0, 0.5, 0.25]
    assert row(block, "avg_time_from_start") == [0.0, 60.0, 120.0]
