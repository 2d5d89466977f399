"""Projects and data views: what an account can see."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from mixpanel_async.discovery.cache import CachedOperations
from mixpanel_async.entities._calls import app_call, many, one
from mixpanel_async.entities._model import Entity
from mixpanel_async.results import Value
from mixpanel_async.scope import data_view

__all__ = [
    "MeOrgInfo",
    "MeProjectInfo",
    "MeResponse",
    "MeWorkspaceInfo",
    "Project",
    "PublicWorkspace",
    "WorkspaceRef",
]


@frozen(kw_only=True, eq=False, repr=False)
class PublicWorkspace(Entity):
    """A data view of a project that its members see; *is_global* marks the one that hides nothing."""

    id: int
    name: str
    project_id: int | None = None
    is_default: bool | None = None
    description: str | None = None
    is_global: bool | None = None
    is_restricted: bool | None = None
    is_visible: bool | None = None
    created_iso: str | None = None
    creator_name: str | None = None


@frozen(kw_only=True, eq=False, repr=False)
class MeOrgInfo(Entity):
    """An organization the account belongs to, its *role* there and what it may do."""

    id: int
    name: str
    role: str | None = None
    permissions: tuple[str, ...] | None = None


@frozen(kw_only=True, eq=False, repr=False)
class MeProjectInfo(Entity):
    """A project the account can see; *domain* tells its region, *timezone* the clock its days are cut by."""

    name: str
    organization_id: int | None = None
    timezone: str | None = None
    has_workspaces: bool | None = None
    domain: str | None = None
    type: str | int | None = None


@frozen(kw_only=True, eq=False, repr=False)
class MeWorkspaceInfo(Entity):
    """A data view the account can see."""

    id: int
    name: str
    project_id: int | None = None
    is_default: bool | None = None
    is_global: bool | None = None
    is_restricted: bool | None = None
    is_visible: bool | None = None
    description: str | None = None
    creator_name: str | None = None


@frozen(kw_only=True, eq=False, repr=False)
class MeResponse(Entity):
    """The account, and all it can see: organizations, projects and data views by their ids, as text."""

    user_id: int | None = None
    user_email: str | None = None
    user_name: str | None = None
    organizations: Mapping[str, MeOrgInfo] = field(factory=dict)
    projects: Mapping[str, MeProjectInfo] = field(factory=dict)
    workspaces: Mapping[str, MeWorkspaceInfo] = field(factory=dict)


@frozen
class Project(Value):
    """A project by its *id*, digits as text, with what is known of it."""

    id: str
    name: str | None = None
    organization_id: int | None = None
    timezone: str | None = None


@frozen
class WorkspaceRef(Value):
    """A data view by its *id*, with what is known of it."""

    id: int
    name: str | None = None
    is_default: bool | None = None
    project_id: str | None = None


class Projects(CachedOperations):
    """What the account can see."""

    @property
    def project(self) -> Project:
        """The project that is asked."""
        return Project(self._session.project_id)

    @property
    def workspace(self) -> WorkspaceRef | None:
        """The data view that is pinned; None for all data."""
        view = self._session.workspace_id
        return None if view is None else WorkspaceRef(view, project_id=self._session.project_id)

    async def me(self, *, force_refresh: bool = False) -> MeResponse:
        """The account and all it can see; a good first call, to check credentials and region.

        ``(await ws.me()).user_email``
        """
        return await self._cached("me", app_call("GET", "/me", one(MeResponse)), refresh=force_refresh)

    async def projects(self, *, refresh: bool = False) -> list[Project]:
        """The projects the account can see.

        ``[project.name for project in await ws.projects()]``
        """
        return [_project(number, known) for number, known in (await self.me(force_refresh=refresh)).projects.items()]

    async def workspaces(self, *, project_id: str | int | None = None, refresh: bool = False) -> list[WorkspaceRef]:
        """The data views the account can see in a project, its own by default.

        ``[view.name for view in await ws.workspaces()]``
        """
        wanted = str(project_id or self._session.project_id)
        views = map(_view, (await self.me(force_refresh=refresh)).workspaces.values())
        return [view for view in views if view.project_id == wanted]

    async def list_workspaces(self) -> list[PublicWorkspace]:
        """The project's data views that its members see.

        ``[view.name for view in await ws.list_workspaces() if view.is_global]``
        """
        return await self._call(app_call("GET", "{project}/workspaces/public", many(PublicWorkspace)))

    async def resolve_workspace_id(self) -> int:
        """The data view that calls use which need one: the pinned one, else the one for all data.

        Looked up once; it is not pinned by that. A ``WorkspaceScopeError`` where the account sees none.
        """
        return await data_view(self._connection)


def _project(number: str, known: MeProjectInfo) -> Project:
    return Project(number, known.name, known.organization_id, known.timezone)


def _view(known: MeWorkspaceInfo) -> WorkspaceRef:
    project = None if known.project_id is None else str(known.project_id)
    return WorkspaceRef(known.id, known.name, known.is_default, project)
