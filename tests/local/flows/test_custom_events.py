"""Custom events among the events that flows show (docs/reports/flows)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from mixpanel_async import CreateCustomEventParams, QueryError, UpdateEventDefinitionParams
from mixpanel_sync import Workspace
from tests.local.asking import NOW, stored
from tests.local.flows.stores import DAYS, journeys, nodes, paths
from tests.local.through import workspace

SAVED = {"Browse": ["B", "C"], "Either": ["C", "D"]}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    found = stored(tmp_path, journeys("ABCD", "ACX", "ADB")).root
    ws = workspace(found)
    for name, alternatives in SAVED.items():
        ws.create_custom_event(CreateCustomEventParams(name=name, alternatives=alternatives))
    return found


def asked(ws: Workspace, anchors: str | Sequence[str] = "A", **more: Any) -> Any:
    return ws.query_flow(anchors, **{"forward": 2, "cardinality": 50, **DAYS, **more})


def test_an_event_is_shown_as_the_first_one_it_is_part_of(root: Path) -> None:
    result = asked(workspace(root))
    assert nodes(result) == [{"A": 3}, {"Browse": 2, "Either": 1}, {"Browse": 2, "X": 1}]
    assert [node["isCustomEvent"] for node in result.steps[2]["nodes"]] == [True, False]
    assert result.meta["assumptions"]["flow_custom_events"] == "oldest first"
    newest = asked(workspace(root, flow_custom_events="newest first"))
    assert nodes(newest)[1] == {"Either": 2, "Browse": 1}


def test_they_can_be_switched_off(root: Path) -> None:
    plain = [{"A": 3}, {"B": 1, "C": 1, "D": 1}, {"B": 1, "C": 1, "X": 1}]
    ws = workspace(root)
    params = dict(ws.build_flow_params("A", forward=2, cardinality=50, **DAYS))
    off = ws.run_flow_params(params | {"show_custom_events": False})
    assert nodes(off) == plain
    assert "flow_custom_events" not in off.meta["assumptions"]
    assert nodes(asked(workspace(root, flow_custom_events="not shown"))) == plain


def test_repeats_are_of_what_is_shown(root: Path) -> None:
    found = asked(workspace(root), collapse_repeated=True, mode="paths")
    assert paths(found) == {"A Browse Either": 1, "A Browse X": 1, "A Either Browse": 1}


def test_they_are_hidden_and_excluded_as_others_are(root: Path) -> None:
    hidden = asked(workspace(root), hidden_events=["$custom_event:1"], mode="paths")
    assert paths(hidden) == {"A Either DROPOFF": 2, "A X DROPOFF": 1}
    excluded = asked(workspace(root), exclusions=["$custom_event:2"], mode="paths")
    assert paths(excluded) == {"A Browse DROPOFF": 1, "A DROPOFF": 2}
    with pytest.raises(QueryError, match="no custom event is saved under the id '9'"):
        asked(workspace(root), hidden_events=["$custom_event:9"])


def test_the_lexicon_hides_them(root: Path) -> None:
    ws = workspace(root)
    ws.update_custom_event(1, UpdateEventDefinitionParams(hidden=True))
    assert nodes(asked(ws))[1] == {"Either": 2, "B": 1}


def test_anchors_are_what_they_are(root: Path) -> None:
    found = asked(workspace(root), ["A", "C"], forward=0, reverse=1)
    assert nodes(found)[3] == {"C": 2, "DROPOFF": 1}
    assert workspace(root, NOW).query_flow("$custom_event:2", forward=1, **DAYS).steps[0]["nodes"][0]["isCustomEvent"]
