"""The Lexicon: of what was seen and of what was said, tags, custom events, schemas."""

from __future__ import annotations

import pytest

import mixpanel_sync
from mixpanel_sync import (
    BulkCreateSchemasParams,
    BulkEventUpdate,
    BulkPropertyUpdate,
    BulkUpdateEventsParams,
    BulkUpdatePropertiesParams,
    CreateCustomEventParams,
    CreateTagParams,
    QueryError,
    SchemaEntry,
    UpdateEventDefinitionParams,
    UpdatePropertyDefinitionParams,
    UpdateTagParams,
)
from tests.local.asking import Asking
from tests.local.kept.keeping import asked, formed


def test_events_that_were_seen_have_a_definition_with_a_lasting_id(ws: mixpanel_sync.Workspace) -> None:
    first, again = ws.get_event_definitions(), ws.get_event_definitions()
    assert [event.name for event in first] == ["Buy", "Login"]
    assert [event.id for event in first] == [event.id for event in again]
    assert len({event.id for event in first}) == 2


def test_what_is_said_of_an_event_stays_and_adds_up(ws: mixpanel_sync.Workspace) -> None:
    ws.update_event_definition("Login", UpdateEventDefinitionParams(description="A session begins"))
    changed = ws.update_event_definition("Login", UpdateEventDefinitionParams(verified=True))
    assert (changed.description, changed.verified) == ("A session begins", True)
    (found,) = ws.get_event_definitions(names=["Login"])
    assert found.description == "A session begins"
    assert [entry["action"] for entry in ws.get_event_history("Login")] == ["update", "create"]
    ws.delete_event_definition("Login")
    assert ws.get_event_definitions(names=["Login"])[0].description is None


def test_events_can_be_changed_by_the_number_they_have(ws: mixpanel_sync.Workspace) -> None:
    (buy,) = ws.get_event_definitions(names=["Buy"])
    updates = [
        BulkEventUpdate(id=buy.id, hidden=True, team_contacts=["data"]),
        BulkEventUpdate(name="Login", tags=["a"]),
    ]
    first, second = ws.bulk_update_event_definitions(BulkUpdateEventsParams(events=updates))
    assert (first.name, first.hidden, first.extra["teamContacts"]) == ("Buy", True, ["data"])
    assert second.tags == ("a",)
    with pytest.raises(QueryError, match="there is no event 5"):
        ws.bulk_update_event_definitions(BulkUpdateEventsParams(events=[BulkEventUpdate(id=5, hidden=True)]))


def test_an_event_can_be_defined_before_it_is_seen(ws: mixpanel_sync.Workspace) -> None:
    ws.update_event_definition("Refund", UpdateEventDefinitionParams(description="Planned"))
    assert [event.name for event in ws.get_event_definitions()] == ["Buy", "Login", "Refund"]


def test_properties_of_events_and_of_users_are_apart(ws: mixpanel_sync.Workspace) -> None:
    changed = ws.update_property_definition("plan", UpdatePropertyDefinitionParams(sensitive=True))
    assert (changed.resource_type, changed.sensitive) == ("Event", True)
    ws.bulk_update_property_definitions(
        BulkUpdatePropertiesParams(properties=[BulkPropertyUpdate(name="plan", resource_type="User", display_name="P")])
    )
    assert [each.display_name for each in ws.get_property_definitions(names=["plan"], resource_type="User")] == ["P"]
    assert [each.display_name for each in ws.get_property_definitions(names=["plan"], resource_type="Event")] == [None]


def test_tags_are_renamed_and_removed_wherever_they_are(ws: mixpanel_sync.Workspace) -> None:
    tag = ws.create_lexicon_tag(CreateTagParams(name="core"))
    ws.update_event_definition("Login", UpdateEventDefinitionParams(tags=["core", "new"]))
    assert [each.name for each in ws.list_lexicon_tags()] == ["core", "new"]
    ws.update_lexicon_tag(tag.id, UpdateTagParams(name="heart"))
    assert ws.get_event_definitions(names=["Login"])[0].tags == ("heart", "new")
    ws.delete_lexicon_tag("new")
    assert ws.get_event_definitions(names=["Login"])[0].tags == ("heart",)
    with pytest.raises(QueryError, match="there is no tag 'new'"):
        ws.delete_lexicon_tag("new")


def test_custom_events_are_made_listed_changed_and_removed(ws: mixpanel_sync.Workspace) -> None:
    made = ws.create_custom_event(CreateCustomEventParams(name="Any", alternatives=["Login", "Café"]))
    assert [each.event for each in made.alternatives] == ["Login", "Café"]
    changed = ws.update_custom_event(made.id, UpdateEventDefinitionParams(description="Either"))
    assert (changed.custom_event_id, changed.description) == (made.id, "Either")
    assert [each.name for each in ws.list_custom_events()] == ["Any"]
    assert "Any" not in [each.name for each in ws.get_event_definitions()]
    ws.delete_custom_event(made.id)
    assert ws.list_custom_events() == []


@pytest.mark.parametrize("alternatives", ["[]", "{", '[{"name": "Login"}]', ""])
def test_a_custom_event_of_no_events_is_refused(alternatives: str, asking: Asking) -> None:
    asking.json(formed("/projects/1/custom_events/", name="Any", alternatives=alternatives), 400)


def test_schemas_are_uploaded_listed_changed_and_removed(ws: mixpanel_sync.Workspace) -> None:
    login = SchemaEntry(entity_type="event", name="Log in", schema_definition={"description": "d"})
    user = SchemaEntry(
        entity_type="profile", name="$user", schema_definition={"properties": {"plan": {"type": "string"}}}
    )
    assert ws.create_schemas_bulk(BulkCreateSchemasParams(entries=[login, user])).added == 2
    assert [(schema.entity_type, schema.name) for schema in ws.lexicon_schemas()] == [
        ("event", "Log in"),
        ("profile", "$user"),
    ]
    assert ws.lexicon_schema("profile", "$user").schema_json.properties["plan"].type == "string"
    ws.update_schema("event", "Log in", {"metadata": {"com.mixpanel": {"hidden": True}}})
    (entry,) = ws.list_schema_registry(entity_type="event")
    assert entry.schema_definition == {"description": "d", "metadata": {"com.mixpanel": {"hidden": True}}}
    assert ws.delete_schemas(entity_type="event", entity_name="Log in").delete_count == 1
    replaced = ws.create_schemas_bulk(BulkCreateSchemasParams(entries=[login], truncate=True))
    assert (replaced.added, replaced.deleted) == (1, 1)
    assert ws.delete_schemas().delete_count == 1


def test_one_schema_comes_without_an_envelope(asking: Asking) -> None:
    path = "/projects/1/schemas/event/Log%20in"
    assert asking.json(asked("POST", path, {"description": "d"})) == {"status": "ok"}
    assert asking.json(asked("GET", path)) == {"description": "d"}
    asking.json(asked("DELETE", "/projects/1/schemas/event/Other"), 404)


def test_entries_that_are_no_schemas_are_told_one_by_one(asking: Asking) -> None:
    good = {"entityType": "event", "name": "A", "schemaJson": {}}
    entries = [good, {**good, "entityType": "robot"}]
    results = asking.json(asked("PATCH", "/projects/1/schemas", {"entries": entries}))["results"]
    assert [row["status"] for row in results] == ["ok", "error"]
    asking.json(asked("POST", "/projects/1/schemas", {"entries": entries}), 400)


def test_the_graph_of_events_and_properties(ws: mixpanel_sync.Workspace) -> None:
    graph = ws.schema_graph()
    assert graph.properties_for_event("Buy") == ["plan"]
    assert graph.properties_for_event("Login") == []
