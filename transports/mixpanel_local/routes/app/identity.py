"""Who asks, and which project and data view there are: one of each."""

from __future__ import annotations

from typing import Any, Final

from mixpanel_local.routes.context import Context
from mixpanel_local.routes.route import Route

_PROJECT: Final = "1"
_WORKSPACE: Final = 1
_NAME: Final = "Embedded Mixpanel"


def me(context: Context) -> dict[str, Any]:
    """GET /me: one user, one project, one workspace."""
    project = {"name": _NAME, "organization_id": 1, "timezone": context.store.time_zone, "has_workspaces": True}
    results = {
        "user_id": 1,
        "user_email": "local@localhost",
        "user_name": "local",
        "organizations": {"1": {"id": 1, "name": _NAME, "role": "owner"}},
        "projects": {_PROJECT: project},
        "workspaces": {str(_WORKSPACE): _workspace(_PROJECT)},
    }
    return {"status": "ok", "results": results}


def workspaces(context: Context) -> dict[str, Any]:
    """GET /projects/{project}/workspaces/public: the one workspace, of whatever project is asked for."""
    return {"status": "ok", "results": [_workspace(context.groups["project"])]}


def index(_: Context) -> dict[str, Any]:
    """GET /projects/metadata/index: the one project and its data view."""
    return {"status": "ok", "results": {_PROJECT: {"workspaces": {str(_WORKSPACE): _workspace(_PROJECT)}}}}


def _workspace(project: str) -> dict[str, Any]:
    return {
        "id": _WORKSPACE,
        "name": "All Project Data",
        "project_id": int(project),
        "is_default": True,
        "is_global": True,
        "is_restricted": False,
        "is_visible": True,
        "description": "",
    }


ROUTES: Final = (
    Route("GET", "/api/app/me", me),
    Route("GET", "/api/app/projects/metadata/index", index),
    Route("GET", "/api/app/projects/{project}/workspaces/public", workspaces),
)
