from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given

from mixpanel_async import (
    CohortBreakdown,
    CohortCriteria,
    CohortDefinition,
    CohortMetric,
    Filter,
    ParamTypeError,
    ParamValidationError,
)
from tests.specs.strategies import DEFINITIONS

BOUGHT = CohortCriteria.did_event("Buy", at_least=3, within_days=30)
PREMIUM = CohortCriteria.has_property("plan", "premium")


def events(node: dict[str, Any]) -> Iterator[str]:
    """The behaviors that a selector names, depth first."""
    if node.get("property") == "behaviors":
        yield node["value"]
    for child in node.get("children", ()):
        yield from events(child)


@given(DEFINITIONS)
def test_behaviors_are_numbered_depth_first_over_the_whole_tree(definition: CohortDefinition) -> None:
    said = definition.to_dict()

    expected = [f"bhvr_{number}" for number in range(len(said["behaviors"]))]
    assert list(events(said["selector"])) == list(said["behaviors"]) == expected


@given(DEFINITIONS)
def test_only_to_dict_keeps_the_empty_selector_of_an_event(definition: CohortDefinition) -> None:
    kept, sent = definition.to_dict(), definition.raw()

    assert sent["selector"] == kept["selector"]
    for key, behavior in kept["behaviors"].items():
        event = behavior["count"]["event_selector"]
        assert "selector" in event
        given = {name: value for name, value in event.items() if value is not None}
        assert sent["behaviors"][key]["count"]["event_selector"] == given


@given(DEFINITIONS)
def test_what_it_says_is_json_of_its_own(definition: CohortDefinition) -> None:
    text = json.dumps(definition.to_dict())

    definition.to_dict()["selector"]["children"].clear()

    assert json.dumps(definition.to_dict()) == text


def test_definitions_nest() -> None:
    nested = CohortDefinition.any_of(PREMIUM, CohortDefinition.all_of(BOUGHT, CohortCriteria.in_cohort(7)))

    assert nested.to_dict()["selector"] == {
        "operator": "or",
        "children": [
            {"property": "user", "value": "plan", "operator": "==", "operand": "premium", "type": "string"},
            {
                "operator": "and",
                "children": [
                    {"property": "behaviors", "value": "bhvr_0", "operator": ">=", "operand": 3},
                    {"property": "cohort", "value": 7, "operator": "in"},
                ],
            },
        ],
    }


def test_calling_it_means_all_of() -> None:
    assert CohortDefinition(PREMIUM, BOUGHT) == CohortDefinition.all_of(PREMIUM, BOUGHT)
    assert CohortDefinition(PREMIUM) != CohortDefinition.any_of(PREMIUM)


@pytest.mark.parametrize("make", [CohortDefinition, CohortDefinition.all_of, CohortDefinition.any_of])
def test_it_needs_criteria(make: Any) -> None:
    with pytest.raises(ParamValidationError) as caught:
        make()
    with pytest.raises(ParamTypeError, match="no criterion"):
        make(Filter.is_set("plan"))

    assert caught.value.code == "CD9_EMPTY_CRITERIA"


def test_it_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        CohortDefinition(PREMIUM)._operator = "or"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("condition", "operator", "negated"),
    [
        (Filter.in_cohort(CohortDefinition(BOUGHT), "Buyers"), "contains", False),
        (Filter.not_in_cohort(CohortDefinition(BOUGHT), "Buyers"), "does not contain", True),
    ],
)
def test_a_filter_writes_it_out_and_a_negated_one_says_so_twice(
    condition: Filter, operator: str, negated: bool
) -> None:
    clause = condition.clause()

    described = {"negated": negated, "name": "Buyers", "raw_cohort": CohortDefinition(BOUGHT).raw()}
    assert (clause["filterOperator"], clause["filterValue"]) == (operator, [{"cohort": described}])


def test_a_described_cohort_carries_no_groups_in_a_breakdown() -> None:
    (described,) = CohortBreakdown(CohortDefinition(BOUGHT), include_negated=False).clause("42")["cohorts"]
    (saved,) = CohortBreakdown(5, include_negated=False).clause("42")["cohorts"]

    assert described == {
        "negated": False,
        "name": "",
        "data_group_id": "42",
        "raw_cohort": CohortDefinition(BOUGHT).raw(),
    }
    assert saved == {"negated": False, "name": "", "data_group_id": "42", "id": 5, "groups": []}


def test_an_unnamed_breakdown_has_labels_all_the_same() -> None:
    assert CohortBreakdown(CohortDefinition(BOUGHT)).clause()["value"] == ["", "Not In "]


def test_only_a_saved_cohort_has_a_size() -> None:
    with pytest.raises(ParamValidationError, match="saved") as caught:
        CohortMetric(CohortDefinition(BOUGHT), "Buyers")  # type: ignore[arg-type]

    assert caught.value.code == "CM5_INLINE_COHORT_METRIC"
