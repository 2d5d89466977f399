from __future__ import annotations

import json
from typing import Any

import pytest

import mixpanel_sync
from mixpanel_async import (
    BulkCreateSchemasParams,
    BulkCreateSchemasResponse,
    BulkPatchResult,
    DeleteSchemasResponse,
    IncompleteChangeError,
    ParamValidationError,
    SchemaEntry,
)
from mixpanel_transports.fake import Fake, json_reply, text_reply
from mixpanel_transports.message import Reply
from tests.faces import both, raised, workspace_options
from tests.virtual import VirtualBlockingRuntime

# As documented: docs.mixpanel.com/reference/lexicon-schemas-api.
ADDED_TO_CART = {
    "entityType": "event",
    "name": "Added To Cart",
    "schemaJson": {
        "description": "A product was put into the cart",
        "properties": {"$price": {"type": "number", "metadata": {"com.mixpanel": {"displayName": "Price"}}}},
        "metadata": {"com.mixpanel": {"tags": ["core"], "hidden": False}},
    },
}
LISTED = json_reply({"status": "ok", "results": [ADDED_TO_CART]})


def bulk(*entries: SchemaEntry, **more: Any) -> BulkCreateSchemasParams:
    return BulkCreateSchemasParams(entries=entries, **more)


def wide(name: str, properties: int) -> SchemaEntry:
    known = {f"p{number}": {"type": "string"} for number in range(properties)}
    return SchemaEntry(entity_type="event", name=name, schema_definition={"properties": known})


def names(request: Any) -> list[str]:
    return [entry["name"] for entry in json.loads(request.body)["entries"]]


def test_schemas_are_listed_whole_or_by_type() -> None:
    (entry,), (everything,) = both(lambda ws: ws.list_schema_registry(), LISTED)
    _, (events,) = both(lambda ws: ws.list_schema_registry(entity_type="event"), LISTED)

    assert (entry.schema_definition, entry.to_dict()) == (ADDED_TO_CART["schemaJson"], ADDED_TO_CART)
    assert everything.url.endswith("/projects/12345/schemas")
    assert events.url.endswith("/projects/12345/schemas/event")


def test_an_entry_is_made_by_either_name_of_its_schema() -> None:
    named = SchemaEntry(entity_type="event", name="Login", schema_definition={})

    assert SchemaEntry(entity_type="event", name="Login", schemaJson={}) == named  # type: ignore[call-arg]  # as sent
    assert named.to_dict() == {"entityType": "event", "name": "Login", "schemaJson": {}}


def test_what_was_read_goes_back_whole() -> None:
    (entry,), _ = both(
        lambda ws: ws.list_schema_registry(), json_reply({"results": [{**ADDED_TO_CART, "addedLater": 1}]})
    )
    _, (request,) = both(lambda ws: ws.create_schemas_bulk(bulk(entry)), json_reply({"results": {"added": 1}}))

    assert json.loads(request.body) == {"entries": [{**ADDED_TO_CART, "addedLater": 1}]}


def test_a_schema_is_put_and_changed_under_its_name() -> None:
    said, (put,) = both(lambda ws: ws.create_schema("event", "Sign up/x", {"description": None}), json_reply({}))
    _, (change,) = both(lambda ws: ws.update_schema("event", "Login", {}), text_reply("", 204))

    assert (said, put.method, put.body) == ({}, "POST", b'{"description":null}')
    assert put.url.endswith("/schemas/event/Sign%20up%2Fx")
    assert change.method == "PATCH"


def test_what_became_of_each_schema_is_told() -> None:
    rows = [
        {"entityType": "event", "name": "A", "status": "ok"},
        {"entityType": "event", "name": "B", "status": "error", "error": "unknown type"},
    ]
    found, _ = both(lambda ws: ws.update_schemas_bulk(bulk(wide("A", 0))), json_reply({"results": rows}))

    assert found == [
        BulkPatchResult(entity_type="event", name="A", status="ok"),
        BulkPatchResult(entity_type="event", name="B", status="error", error="unknown type"),
    ]


def test_more_than_a_minute_takes_is_sent_in_parts() -> None:
    params = bulk(wide("A", 2000), wide("B", 1997), wide("C", 0), truncate=True)
    found, (first, second) = both(
        lambda ws: ws.create_schemas_bulk(params),
        json_reply({"results": {"added": 2, "deleted": 7}}),
        json_reply({"results": {"added": 1}}),
    )

    assert found == BulkCreateSchemasResponse(added=3, deleted=7)
    assert (names(first), names(second)) == (["A", "B"], ["C"])


def test_parts_are_a_minute_apart() -> None:
    runtime, params = VirtualBlockingRuntime(), bulk(wide("A", 3998), wide("B", 3998), wide("C", 3998))
    fake = Fake(lambda _: json_reply({"results": []}))
    with mixpanel_sync.Workspace(**workspace_options(fake, {"runtime": runtime})) as ws:
        ws.update_schemas_bulk(params)

    assert runtime.waits == [60.0, 60.0]


def test_only_the_first_part_removes_what_is_there() -> None:
    params, done = bulk(wide("A", 3998), wide("B", 3998), truncate=True), json_reply({"results": {"added": 1}})
    _, (first, second) = both(lambda ws: ws.create_schemas_bulk(params), done, done)

    assert json.loads(first.body)["truncate"] is True
    assert "truncate" not in json.loads(second.body)


def test_a_part_that_fails_leaves_the_others_in() -> None:
    params = bulk(wide("A", 3998), wide("B", 3998), wide("C", 3998))
    done = json_reply({"results": {"added": 1}})
    error, _ = raised(lambda ws: ws.create_schemas_bulk(params), done, done, text_reply("no", 403))

    assert isinstance(error, IncompleteChangeError)
    assert error.details == {"entries": 2}
    assert str(error).startswith("entries[:2] are in, but then: POST")
    assert str(error).endswith("go on with entries[2:], without truncate")


def test_no_schemas_are_one_call_still() -> None:
    _, requests = both(lambda ws: ws.create_schemas_bulk(bulk(truncate=True)), json_reply({"results": {"deleted": 7}}))

    assert [json.loads(request.body) for request in requests] == [{"entries": [], "truncate": True}]


@pytest.mark.parametrize(
    ("answer", "count"),
    [(json_reply({"results": {"delete_count": 2}}), 2), (json_reply({"results": {"deleteCount": 2}}), 2)],
)
def test_the_count_of_what_is_removed_has_two_spellings(answer: Reply, count: int) -> None:
    found, (request,) = both(lambda ws: ws.delete_schemas(entity_type="event", entity_name="Sign up"), answer)

    assert found == DeleteSchemasResponse(delete_count=count)
    assert request.url.endswith("/schemas/event/Sign%20up")


@pytest.mark.parametrize(
    "scope", [{"entity_name": "Login"}, {"entity_type": ""}, {"entity_type": "event", "entity_name": " "}]
)
def test_an_empty_name_removes_no_more_than_was_meant(scope: dict[str, str]) -> None:
    error, requests = raised(lambda ws: ws.delete_schemas(**scope))

    assert (type(error), requests) == (ParamValidationError, [])


def test_defect_19_an_answer_without_a_body_says_that_it_is_done() -> None:
    nothing = text_reply("", 204)
    put, _ = both(lambda ws: ws.create_schema("event", "Login", {}), nothing)
    added, _ = both(lambda ws: ws.create_schemas_bulk(bulk(wide("A", 0))), nothing)
    updated, _ = both(lambda ws: ws.update_schemas_bulk(bulk(wide("A", 0))), nothing)
    deleted, _ = both(lambda ws: ws.delete_schemas(), nothing)

    assert (put, added, updated, deleted) == ({}, BulkCreateSchemasResponse(), [], DeleteSchemasResponse())
