# Generated from mixpanel_async.entities.projects by mixpanel_sync._generate: edit that module, not this one.
"""Projects and data views: what an account can see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mixpanel_async.entities.projects import MeResponse, Project, PublicWorkspace, WorkspaceRef
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities import projects as core


class Projects(Face):
    """What the account can see."""

    _core: core.Projects

    def me(self, *, force_refresh: bool = False) -> MeResponse:
        """The account and all it can see; a good first call, to check credentials and region.

        ``(ws.me()).user_email``
        """
        return drive(self._core.me(force_refresh=force_refresh))

    def projects(self, *, refresh: bool = False) -> list[Project]:
        """The projects the account can see.

        ``[project.name for project in ws.projects()]``
        """
        return drive(self._core.projects(refresh=refresh))

    def workspaces(self, *, project_id: str | int | None = None, refresh: bool = False) -> list[WorkspaceRef]:
        """The data views the account can see in a project, its own by default.

        ``[view.name for view in ws.workspaces()]``
        """
        return drive(self._core.workspaces(project_id=project_id, refresh=refresh))

    def list_workspaces(self) -> list[PublicWorkspace]:
        """The project's data views that its members see.

        ``[view.name for view in ws.list_workspaces() if view.is_global]``
        """
        return drive(self._core.list_workspaces())

    def resolve_workspace_id(self) -> int:
        """The data view that calls use which need one: the pinned one, else the one for all data.

        Looked up once; it is not pinned by that. A ``WorkspaceScopeError`` where the account sees none.
        """
        return drive(self._core.resolve_workspace_id())
