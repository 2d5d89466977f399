from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import evolve

from mixpanel_async import (
    CreateExperimentParams,
    DuplicateExperimentParams,
    Experiment,
    ExperimentStatus,
    ParamValidationError,
    QueryError,
    UpdateExperimentParams,
)
from mixpanel_transports.fake import json_reply, text_reply
from tests.faces import both, raised

# All that developer.mixpanel.com documents of an experiment, but not what is in its parts.
SENT: dict[str, Any] = {
    "id": "0f8fad5b-d9cb-469f-a165-70867728950e",
    "name": "Checkout",
    "content_type": "experiments",
    "description": None,
    "created": "2026-01-31T08:00:00Z",
    "creator_id": 1,
    "creator_name": "Ada",
    "creator_email": "ada@example.com",
    "modified": "2026-02-01T08:00:00Z",
    "deleted": None,
    "is_favorited": False,
    "pinned_date": "2026-02-01",
    "tags": ["shop"],
    "last_modified_by_id": 1,
    "last_modified_by_name": "Ada",
    "last_modified_by_email": "ada@example.com",
    "can_view": True,
    "can_update_basic": True,
    "can_update_restricted": True,
    "can_update_visibility": True,
    "is_superadmin": False,
    "allow_staff_override": False,
    "can_share": True,
    "is_shared_with_project": True,
    "hypothesis": None,
    "status": "active",
    "variants": [{"key": "control"}],
    "metrics": [{"id": 1}],
    "settings": {},
    "exposures_cache": {},
    "results_cache": {},
    "start_date": "2026-02-01T00:00:00+00:00",
    "end_date": None,
    "feature_flag": {"id": "f1"},
}
REPLY = json_reply({"status": "ok", "results": SENT})
LEAST = {"id": "e1", "name": "A"}


def test_a_documented_experiment_is_read_and_goes_back_as_it_came() -> None:
    found, _ = both(lambda ws: ws.get_experiment("e1"), REPLY)

    assert (found.status, found.start_date) == (ExperimentStatus.ACTIVE, datetime(2026, 2, 1, tzinfo=UTC))
    assert found.extra == {}
    assert evolve(found, tags=("x",)).to_dict() == SENT | {"tags": ["x"]}


@pytest.mark.parametrize(
    ("odd", "read"),
    [
        ({"status": "paused"}, {"status": "paused"}),
        ({"status": None, "tags": None}, {"status": None, "tags": None}),
        ({"variants": {"control": 0.5}}, {"variants": {"control": 0.5}}),
        ({"variants": [1], "metrics": None}, {"variants": (1,), "metrics": None}),
        ({"creator": {"id": 1}, "can_edit": True}, {"can_edit": True}),
    ],
)
def test_what_is_unknown_null_or_of_another_shape_does_not_lose_an_experiment(
    odd: dict[str, Any], read: dict[str, Any]
) -> None:
    (found,), _ = both(lambda ws: ws.list_experiments(), json_reply({"results": [LEAST | odd]}))

    assert {name: getattr(found, name) for name in read} == read


def test_an_experiment_that_cannot_be_read_does_not_lose_the_others() -> None:
    with pytest.warns(match=r"left out, \$\.results\[0\]\.settings: 5 is no object"):
        found, _ = both(lambda ws: ws.list_experiments(), json_reply({"results": [LEAST | {"settings": 5}, LEAST]}))

    assert found == [Experiment(id="e1", name="A")]


def test_a_pinned_view_is_asked_as_documented() -> None:
    _, (request,) = both(lambda ws: ws.get_experiment("e1"), REPLY, workspace_id=67890)

    assert request.url.endswith("/api/app/workspaces/67890/experiments/e1")


def test_an_experiment_is_made_with_all_that_is_documented() -> None:
    documented = {
        "name": "Checkout",
        "description": "d",
        "hypothesis": "h",
        "settings": {},
        "variants": [{"key": "control"}],
        "metrics": [],
        "global_access_type": "on",
    }
    made, (request,) = both(
        lambda ws: ws.create_experiment(CreateExperimentParams(**documented)),
        json_reply({"status": "ok", "results": SENT}, 201),
    )

    assert (made.id, json.loads(request.body)) == (SENT["id"], documented)


@pytest.mark.parametrize(
    ("params", "bad"),
    [
        (CreateExperimentParams, {"name": ""}),
        (CreateExperimentParams, {"name": "A", "description": "d" * 401}),
        (UpdateExperimentParams, {"name": "n" * 256}),
        (UpdateExperimentParams, {"description": "d" * 401}),
        (DuplicateExperimentParams, {"name": ""}),
    ],
)
def test_what_the_documents_refuse_is_refused_before_it_is_sent(params: type[Any], bad: dict[str, Any]) -> None:
    with pytest.raises(ParamValidationError, match=f"^{params.__name__}: {[*bad][-1]} has "):
        params(**bad)


def test_a_change_that_is_not_shown_is_looked_at_and_none_clears() -> None:
    change = UpdateExperimentParams(description=None, status=ExperimentStatus.DRAFT)
    found, requests = both(lambda ws: ws.update_experiment("e1", change), text_reply("", 204), REPLY)

    assert (found.name, [request.method for request in requests]) == ("Checkout", ["PATCH", "GET"])
    assert json.loads(requests[0].body) == {"description": None, "status": "draft"}


@pytest.mark.parametrize(
    "operation",
    [
        lambda ws: ws.create_experiment(CreateExperimentParams(name="A")),
        lambda ws: ws.duplicate_experiment("e1", DuplicateExperimentParams(name="B")),
    ],
    ids=["create", "duplicate"],
)
def test_nothing_is_made_twice(operation: Callable[[Any], Any]) -> None:
    _, (request,) = both(operation, REPLY)

    assert (request.method, request.safe) == ("POST", False)


def test_an_id_cannot_lead_elsewhere() -> None:
    _, (request,) = both(lambda ws: ws.delete_experiment("a/b?c"), text_reply("", 204))

    assert request.url.endswith("/experiments/a%2Fb%3Fc")


def test_a_refusal_inside_a_200_is_one() -> None:
    refusal = json_reply({"status": "error", "type": "NotFound", "error": "no such experiment"})
    error, _ = raised(lambda ws: ws.get_experiment("e1"), refusal)

    assert isinstance(error, QueryError)
    assert "no such experiment" in str(error)


def test_what_is_under_erf_is_given_as_it_is_sent() -> None:
    found, _ = both(lambda ws: ws.list_erf_experiments(), json_reply({"results": [{"id": 1, "x": None}]}))

    assert found == [{"id": 1, "x": None}]
