from __future__ import annotations

import json
from typing import Any

import pytest
from attrs import evolve

from mixpanel_async import (
    ComposedPropertyValue,
    CreateCustomPropertyParams,
    CustomPropertyResourceType,
    ParamValidationError,
    PropertyResourceType,
    QueryError,
    UpdateCustomPropertyParams,
)
from mixpanel_transports.errors import ConnectionFailed
from mixpanel_transports.fake import json_reply
from mixpanel_transports.message import Reply
from tests.faces import both, raised

GROSS = {"resourceType": "event", "value": "gross", "shiny": 1}
SENT = {
    "customPropertyId": 77,
    "name": "Net",
    "description": None,
    "resourceType": "events",
    "displayFormula": "A",
    "composedProperties": {"A": GROSS},
    "isLocked": False,
    "isVisible": True,
    "dataGroupId": 3,
    "owner": {"id": 1},
}
FOUND = json_reply({"status": "ok", "results": SENT})
A = {"A": ComposedPropertyValue(resource_type="event", value="gross")}


def test_a_property_keeps_what_nobody_declared_down_to_what_it_is_made_of() -> None:
    found, _ = both(lambda ws: ws.get_custom_property(77), FOUND)

    assert (found.resource_type, found.extra) == (CustomPropertyResourceType.EVENTS, {"owner": {"id": 1}})
    assert found.composed_properties["A"].resource_type is PropertyResourceType.EVENT
    assert evolve(found, name="B").to_dict() == SENT | {"name": "B"}


@pytest.mark.parametrize("said", ["custom_groups", "event"])
def test_an_unknown_resource_type_is_read_as_it_is(said: str) -> None:
    found, _ = both(lambda ws: ws.get_custom_property(77), json_reply({"results": SENT | {"resourceType": said}}))

    assert found.resource_type == said


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({}, "nothing says how it is computed"),
        ({"display_formula": None, "behavior": None}, "nothing says how it is computed"),
        ({"display_formula": "A"}, "without composed_properties"),
        ({"display_formula": "A", "composed_properties": A, "behavior": {}}, "display_formula and behavior exclude"),
        ({"behavior": {}, "composed_properties": A}, "behavior and composed_properties exclude"),
        ({"behavior": {}, "resource_type": "event"}, "it is one of events, people, group_profiles"),
        ({"behavior": {}, "property_type": "list"}, "it is one of string, number, boolean, datetime"),
    ],
)
def test_what_cannot_be_computed_is_refused(more: dict[str, Any], problem: str) -> None:
    with pytest.raises(ParamValidationError, match=problem):
        CreateCustomPropertyParams(**{"name": "Net", "resource_type": "events", **more})


def test_a_formula_with_nothing_to_stand_for_its_letters_is_possible() -> None:
    params = CreateCustomPropertyParams(
        name="One",
        resource_type=CustomPropertyResourceType.PEOPLE,
        display_formula="1",
        composed_properties={},
        property_type=None,
    )

    assert params.to_body() == {
        "name": "One",
        "resourceType": "people",
        "displayFormula": "1",
        "composedProperties": {},
        "propertyType": None,
    }


def test_what_an_update_leaves_out_is_sent_along_as_it_was() -> None:
    params = UpdateCustomPropertyParams(name="B", description=None)
    _, (read, write) = both(lambda ws: ws.update_custom_property(77, params), FOUND, FOUND)

    assert (read.method, write.method) == ("GET", "PUT")
    assert json.loads(write.body) == {
        "name": "B",
        "description": None,
        "displayFormula": "A",
        "composedProperties": {"A": GROSS},
        "isLocked": False,
        "isVisible": True,
    }


def test_an_update_that_says_everything_needs_no_look() -> None:
    params = UpdateCustomPropertyParams(
        name="B", description="d", display_formula="A", composed_properties=A, is_locked=True, is_visible=True
    )
    _, (request,) = both(lambda ws: ws.update_custom_property("77", params), FOUND)

    assert json.loads(request.body)["composedProperties"] == {"A": {"resourceType": "event", "value": "gross"}}


@pytest.mark.parametrize(
    ("params", "stays"),
    [
        (UpdateCustomPropertyParams(name="B"), True),
        (UpdateCustomPropertyParams(display_formula="A", composed_properties=A), False),
    ],
    ids=["another name", "a formula instead"],
)
def test_a_behavior_stays_until_a_formula_takes_its_place(params: UpdateCustomPropertyParams, stays: bool) -> None:
    sent = {"customPropertyId": 77, "name": "First", "resourceType": "people", "behavior": {"x": 1}}
    before = json_reply({"results": sent})
    _, (_, write) = both(lambda ws: ws.update_custom_property(77, params), before, before)

    assert json.loads(write.body).get("behavior") == ({"x": 1} if stays else None)


def test_an_update_of_what_cannot_be_read_changes_nothing() -> None:
    params = UpdateCustomPropertyParams(name="B")
    error, requests = raised(lambda ws: ws.update_custom_property(77, params), json_reply({"error": "none"}, 404))

    assert (type(error), [request.method for request in requests]) == (QueryError, ["GET"])


def test_defect_19_an_update_that_answers_nothing_is_looked_up() -> None:
    params = UpdateCustomPropertyParams(name="Net")
    found, requests = both(lambda ws: ws.update_custom_property(77, params), FOUND, Reply(204, {}, b""), FOUND)

    assert (found.name, [request.method for request in requests]) == ("Net", ["GET", "PUT", "GET"])


def test_a_formula_that_makes_mixpanel_list_none_is_said_to_be_the_reason() -> None:
    body = {"error": "Unexpected token", "field": "displayFormula"}
    error, (request,) = raised(lambda ws: ws.list_custom_properties(), json_reply(body, 400))

    assert isinstance(error, QueryError)
    assert (error.status_code, error.response_body, error.request_url) == (400, body, request.url)
    assert "Unexpected token" in error.message
    assert error.message.endswith("so none are listed; mend or remove it in Mixpanel")


@pytest.mark.parametrize("body", [{"error": "no", "field": "name"}, {"error": "no"}, ["no"]], ids=str)
def test_other_refusals_are_left_as_they_are(body: Any) -> None:
    error, _ = raised(lambda ws: ws.list_custom_properties(), json_reply(body, 400))

    assert isinstance(error, QueryError)
    assert "formula" not in error.message


def test_asking_whether_a_property_is_good_may_be_repeated_making_it_may_not() -> None:
    params = CreateCustomPropertyParams(name="Net", resource_type="events", display_formula="A", composed_properties=A)
    _, (asked,) = both(lambda ws: ws.validate_custom_property(params), json_reply({"results": {"valid": True}}))
    error, (made,) = raised(lambda ws: ws.create_custom_property(params), ConnectionFailed("cut"))

    assert (asked.safe, made.safe, type(error)) == (True, False, ConnectionFailed)
