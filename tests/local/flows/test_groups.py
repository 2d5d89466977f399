"""Flows of groups in place of users: they are those of the same events, each done by the groups it names."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from mixpanel_async import (
    CohortBreakdown,
    CohortCriteria,
    CohortDefinition,
    Filter,
    FlowStep,
    FrequencyBreakdown,
    GroupBy,
    ServerError,
)
from mixpanel_local import import_profiles
from tests.local.asking import NOW, event, stored, write_lines
from tests.local.flows.stores import START, asked, nodes

COMPANIES: tuple[Any, ...] = ("acme", "bob's", 7, ["acme", "bob's"], ["acme", "acme"], [], None)
COHORT = CohortDefinition(CohortCriteria.did_event("B", at_least=9, within_days=60))
PLANS = [{"$distinct_id": "acme", "$properties": {"plan": "pro", "size": 40}}]


def events() -> list[dict[str, Any]]:
    """Some events of companies, of several, and of none."""
    random = Random(7)
    start = round(START.timestamp())
    return [
        event(
            random.choice("ABCX"),
            random.choice("uvw"),
            start + number * 60,
            company=random.choice(COMPANIES),
            **{"$insert_id": f"{number:04}"},
        )
        for number in range(120)
    ]


def by_company() -> list[dict[str, Any]]:
    """The same, each once for every company it is of, which is who did it."""
    found = []
    for one in events():
        named = one["properties"]["company"]
        several = named if isinstance(named, list) else [] if named is None else [named]
        found += [
            {**one, "properties": {**one["properties"], "distinct_id": str(company)}}
            for company in dict.fromkeys(several)
        ]
    return found


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("groups")
    found = stored(folder, events()).root
    import_profiles(write_lines(folder / "g.ndjson", PLANS), found, group_key="company", data_group_id=5)
    return found


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stored(tmp_path_factory.mktemp("plain"), by_company(), PLANS).root


@pytest.mark.parametrize("mode", ["sankey", "paths", "tree"])
@pytest.mark.parametrize(
    "asking",
    [
        {"forward": 3, "reverse": 2},
        {"forward": 2, "count_type": "total", "hidden_events": ["X"]},
        {"forward": 2, "collapse_repeated": True, "exclusions": ["X"], "count_type": "total"},
        {"forward": 1, "where": Filter.equals("plan", "pro", resource_type="people")},
        {"forward": 1, "segments": GroupBy("plan", resource_type="people")},
        {"forward": 1, "segments": GroupBy("size", property_type="number", resource_type="people")},
        {"forward": 1, "segments": FrequencyBreakdown("B", bucket_size=3, bucket_min=0, bucket_max=30)},
        {"forward": 1, "segments": CohortBreakdown(COHORT)},
        {"forward": 1, "where": Filter.in_cohort(COHORT)},
        {"from_date": "2026-02-01", "to_date": "2026-02-01"},
    ],
    ids=str,
)
def test_they_are_those_of_whom_the_events_name(root: Path, plain: Path, mode: str, asking: dict[str, Any]) -> None:
    anchors = [FlowStep("A"), FlowStep("B")]
    ours = asked(root, *anchors, mode=mode, data_group_id=5, **asking)
    theirs = asked(plain, *anchors, mode=mode, **asking)
    assert (ours.steps, ours.flows, ours.trees) == (theirs.steps, theirs.flows, theirs.trees)
    assert (ours.breakdowns, ours.overall_conversion_rate) == (theirs.breakdowns, theirs.overall_conversion_rate)


def test_events_of_no_group_are_left_out(root: Path) -> None:
    of_none = sum(one["properties"]["company"] in ([], None) and one["event"] == "A" for one in events())
    assert of_none > 0
    assert asked(root, "A", data_group_id=5).meta["left_out"] == {"A": {"no distinct_id": of_none}}


def test_users_are_as_before(root: Path) -> None:
    assert nodes(asked(root, "A", forward=1))[0] == {"A": 3}


@pytest.mark.parametrize(
    ("anchor", "more", "said"),
    [
        ("A", {"conversion_window": 1, "conversion_window_unit": "session"}, "sessions"),
        (FlowStep("$session_start", session_event="start"), {}, "sessions"),
    ],
)
def test_what_is_known_of_users_alone_is_refused(root: Path, anchor: Any, more: dict[str, Any], said: str) -> None:
    with pytest.raises(ServerError, match=rf"flows with {said} in an analysis by group \(data_group_id\)"):
        asked(root, anchor, data_group_id=5, now=NOW, **more)
