"""Flows over real and synthetic data equal what other tools computed from the same events."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.local.flows.stores import asked, nodes
from tests.local.references import answers, imported

RANGES = {
    "rete_ecom_SYNTHETIC": ("2024-01-01", "2024-07-31"),
    "sepsis": ("2013-11-01", "2015-06-30"),
    "otto_sample": ("2022-07-01", "2022-09-30"),
}
NEXT = [
    ("rete_ecom_SYNTHETIC", "add_to_cart"),
    ("rete_ecom_SYNTHETIC", "cart"),
    ("sepsis", "ER Registration"),
    ("sepsis", "IV Antibiotics"),
    ("sepsis", "Release A"),
    ("otto_sample", "Click"),
    ("otto_sample", "Add to Cart"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stores")


def found(folder: Path, name: str, *anchors: Any, **options: Any) -> Any:
    """What flows there are in all the data; every event has its node, and no repeat is dropped."""
    first, last = RANGES[name]
    return asked(imported(name, folder), *anchors, from_date=first, to_date=last, **{"forward": 1, **options})


@pytest.mark.parametrize(("name", "event"), NEXT)
@pytest.mark.parametrize(("counting", "known"), [("total", "all_occurrences"), ("unique", "first_occurrence_per_user")])
def test_what_comes_next(folder: Path, name: str, event: str, counting: str, known: str) -> None:
    expected = {entry["next"]: entry["n"] for entry in answers(name)[f"next_after_{event}"][known]}
    following = nodes(found(folder, name, event, count_type=counting))[1]
    following["(end)"] = following.pop("DROPOFF", 0)
    # The answers have the ten most frequent ones.
    assert {event: following.get(event, 0) for event in expected} == expected
    assert len(expected) >= min(10, sum(map(bool, following.values())))


@pytest.mark.parametrize("name", ["rete_ecom_SYNTHETIC", "sepsis"])
def test_transitions(folder: Path, name: str) -> None:
    """A flow begins with one event, so transitions from several are several questions."""
    expected = answers(name)["top_transitions"]
    pairs: Counter[tuple[str, str]] = Counter()
    for event in {source for source, _, _ in expected}:
        following = nodes(found(folder, name, event, count_type="total"))[1]
        pairs |= Counter({(event, target): several for target, several in following.items()})
    assert pairs.most_common(len(expected)) == [((source, target), several) for source, target, several in expected]


@pytest.mark.parametrize("name", ["rete_ecom_SYNTHETIC", "sepsis"])
def test_first_events(folder: Path, name: str) -> None:
    """Every user's first event, whichever it is, broken down by its name."""
    result = found(folder, name, "$all_events", segments="$event_name")
    sizes = {
        segment["value"]: int(segment["steps"][0]["nodes"][0]["totalCount"])
        for segment in result.breakdowns[0]["segments"]
    }
    assert sizes == answers(name)["start_events"]


@pytest.mark.parametrize("name", ["rete_ecom_SYNTHETIC", "sepsis"])
def test_last_events(folder: Path, name: str) -> None:
    """Every user's last event: every event, broken down by its name, behind which nothing comes."""
    result = found(folder, name, "$all_events", segments="$event_name", count_type="total")
    lost = {
        segment["value"]: sum(
            int(node["totalCount"]) for node in segment["steps"][1]["nodes"] if node["type"] == "DROPOFF"
        )
        for segment in result.breakdowns[0]["segments"]
    }
    expected = answers(name)["end_events"]
    assert {event: lost[event] for event in expected} == expected
    assert sum(lost.values()) >= sum(expected.values())


def test_whole_journeys(folder: Path) -> None:
    """The most frequent complete journeys, as far as a flow shows them: an event and at most five after it."""
    result = found(folder, "sepsis", "ER Registration", forward=5, reverse=1, mode="paths")
    # Journeys that begin with the anchor, and end in view.
    whole = [
        [[stop["event"] for stop in path["flowSteps"][:-1]], int(path["flowSteps"][-1]["totalCount"])]
        for path in result.flows
        if path["flowSteps"][0]["type"] == "ANCHOR" and path["flowSteps"][-1]["type"] == "DROPOFF"
    ]
    expected = [path for path in answers("sepsis")["top_paths"] if len(path[0]) <= 5]
    assert len(expected) == 3
    assert whole[:3] == expected
