from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from mixpanel_async import (
    BulkPropertyUpdate,
    BulkUpdatePropertiesParams,
    ParamValidationError,
    PropertyDefinition,
    PropertyResourceType,
    UpdatePropertyDefinitionParams,
)
from mixpanel_transports.fake import json_reply
from mixpanel_transports.message import Reply, Request
from tests.faces import both

OF_EVENTS = {"id": 2, "name": "plan", "resourceType": "Event"}
OF_USERS = {"id": 3, "name": "plan", "resourceType": "User"}
NOTHING = Reply(204, {}, b"")


def reply(*rows: Any) -> Reply:
    return json_reply({"status": "ok", "results": list(rows)})


def query(request: Request) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(request.url).query)


def test_defect_9_no_names_mean_no_definitions() -> None:
    found, requests = both(lambda ws: ws.get_property_definitions(names=[], resource_type="user"))

    assert (found, requests) == ([], [])


@pytest.mark.parametrize(
    ("said", "sent"),
    [
        ("event", "Event"),
        ("events", "Event"),
        ("Event", "Event"),
        ("user", "User"),
        ("users", "User"),
        ("people", "User"),
        (PropertyResourceType.USER, "User"),
        (PropertyResourceType.GROUPPROFILE, "groupprofile"),
        ("Company", "Company"),
    ],
)
def test_a_resource_type_is_sent_by_its_name_there(said: str, sent: str) -> None:
    _, (request,) = both(lambda ws: ws.get_property_definitions(resource_type=said), reply())

    assert query(request) == [("resourceType", sent)]


@pytest.mark.parametrize("value", ["pro", 5, True, ["a"], {"b": 1}, None])
def test_an_example_is_a_value_of_any_kind(value: Any) -> None:
    sent = OF_EVENTS | {"exampleValue": value, "dataGroupId": 17}
    (found,), _ = both(lambda ws: ws.get_property_definitions(names=["plan"]), reply(sent))

    assert (found.example_value, found.data_group_id, found.to_dict()) == (value, 17, sent)


def test_a_property_may_have_no_id() -> None:
    found, _ = both(lambda ws: ws.get_property_definitions(names=["net"]), reply({"name": "net"}))

    assert found == [PropertyDefinition(name="net")]


def test_a_change_says_whose_property_it_is() -> None:
    params = UpdatePropertyDefinitionParams(sensitive=True, resource_type="User")
    found, (change, look) = both(lambda ws: ws.update_property_definition("plan", params), NOTHING, reply(OF_USERS))

    assert json.loads(change.body) == {"sensitive": True, "resourceType": "User", "name": "plan"}
    assert (found.id, query(look)) == (3, [("name[]", "plan"), ("resourceType", "User")])


@pytest.mark.parametrize("said", ["user", "Group", 5])
def test_a_change_of_something_else_than_events_and_users_is_refused(said: Any) -> None:
    with pytest.raises(ParamValidationError, match=r"resource_type is .*; it is one of Event, User"):
        UpdatePropertyDefinitionParams(resource_type=said)
    with pytest.raises(ParamValidationError, match=r"resource_type is .*; it is one of Event, User"):
        BulkPropertyUpdate(name="plan", resource_type=said)


def test_defect_19_several_changes_that_answer_nothing_are_looked_up() -> None:
    params = BulkUpdatePropertiesParams(properties=[BulkPropertyUpdate(name="plan", resource_type="User", hidden=True)])
    found, (_, look) = both(lambda ws: ws.bulk_update_property_definitions(params), NOTHING, reply(OF_EVENTS, OF_USERS))

    assert ([each.id for each in found], query(look)) == ([3], [("name[]", "plan")])


def test_changes_of_no_properties_are_not_sent() -> None:
    params = BulkUpdatePropertiesParams(properties=[])

    assert both(lambda ws: ws.bulk_update_property_definitions(params)) == ([], [])
