"""Filters of steps and of whole funnels: first events, cohorts, custom events."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import mixpanel_sync
from mixpanel_async import CohortBreakdown, CohortCriteria, CohortDefinition, CreateCustomEventParams, Filter
from tests.local.asking import DAY, at, event, filtered
from tests.local.funnels.asking import funnel, journey, row, step, told

FIRST = filtered("$first_time_ever", "boolean", "true")


def days(*happened: str, user: str = "u1", **more: Any) -> list[dict[str, Any]]:
    """``"2026-01-10 A"``: a day and what happened at noon."""
    return [event(each.split()[1], user, at(each.split()[0]), **more) for each in happened]


def test_a_step_can_be_the_first_time_ever(tmp_path: Path) -> None:
    happened = [*days("2026-01-01 A", f"{DAY} A", "2026-01-11 B"), *days(f"{DAY} A", "2026-01-11 B", user="u2")]
    asking = journey(tmp_path, *happened)
    assert row(told(asking, funnel("A", "B"))) == [2, 2]
    assert row(told(asking, funnel(step("A", filters=[FIRST]), "B"))) == [1, 1]


def test_whole_funnels_can_begin_with_a_first_time(tmp_path: Path) -> None:
    happened = [*days("2026-01-01 A", f"{DAY} A", "2026-01-11 B"), *days(f"{DAY} A", user="u2")]
    assert row(told(journey(tmp_path, *happened), funnel("A", "B", where=[FIRST]))) == [1, 0]


def test_whole_funnels_are_filtered_by_cohort(tmp_path: Path) -> None:
    happened = [*days(f"{DAY} A", "2026-01-11 B", plan="pro"), *days(f"{DAY} A", user="u2")]
    asking = journey(tmp_path, *happened)
    buyers = CohortDefinition(CohortCriteria.did_event("B", at_least=1, from_date=DAY, to_date="2026-01-31"))
    with mixpanel_sync.Workspace.local(asking.root) as ws:
        for where, counts in ((Filter.in_cohort(buyers), [1, 1]), (Filter.not_in_cohort(buyers), [1, 0])):
            found = ws.query_funnel(["A", "B"], from_date=DAY, to_date=DAY, where=where)
            assert [one["count"] for one in found.steps_data] == counts


def test_a_custom_event_is_a_step_and_an_exclusion(tmp_path: Path) -> None:
    happened = [*days(f"{DAY} A", "2026-01-12 B"), *days("2026-01-11 X"), *days(f"{DAY} C", "2026-01-12 B", user="u2")]
    asking = journey(tmp_path, *happened)
    with mixpanel_sync.Workspace.local(asking.root) as ws:
        made = ws.create_custom_event(CreateCustomEventParams(name="Entry", alternatives=["A", "C"]))
        name = f"$custom_event:{made.id}"
        assert [one["count"] for one in ws.query_funnel([name, "B"], from_date=DAY, to_date=DAY).steps_data] == [2, 2]
        found = ws.query_funnel(["A", "B"], from_date=DAY, to_date=DAY, exclusions=["X"])
        assert [one["count"] for one in found.steps_data] == [1, 0]


def test_funnels_inside_and_outside_of_a_cohort(tmp_path: Path) -> None:
    happened = [*days(f"{DAY} A", "2026-01-11 B"), *days(f"{DAY} A", user="u2")]
    buyers = CohortDefinition(CohortCriteria.did_event("B", at_least=1, from_date=DAY, to_date="2026-01-31"))
    with mixpanel_sync.Workspace.local(journey(tmp_path, *happened).root) as ws:
        found = ws.query_funnel(["A", "B"], from_date=DAY, to_date=DAY, group_by=CohortBreakdown(buyers, "Buyers"))
    (split,) = found.series.values()
    assert {name: row(block) for name, block in split.items()} == {
        "$overall": [2, 1],
        "Buyers": [1, 1],
        "Not In Buyers": [1, 0],
    }
