"""Requests under privacy laws are made, looked at, waited for and withdrawn."""

from __future__ import annotations

import json
from typing import Any

import pytest

import mixpanel_sync
from mixpanel_async import (
    AuthenticationError,
    DataDeletion,
    DataRetrieval,
    IncompleteChangeError,
    MixpanelError,
    ParamTypeError,
    ParamValidationError,
    PrivacyRequestStatus,
    QueryError,
    ResponseValidationError,
)
from mixpanel_transports.fake import Fake, json_reply, text_reply
from mixpanel_transports.message import Reply
from tests.faces import both, raised, workspace_options
from tests.virtual import VirtualBlockingRuntime

TOKEN = "591b3354bb2bdd96f72f23bf56911673"
MADE = json_reply({"status": "ok", "results": {"task_id": "job-1"}}, 201)
LISTED: dict[str, Any] = {
    "status": "PENDING",
    "disclosure_type": "DATA",
    "date_requested": "2020-03-09T22:28:55.078315",
    "tracking_id": "1583792934719392965",
    "project_id": 1978118,
    "compliance_type": "ccpa",
    "destination_url": None,
    "requesting_user": "pat@example.com",
    "distinct_id_count": 1,
}


def state(status: str, **more: Any) -> Reply:
    return json_reply({"status": "ok", "results": {"status": status, "distinct_ids": ["u1"], **more}})


def retrieve(ws: Any, *users: str, **more: Any) -> Any:
    return ws.request_data_retrieval(users, project_token=TOKEN, **more)


def delete(ws: Any, *users: str, **more: Any) -> Any:
    return ws.request_data_deletion(users, project_token=TOKEN, **more)


def test_a_request_names_users_and_law_and_the_token_names_the_project() -> None:
    _, (retrieval,) = both(lambda ws: retrieve(ws, "u1", "u2"), MADE)
    _, (deletion,) = both(lambda ws: delete(ws, "u1", compliance_type="CCPA"), MADE)

    assert retrieval.url == f"https://mixpanel.com/api/app/data-retrievals/v3.0/?token={TOKEN}"
    assert json.loads(retrieval.body) == {"distinct_ids": ["u1", "u2"], "compliance_type": "GDPR"}
    assert deletion.url == f"https://mixpanel.com/api/app/data-deletions/v3.0/?token={TOKEN}"
    assert json.loads(deletion.body) == {"distinct_ids": ["u1"], "compliance_type": "CCPA"}


@pytest.mark.parametrize(("given", "sent"), [({}, "Data"), ({"disclosure_type": "Sources"}, "Sources")])
def test_under_ccpa_it_is_said_what_to_disclose(given: dict[str, Any], sent: str) -> None:
    _, (request,) = both(lambda ws: retrieve(ws, "u1", compliance_type="CCPA", **given), MADE)

    assert json.loads(request.body) == {
        "distinct_ids": ["u1"],
        "compliance_type": "CCPA",
        "disclosure_type": sent,
    }


def test_a_new_request_is_told_in_two_shapes() -> None:
    short, _ = both(lambda ws: delete(ws, "u1"), MADE)
    long, _ = both(lambda ws: retrieve(ws, "u1"), json_reply({"status": "ok", "results": [LISTED]}))

    assert short == [DataDeletion(tracking_id="job-1", distinct_ids=("u1",), raw={**short[0].raw})]
    assert (long[0].tracking_id, long[0].status) == ("1583792934719392965", PrivacyRequestStatus.PENDING)
    assert (long[0].project_id, long[0].link, long[0].distinct_ids) == (1978118, None, ("u1",))
    assert long[0].extra == {"distinct_id_count": 1}


@pytest.mark.parametrize("answer", [{}, {"results": []}, {"results": {}}, {"results": [{"status": "PENDING"}]}])
def test_a_request_without_a_name_is_not_taken_for_one(answer: dict[str, Any]) -> None:
    error, _ = raised(lambda ws: delete(ws, "u1"), json_reply(answer))

    assert isinstance(error, ResponseValidationError)


@pytest.mark.parametrize(("ask", "size"), [(retrieve, 2000), (delete, 1999)])
def test_many_users_are_several_requests_a_second_apart(ask: Any, size: int) -> None:
    users = [f"u{number}" for number in range(size + 1)]
    runtime = VirtualBlockingRuntime()
    fake = Fake(MADE, json_reply({"results": {"task_id": "job-2"}}))
    with mixpanel_sync.Workspace(**workspace_options(fake, {"runtime": runtime})) as ws:
        requests = ask(ws, *users)

    assert [json.loads(request.body)["distinct_ids"] for request in fake.requests] == [users[:size], users[size:]]
    assert [(each.tracking_id, len(each.distinct_ids)) for each in requests] == [("job-1", size), ("job-2", 1)]
    assert runtime.waits == [1.0]


def test_a_later_part_that_fails_leaves_word_of_the_earlier_ones() -> None:
    users = [f"u{number}" for number in range(2000)]
    error, _ = raised(lambda ws: delete(ws, *users), MADE, json_reply({"error": "no"}, 403))

    assert isinstance(error, IncompleteChangeError)
    assert (error.details["distinct_ids"], [each["tracking_id"] for each in error.details["requests"]]) == (
        1999,
        ["job-1"],
    )
    assert "go on with distinct_ids[1999:]" in str(error)


def test_a_first_part_that_fails_changes_nothing() -> None:
    error, requests = raised(lambda ws: delete(ws, "u1"), json_reply({"error": "bad token"}, 401))

    assert (type(error), len(requests)) == (AuthenticationError, 1)


def test_no_users_are_no_request() -> None:
    assert both(lambda ws: delete(ws)) == ([], [])


@pytest.mark.parametrize("users", ["user-1", [1], [None]])
def test_what_is_no_list_of_texts_deletes_nobody(users: Any) -> None:
    error, requests = raised(lambda ws: ws.request_data_deletion(users, project_token=TOKEN))

    assert (type(error), requests) == (ParamTypeError, [])


@pytest.mark.parametrize(
    "wrong",
    [
        lambda ws: delete(ws, "u1", " "),
        lambda ws: delete(ws, "u1", compliance_type="gdpr"),
        lambda ws: retrieve(ws, "u1", disclosure_type="Data"),
        lambda ws: retrieve(ws, "u1", compliance_type="CCPA", disclosure_type="Everything"),
        lambda ws: ws.request_data_deletion(["u1"], project_token=" "),
        lambda ws: ws.cancel_data_deletion("", project_token=TOKEN),
        lambda ws: ws.wait_for_data_deletion("job-1", project_token=TOKEN, poll_interval=0),
    ],
)
def test_what_means_nothing_is_refused_before_it_is_sent(wrong: Any) -> None:
    error, requests = raised(wrong)

    assert (type(error), requests) == (ParamValidationError, [])


@pytest.mark.parametrize(
    ("said", "link"),
    [
        ({"results": "export.test/9"}, "export.test/9"),
        ({"result": "export.test/9"}, "export.test/9"),
        ({"destination_url": "export.test/9"}, "export.test/9"),
        ({"result": ""}, None),
        ({}, None),
    ],
)
def test_the_link_to_an_export_has_several_names(said: dict[str, str], link: str | None) -> None:
    found, (request,) = both(lambda ws: ws.get_data_retrieval("job-1", project_token=TOKEN), state("SUCCESS", **said))

    assert (found.link, found.tracking_id, found.distinct_ids) == (link, "job-1", ("u1",))
    assert request.url.endswith(f"/data-retrievals/v3.0/job-1/?token={TOKEN}")


def test_a_status_nobody_knows_yet_stays_as_it_is() -> None:
    found, _ = both(lambda ws: ws.get_data_deletion("job-1", project_token=TOKEN), state("ARCHIVED"))

    assert found.status == "ARCHIVED"


def test_a_request_is_asked_for_until_it_has_succeeded() -> None:
    runtime = VirtualBlockingRuntime()
    states = [state("PENDING"), state("UNKNOWN"), state("STARTED"), state("SUCCESS", results="export.test/9")]
    with mixpanel_sync.Workspace(**workspace_options(Fake(*states), {"runtime": runtime})) as ws:
        found = ws.wait_for_data_retrieval("job-1", project_token=TOKEN)

    assert (found.link, runtime.waits) == ("export.test/9", [60.0, 60.0, 60.0])


@pytest.mark.parametrize("status", ["FAILURE", "REVOKED", "NOT_FOUND"])
def test_a_request_that_ends_without_success_is_an_error(status: str) -> None:
    error, _ = raised(lambda ws: ws.wait_for_data_deletion("job-1", project_token=TOKEN), state(status))

    assert isinstance(error, QueryError)
    assert error.code == "PRIVACY_REQUEST_FAILED"
    assert f"request job-1 ended as {status}: " in str(error)


def test_a_request_that_lasts_can_be_waited_for_again() -> None:
    error, requests = raised(
        lambda ws: ws.wait_for_data_deletion("job-1", project_token=TOKEN, poll_interval=40, max_poll_seconds=60),
        *[state("STAGING")] * 3,
    )

    assert isinstance(error, IncompleteChangeError)
    assert (error.code, error.details, len(requests)) == ("PRIVACY_REQUEST_TIMEOUT", {"tracking_id": "job-1"}, 3)
    assert "still STAGING; go on with wait_for_data_deletion('job-1')" in str(error)


def test_a_request_that_cannot_be_asked_for_goes_on() -> None:
    error, _ = raised(lambda ws: ws.wait_for_data_deletion("job-1", project_token=TOKEN), json_reply({}, 403))

    assert isinstance(error, IncompleteChangeError)


def test_a_deletion_is_withdrawn_until_it_has_started() -> None:
    gone, (request,) = both(lambda ws: ws.cancel_data_deletion("a/b", project_token=TOKEN), text_reply("", 204))
    error, _ = raised(lambda ws: ws.cancel_data_deletion("job-1", project_token=TOKEN), text_reply("", 405))

    assert (gone, request.method) == (None, "DELETE")
    assert request.url.endswith(f"/data-deletions/v3.0/a%2Fb/?token={TOKEN}")
    assert isinstance(error, QueryError)
    assert error.status_code == 405


def test_the_token_of_the_project_is_shown_nowhere() -> None:
    error, (request,) = raised(lambda ws: delete(ws, "u1"), json_reply({"error": "no"}, 403))

    assert isinstance(error, MixpanelError)
    assert TOKEN not in f"{error!r} {error} {error.to_dict()} {request!r}"
    assert "token=***" in repr(request)


def test_a_retrieval_says_what_the_guide_shows() -> None:
    answer = json_reply({"status": "ok", "results": {"status": "PENDING", "result": "", "distinct_ids": ["1"]}})
    found, _ = both(lambda ws: ws.get_data_retrieval("job-1", project_token=TOKEN), answer)

    assert (type(found), found.status, found.link) == (DataRetrieval, PrivacyRequestStatus.PENDING, None)
