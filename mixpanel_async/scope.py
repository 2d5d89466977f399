"""Which data view a project's calls are for, where they have to name one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from mixpanel_async.answer import Answer
from mixpanel_async.call import Call
from mixpanel_async.errors import QueryError, WorkspaceScopeError

if TYPE_CHECKING:
    from mixpanel_async.connection import Connection

GLOBAL_NAME = "All Project Data"

View = Mapping[str, Any]


async def data_view(connection: Connection) -> int:
    """The pinned data view, else the one that stands for the whole project, which is looked up once."""
    if (pinned := connection.session.workspace_id) is not None:
        return pinned
    async with connection.view_lock:
        if connection.view is None:
            connection.view = await _looked_up(connection)
        return connection.view


async def _looked_up(connection: Connection) -> int:
    """The public data views are asked for; where there is none to be seen, the project's index."""
    try:
        views = await connection.perform(_PUBLIC)
    except QueryError as refusal:
        if refusal.status_code not in (403, 404):
            raise
        views = []
    if not views:
        views = await connection.perform(_indexed(connection.session.project_id))
    chosen = chosen_view(views)
    if chosen is None:
        raise WorkspaceScopeError(
            f"project {connection.session.project_id} shows no data view to this account; "
            "give workspace_id=, or ask a project admin for access"
        )
    return Answer(chosen).get("id").whole()


def chosen_view(views: Iterable[View]) -> View | None:
    """The view for everything: the global one, else the one called so, the default, a visible one, any."""
    views = list(views)
    tests = (
        lambda view: view.get("is_global") is True,
        lambda view: view.get("name") == GLOBAL_NAME,
        lambda view: view.get("is_default") is True,
        lambda view: view.get("is_visible") is not False,
        lambda _: True,
    )
    return next((view for test in tests for view in views if test(view)), None)


_PUBLIC: Call[list[dict[str, Any]]] = Call(
    family="app",
    path="{project}/workspaces/public",
    read=lambda answer: answer.results().objects(),
)


def _indexed(project: str) -> Call[list[dict[str, Any]]]:
    def read(answer: Answer) -> list[dict[str, Any]]:
        views = answer.results().get(project).get("workspaces")
        return [{"id": int(number)} | view.object() for number, view in views.entries() if number.isdigit()]

    return Call(family="app", path="/projects/metadata/index", read=read)
