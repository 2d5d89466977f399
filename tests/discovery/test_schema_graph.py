"""Which events have which properties."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import networkx as nx
import polars as pl
import pytest

import mixpanel_async
import mixpanel_sync
from mixpanel_async.discovery.schema_graph import SchemaGraphResult
from mixpanel_async.errors import ResponseValidationError
from mixpanel_transports.fake import Fake, json_reply
from tests.faces import workspace_options
from tests.virtual import VirtualBlockingRuntime, VirtualRuntime

EVENTS = [
    {"id": 1, "name": "Login", "displayName": "Log in", "hidden": False, "customEventId": None},
    {"id": 2, "name": "plan", "customEventId": 10**30},
]
PROPERTIES = [
    {"name": "plan", "resourceType": "Event", "displayName": "Plan", "exampleValue": "pro", "density": 0.5},
    {"name": "lost", "resourceType": "Event", "exampleValue": 5},
]
USERS = [{"name": "$email", "resourceType": "User", "sensitive": True}]
PAIRS = [
    {"name": "Login", "properties": [{"name": "plan"}, {"name": "$os"}, {"name": "plan"}]},
    {"name": "plan", "properties": [{"name": "plan"}]},
]


def server(**replies):
    """Answers each of the four questions, whatever their order."""
    said = {"events": EVENTS, "Event": PROPERTIES, "User": USERS, "pairs": PAIRS} | replies

    def answer(request):
        place = urlsplit(request.url)
        if place.path.endswith("/data_definitions/events"):
            return json_reply(said["pairs"])
        return json_reply({"results": said[dict(parse_qsl(place.query)).get("resourceType", "events")]})

    return Fake(answer)


def graph(fake, **options):
    with mixpanel_sync.Workspace(**workspace_options(fake, {"runtime": VirtualBlockingRuntime()})) as ws:
        return ws.schema_graph(**options)


@pytest.fixture(scope="module")
def result():
    return graph(server())


def test_pairs_are_seen_from_either_side_each_once(result):
    assert result.event_to_properties == {"Login": ["plan", "$os"], "plan": ["plan"]}
    assert result.property_to_events == {"plan": ["Login", "plan"], "$os": ["Login"]}
    assert (result.properties_for_event("Login"), result.events_for_property("plan")) == (
        ["plan", "$os"],
        ["Login", "plan"],
    )
    assert (result.properties_for_event("No"), result.events_for_property("No")) == ([], [])


@pytest.mark.anyio
async def test_it_is_the_same_on_the_async_face(result):
    async with mixpanel_async.Workspace(**workspace_options(server(), {"runtime": VirtualRuntime()})) as ws:
        other = await ws.schema_graph()
    assert {**other.to_dict(), "computed_at": ""} == {**result.to_dict(), "computed_at": ""}


def test_orphans_are_defined_and_seen_with_no_event(result):
    assert result.orphan_properties() == ["lost"]


def test_the_frame_of_pairs(result):
    assert result.df is result.relationships_df
    assert result.df.to_dict(as_series=False) == {
        "event": ["Login", "Login", "plan"],
        "property": ["plan", "$os", "plan"],
    }


def test_the_frame_of_events(result):
    columns = ["name", "display_name", "hidden", "custom_event_id", "property_count"]
    assert result.events_df.select(columns).rows() == [
        ("Login", "Log in", False, None, 2),
        ("plan", None, None, 1e30, 1),
    ]


def test_the_frame_of_properties_has_those_of_users_too(result):
    columns = ["name", "resource_type", "example_value", "sensitive", "event_count"]
    assert result.properties_df.select(columns).rows() == [
        ("plan", "Event", "pro", None, 2),
        ("lost", "Event", "5", None, 0),
        ("$email", "User", None, True, None),
    ]


def test_frames_of_nothing_have_their_columns():
    nothing = SchemaGraphResult("")
    assert nothing.df.schema == {"event": pl.String, "property": pl.String}
    assert nothing.events_df.schema == graph(server()).events_df.schema | {"custom_event_id": pl.Int64}
    assert nothing.properties_df.schema == graph(server()).properties_df.schema


def test_the_graph_is_bipartite_and_tells_an_event_from_a_property_of_its_name(result):
    found = result.to_graph()
    assert nx.bipartite.is_bipartite(found)
    assert found.nodes["event", "plan"] == {"kind": "event", "name": "plan", "bipartite": 0}
    assert set(found["property", "plan"]) == {("event", "Login"), ("event", "plan")}
    assert found.degree["property", "lost"] == 0
    assert len(found) == 5


def test_rows_are_kept_as_sent_and_counted(result):
    assert (result.events, result.properties, result.user_properties) == (EVENTS, PROPERTIES, USERS)
    assert result.meta == {"event_count": 2, "property_count": 2, "user_property_count": 1, "relationship_count": 3}
    assert datetime.fromisoformat(result.computed_at).utcoffset() == timedelta(0)


def test_density_is_asked_for_and_users_are_left_out_as_told():
    fake = server()
    found = graph(fake, include_density=True, include_user_properties=False)
    assert (found.user_properties, found.include_density) == ([], True)
    queries = [dict(parse_qsl(urlsplit(request.url).query)) for request in fake.requests]
    assert sorted(str(query.get("includeDensity")) for query in queries) == ["None", "None", "true"]
    assert found.params == {"include_density": True, "include_user_properties": False}


def test_the_properties_of_every_event_are_waited_for_longer():
    fake = server()
    graph(fake)
    assert sorted(request.deadline for request in fake.requests) == [135.0, 135.0, 135.0, 600.0]


def test_the_graph_is_kept_until_forced():
    fake = server()
    options = workspace_options(fake, {"runtime": VirtualBlockingRuntime(), "discovery_ttl": 60.0})
    with mixpanel_sync.Workspace(**options) as ws:
        first = ws.schema_graph()
        assert ws.schema_graph() is first
        assert ws.schema_graph(force_refresh=True) is not first
        assert ws.schema_graph(include_user_properties=False).user_properties == []
    assert len(fake.requests) == 4 + 4 + 3


@pytest.mark.parametrize(
    ("part", "reply", "place"),
    [
        ("events", None, "$"),
        ("events", [{"id": 1}], "$.results[0].name"),
        ("Event", [{"name": "a", "hidden": "no"}], "$.results[0].hidden"),
        ("pairs", {"status": "ok"}, "$"),
        ("pairs", [{"name": "A"}], "$[0]"),
        ("pairs", [{"name": "A", "properties": {}}], "$[0].properties"),
        ("pairs", {"results": [{"name": "A", "properties": ["b"]}]}, "$.results[0].properties[0]"),
    ],
)
def test_what_cannot_be_read_says_where(part, reply, place):
    with pytest.raises(ResponseValidationError) as caught:
        graph(server(**{part: reply}))
    assert caught.value.details["path"] == place
