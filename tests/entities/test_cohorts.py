from __future__ import annotations

import json
from typing import Any

import pytest
from attrs import evolve

from mixpanel_async import (
    BulkUpdateCohortEntry,
    Cohort,
    CohortCreator,
    CohortCriteria,
    CohortDefinition,
    CreateCohortParams,
    ParamTypeError,
    ParamValidationError,
    UpdateCohortParams,
)
from mixpanel_transports.fake import json_reply, text_reply
from tests.faces import both

SENT = {
    "id": 3003,
    "name": "Power users",
    "count": 42,
    "verified": None,
    "data_group_id": 7,
    "created_by": {"id": 1, "name": "Ada", "role": "owner"},
    "referenced_by": [1],
    "groups": [{"x": 1}],
}
REPLY = json_reply({"status": "ok", "results": SENT})
WITH_EMAIL = CohortDefinition(CohortCriteria.property_is_set("$email"))
BUYERS = CohortDefinition.any_of(CohortCriteria.did_event("Purchase", at_least=3, within_days=30), WITH_EMAIL)


def test_a_cohort_keeps_what_it_does_not_declare_and_goes_back_as_it_came() -> None:
    cohort, _ = both(lambda ws: ws.get_cohort(3003), REPLY)

    assert (cohort.count, cohort.data_group_id, cohort.extra) == (42, 7, {"groups": [{"x": 1}]})
    assert cohort.created_by == CohortCreator(id=1, name="Ada", raw={"role": "owner"})
    assert evolve(cohort, name="B").to_dict() == SENT | {"name": "B"}


@pytest.mark.parametrize("group", [7, "7", None])
def test_a_data_group_is_named_by_text_number_or_not_at_all(group: object) -> None:
    found, _ = both(lambda ws: ws.list_cohorts_full(), json_reply({"results": [SENT | {"data_group_id": group}]}))

    assert [cohort.data_group_id for cohort in found] == [group]


def test_of_no_ids_there_are_no_cohorts_and_not_all_of_them() -> None:
    assert both(lambda ws: ws.list_cohorts_full(ids=[])) == ([], [])


def test_a_row_that_cannot_be_read_does_not_lose_the_others() -> None:
    with pytest.warns(match=r"left out, \$\.results\[0\]: there is no 'name'"):
        found, _ = both(lambda ws: ws.list_cohorts_full(), json_reply({"results": [{"id": 1}, {"id": 2, "name": "B"}]}))

    assert found == [Cohort(id=2, name="B")]


@pytest.mark.parametrize("definition", [BUYERS, BUYERS.to_dict()], ids=["spec", "object"])
def test_a_definition_is_sent_as_fields_of_its_own(definition: Any) -> None:
    params = CreateCohortParams(name="Buyers", definition=definition)
    _, (request,) = both(lambda ws: ws.create_cohort(params), REPLY)

    assert json.loads(request.body) == {"name": "Buyers", **BUYERS.to_dict()}
    assert request.safe is False


def test_what_a_definition_says_goes_before_the_fields() -> None:
    params = UpdateCohortParams(name="A", definition={"name": "B", "selector": {}})

    assert params.to_body() == {"name": "B", "selector": {}}


@pytest.mark.parametrize("definition", [None, {}])
def test_a_definition_that_says_nothing_is_not_sent(definition: Any) -> None:
    assert UpdateCohortParams(description=None, definition=definition).to_body() == {"description": None}


def test_a_criterion_is_no_definition() -> None:
    with pytest.raises(ParamTypeError, match=r"definition is CohortCriteria.*; give a CohortDefinition"):
        UpdateCohortParams(definition=CohortCriteria.property_is_set("$email"))  # type: ignore[arg-type]  # refused


def test_cohorts_are_changed_at_once_each_with_its_definition() -> None:
    entries = [BulkUpdateCohortEntry(id=1, definition=WITH_EMAIL), BulkUpdateCohortEntry(id=2, name="B")]
    _, (request,) = both(lambda ws: ws.bulk_update_cohorts(entries), text_reply("", 204))

    assert json.loads(request.body) == {"cohorts": [{"id": 1, **WITH_EMAIL.to_dict()}, {"id": 2, "name": "B"}]}


def test_a_definition_taken_from_another_cohort_does_not_change_that_one() -> None:
    with pytest.raises(ParamValidationError, match="id is 1, but the definition is of cohort 2; leave the id out"):
        BulkUpdateCohortEntry(id=1, definition={"id": 2, "selector": {}})


def test_a_change_that_is_not_shown_is_looked_at() -> None:
    change = UpdateCohortParams(name="Power users")
    cohort, requests = both(lambda ws: ws.update_cohort(3003, change), text_reply("", 204), REPLY)

    assert (cohort.id, [request.method for request in requests]) == (3003, ["PATCH", "GET"])
