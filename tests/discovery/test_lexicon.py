"""What the Lexicon says, in each of the shapes it says it in."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from mixpanel_async.discovery.lexicon import LexiconDefinition, LexiconMetadata, LexiconProperty, LexiconSchema
from mixpanel_async.errors import ParamValidationError, QueryError, ResponseValidationError
from mixpanel_transports.fake import json_reply
from tests.faces import both, raised

KEPT = {
    "$source": "api",
    "displayName": "Added",
    "tags": ["core"],
    "hidden": True,
    "dropped": False,
    "contacts": ["a@example.com"],
    "teamContacts": ["Growth"],
}
SAID = {
    "description": "To the cart",
    "properties": {"sku": {"type": "string", "description": "Which"}, "any": {}},
    "metadata": {"com.mixpanel": KEPT, "org.other": {"x": 1}},
}
ENTRY = {"entityType": "event", "name": "Added To Cart", "schemaJson": SAID}
PROFILE = {"entityType": "profile", "name": "$user", "schemaJson": {"metadata": {"org.other": {}}}}

SCHEMA = LexiconSchema(
    "event",
    "Added To Cart",
    LexiconDefinition(
        "To the cart",
        {"sku": LexiconProperty("string", "Which", None), "any": LexiconProperty("string", None, None)},
        LexiconMetadata("api", "Added", ("core",), True, False, ("a@example.com",), ("Growth",)),
    ),
)


def wrapped(results):
    return json_reply({"results": results, "status": "ok"})


def the_schema(ws):
    return ws.lexicon_schema("event", "Added To Cart")


def test_schemas_are_sorted_by_type_and_name():
    earlier = ENTRY | {"name": "A"}
    schemas, (request,) = both(lambda ws: ws.lexicon_schemas(), wrapped([PROFILE, ENTRY, earlier]))
    assert [(schema.entity_type, schema.name) for schema in schemas] == [
        ("event", "A"),
        ("event", "Added To Cart"),
        ("profile", "$user"),
    ]
    assert schemas[1] == SCHEMA
    assert urlsplit(request.url).path == "/api/app/projects/12345/schemas"


def test_a_pinned_view_does_not_narrow_the_lexicon():
    _, (request,) = both(lambda ws: ws.lexicon_schemas(entity_type="event"), wrapped([]), workspace_id=77)
    assert request.url.endswith("/api/app/projects/12345/schemas/event?query_origin=mixpanel-async")


@pytest.mark.parametrize("reply", [{}, {"results": []}, []])
def test_a_lexicon_may_be_empty(reply):
    assert both(lambda ws: ws.lexicon_schemas(), json_reply(reply))[0] == []


@pytest.mark.parametrize(
    "reply",
    [
        {"results": [PROFILE, ENTRY], "status": "ok"},
        {"results": ENTRY},
        {"results": SAID},
        [ENTRY],
        ENTRY,
        SAID,
    ],
    ids=["the documented list", "an entry", "what it says", "a bare list", "a bare entry", "bare"],
)
def test_one_schema_is_read_in_every_shape_it_comes_in(reply):
    assert both(the_schema, json_reply(reply))[0] == SCHEMA


@pytest.mark.parametrize("found", [[], [ENTRY | {"name": "Other"}]])
def test_a_list_without_the_schema_is_a_refusal(found):
    error, _ = raised(the_schema, wrapped(found))
    assert (type(error), "'Added To Cart'" in str(error)) == (QueryError, True)


def test_what_is_not_known_is_left_out_of_the_plain_form():
    assert SCHEMA.to_dict() == {
        "entity_type": "event",
        "name": "Added To Cart",
        "schema_json": {
            "description": "To the cart",
            "properties": {"sku": {"type": "string", "description": "Which"}, "any": {"type": "string"}},
            "metadata": {
                "source": "api",
                "display_name": "Added",
                "tags": ["core"],
                "hidden": True,
                "dropped": False,
                "contacts": ["a@example.com"],
                "team_contacts": ["Growth"],
            },
        },
    }


@pytest.mark.parametrize(
    ("reply", "place"),
    [
        ({"status": "ok"}, "$"),
        ({"results": None}, "$"),
        ({"results": "x"}, "$.results"),
        ({"results": [5]}, "$.results[0]"),
        ({"results": [{"name": "A", "schemaJson": {}}]}, "$.results[0].entityType"),
        ({"results": [{"entityType": "event", "name": "A"}]}, "$.results[0]"),
        ({"results": [ENTRY | {"schemaJson": {"properties": []}}]}, "$.results[0].schemaJson.properties"),
        ({"results": [ENTRY | {"schemaJson": {"properties": {"a": 1}}}]}, "$.results[0].schemaJson.properties.a"),
        (
            {"results": [ENTRY | {"schemaJson": {"metadata": {"com.mixpanel": {"tags": [1]}}}}]},
            "$.results[0].schemaJson.metadata.com.mixpanel.tags[0]",
        ),
    ],
)
def test_what_cannot_be_read_says_where(reply, place):
    error, _ = raised(lambda ws: ws.lexicon_schemas(), json_reply(reply))
    assert isinstance(error, ResponseValidationError)
    assert error.details["path"] == place


@pytest.mark.parametrize("reply", [{"status": "ok"}, {"results": None}, {"results": 5}, None])
def test_one_schema_is_never_made_of_nothing(reply):
    error, _ = raised(the_schema, json_reply(reply))
    assert isinstance(error, ResponseValidationError)


@pytest.mark.parametrize(("kind", "name"), [("", "A"), ("event", ""), ("event", " ")])
def test_a_schema_without_a_name_is_refused_before_anything_is_sent(kind, name):
    error, requests = raised(lambda ws: ws.lexicon_schema(kind, name))
    assert (type(error), requests) == (ParamValidationError, [])


def test_names_are_sent_as_they_are():
    _, (request,) = both(lambda ws: ws.lexicon_schema("event", "a/b & c"), wrapped([ENTRY | {"name": "a/b & c"}]))
    assert "/schemas/event?entity_name=a%2Fb+%26+c&" in request.url
