from __future__ import annotations

from typing import Any

import pytest

import mixpanel_async
import mixpanel_sync
from mixpanel_async import Project, WorkspaceRef, WorkspaceScopeError
from mixpanel_transports.fake import Fake, json_reply
from tests.faces import both, raised
from tests.virtual import VirtualBlockingRuntime

ME = json_reply(
    {
        "status": "ok",
        "results": {
            "user_id": 1,
            "user_email": "a@b.c",
            "projects": {"12345": {"name": "Proj", "organization_id": 777, "timezone": "UTC"}, "6": {"name": "Other"}},
            "workspaces": {"7": {"id": 7, "name": "All Project Data", "project_id": 12345}},
        },
    }
)


def test_an_account_sees_projects_and_data_views() -> None:
    projects, _ = both(lambda ws: ws.projects(), ME)
    views, _ = both(lambda ws: ws.workspaces(), ME)
    others, _ = both(lambda ws: ws.workspaces(project_id=6), ME)

    assert projects == [Project("12345", "Proj", 777, "UTC"), Project("6", "Other")]
    assert (views, others) == ([WorkspaceRef(7, "All Project Data", None, "12345")], [])


@pytest.mark.parametrize(
    ("views", "chosen"),
    [
        ([{"id": 1, "name": "a"}, {"id": 2, "name": "b", "is_global": True}], 2),
        ([{"id": 1, "name": "a", "is_default": True}, {"id": 2, "name": "All Project Data"}], 2),
        ([{"id": 1, "name": "a"}, {"id": 2, "name": "b", "is_default": True}], 2),
        ([{"id": 1, "name": "a", "is_visible": False}, {"id": 2, "name": "b"}], 2),
        ([{"id": 1, "name": "a", "is_visible": False}], 1),
    ],
)
def test_the_view_for_all_data_is_chosen(views: list[dict[str, Any]], chosen: int) -> None:
    assert both(lambda ws: ws.resolve_workspace_id(), json_reply({"results": views}))[0] == chosen


def test_where_views_are_not_public_the_index_tells() -> None:
    index = json_reply({"results": {"12345": {"workspaces": {"9": {"name": "x"}}}}})

    assert both(lambda ws: ws.resolve_workspace_id(), json_reply({"error": "no"}, 403), index)[0] == 9


def test_a_project_without_views_to_be_seen_is_an_error_that_says_so() -> None:
    error, _ = raised(lambda ws: ws.resolve_workspace_id(), json_reply({"results": []}), json_reply({"results": {}}))

    assert isinstance(error, WorkspaceScopeError)
    assert "12345" in str(error)


def blocking(*script: Any) -> tuple[mixpanel_sync.Workspace, Fake]:
    fake = Fake(*script)
    session: Any = {"username": "u", "secret": "s", "project_id": "12345", "region": "us"}
    return mixpanel_sync.Workspace(transport=fake, runtime=VirtualBlockingRuntime(), **session), fake


def test_a_view_is_looked_up_once_and_not_pinned() -> None:
    ws, fake = blocking(json_reply({"results": [{"id": 5, "name": "a"}]}))

    assert (ws.resolve_workspace_id(), ws.resolve_workspace_id(), len(fake.requests)) == (5, 5, 1)
    assert ws.workspace is None


def test_another_project_starts_without_what_was_known_of_the_one_before() -> None:
    views = [json_reply({"results": [{"id": number, "name": "a"}]}) for number in (5, 6)]
    ws, fake = blocking(*views)

    assert ws.resolve_workspace_id() == 5
    assert ws.use(project=555).project == Project("555")
    assert (ws.project, ws.resolve_workspace_id()) == (Project("555"), 6)
    assert "/projects/555/" in fake.requests[-1].url


def test_defect_10_a_data_view_stays_unless_the_project_or_the_account_changes() -> None:
    ws, _ = blocking()
    account = mixpanel_async.ServiceAccount("v", "t")

    assert ws.use(workspace=9).workspace == WorkspaceRef(9, project_id="12345")
    assert ws.use().workspace == WorkspaceRef(9, project_id="12345")
    assert ws.use(account=account).workspace is None
    assert (ws.account, ws.use(project=1, workspace=2).workspace) == (account, WorkspaceRef(2, project_id="1"))


def test_the_new_account_signs_what_follows() -> None:
    ws, fake = blocking(ME, ME)

    ws.me()
    ws.use(account=mixpanel_async.ServiceAccount("v", "t")).me()

    assert fake.requests[0].headers["authorization"] != fake.requests[1].headers["authorization"]
