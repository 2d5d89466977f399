"""Service accounts: the accounts that programs sign in with, of an organization and of its projects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from mixpanel_async.arguments import ids as checked_ids
from mixpanel_async.auth.accounts import ServiceAccount
from mixpanel_async.call import Operations
from mixpanel_async.entities._calls import app_call, done, many, one
from mixpanel_async.entities._choices import one_of
from mixpanel_async.entities._model import Entity, Params
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.errors import ParamTypeError, ParamValidationError

__all__ = [
    "CreateServiceAccountParams",
    "NewServiceAccount",
    "ProjectServiceAccount",
    "ServiceAccountInfo",
    "ServiceAccountRole",
]


class ServiceAccountRole(StrEnum):
    """What a service account may do in a project or in its organization."""

    OWNER = "owner"
    ADMIN = "admin"
    ANALYST = "analyst"
    CONSUMER = "consumer"


@frozen(kw_only=True, eq=False, repr=False)
class ServiceAccountInfo(Entity):
    """A service account as it is listed: never with its secret.

    *last_used* is None for one that never was, *expires* for one that never does. *creator* is the id of a user.
    """

    id: int
    username: str
    created: datetime | None = None
    creator: int | None = None
    last_used: datetime | None = None
    expires: datetime | None = None
    user: int | None = None


@frozen(kw_only=True, eq=False, repr=False)
class ProjectServiceAccount(ServiceAccountInfo):
    """A service account in a project: its *role* there, and whether it sees data that is classified as sensitive.

    *target_type* says where its membership comes from: ``"individual"``, ``"team"`` or ``"organization"``.
    """

    role: ServiceAccountRole | str | None = None
    has_sensitive_access: bool | None = field(default=None, metadata={"wire": "hasSensitiveAccess"})
    target_type: str | None = None
    role_order: int | None = None
    email: str | None = None


@frozen(kw_only=True, eq=False, repr=False)
class NewServiceAccount(ServiceAccountInfo):
    """A service account just made. *token* is its secret: Mixpanel shows it this once, keep it now.

    It is not shown when this is printed; ``to_dict`` has it.
    """

    token: str = field(repr=False)

    @property
    def credentials(self) -> ServiceAccount:
        """What a Workspace signs in with as this account: ``ws.use(account=made.credentials)``."""
        return ServiceAccount(self.username, self.token)


def _with_zone(params: object, each: Any, value: datetime | Unset) -> None:
    if value is UNSET:
        return
    if not isinstance(value, datetime):
        raise ParamTypeError(f"{type(params).__name__}: {each.name} is {value!r}; give a datetime with a time zone")
    if value.tzinfo is None:
        raise ParamValidationError(
            f"{type(params).__name__}: {each.name} is {value!r}, of no time zone; add one, such as tzinfo=UTC"
        )


def _roles(_: object, __: object, value: Mapping[int, str] | Unset) -> None:
    if value is not UNSET:
        _grants(value)


@frozen(kw_only=True, eq=False, repr=False)
class CreateServiceAccountParams(Params):
    """A service account to be made: what *username* begins with, its *role* in the organization, until when it lasts.

    *projects* are the ids of projects that it shall be a member of, each with its role there.
    """

    username: str
    role: ServiceAccountRole | str | Unset = field(default=UNSET, validator=one_of(ServiceAccountRole))
    expires: datetime | Unset = field(default=UNSET, validator=_with_zone)
    projects: Mapping[int, ServiceAccountRole | str] | Unset = field(default=UNSET, validator=_roles)

    def to_body(self) -> dict[str, Any]:
        """The JSON that is sent."""
        body = super().to_body()
        return body if self.projects is UNSET else {**body, "projects": _grants(self.projects)}


class ServiceAccounts(Operations):
    """The accounts that programs sign in with; an admin or owner of the organization manages them.

    ``(await ws.projects())[0].organization_id`` tells an organization's id.
    """

    async def list_service_accounts(self, organization_id: int) -> list[ServiceAccountInfo]:
        """The service accounts of an organization.

        ``[account.username for account in await ws.list_service_accounts(4711) if account.last_used is None]``
        """
        return await self._call(app_call("GET", _ALL, many(ServiceAccountInfo), args={"organization": organization_id}))

    async def create_service_account(
        self, organization_id: int, params: CreateServiceAccountParams
    ) -> NewServiceAccount:
        """The service account made, with its secret, which nobody can ask for again.

        Where the answer cannot be read, the error's ``details["response_body"]`` has it.

        ``(await ws.create_service_account(4711, CreateServiceAccountParams(username="bot",
        projects={12345: "analyst"}))).credentials``
        """
        args = {"organization": organization_id}
        return await self._call(app_call("POST", _ALL, one(NewServiceAccount), args=args, params=params))

    async def get_service_account(self, organization_id: int, service_account_id: int) -> ServiceAccountInfo:
        """One service account.

        ``(await ws.get_service_account(4711, 7)).expires``
        """
        args = {"organization": organization_id, "id": service_account_id}
        return await self._call(app_call("GET", _ONE, one(ServiceAccountInfo), args=args))

    async def delete_service_account(self, organization_id: int, service_account_id: int) -> None:
        """Remove a service account from all projects and from the organization.

        ``await ws.delete_service_account(4711, 7)``
        """
        args = {"organization": organization_id, "id": service_account_id}
        return await self._call(app_call("DELETE", _ONE, done, args=args))

    async def list_project_service_accounts(self) -> list[ProjectServiceAccount]:
        """The service accounts that are members of the project, with their roles.

        ``{account.username: account.role for account in await ws.list_project_service_accounts()}``
        """
        return await self._call(app_call("GET", "{project}/service-accounts", many(ProjectServiceAccount)))

    async def add_service_accounts_to_projects(
        self,
        organization_id: int,
        service_account_ids: Sequence[int],
        projects: Mapping[int, ServiceAccountRole | str],
    ) -> None:
        """Make service accounts members of projects, each with the role that *projects* has for its id.

        No accounts, or no projects, change nothing.

        ``await ws.add_service_accounts_to_projects(4711, [7, 8], {12345: "analyst"})``
        """
        body = {
            "projects": _grants(projects),
            "service_account_ids": checked_ids(service_account_ids, "service_account_ids"),
        }
        if not all(body.values()):
            return None
        args = {"organization": organization_id}
        return await self._call(app_call("POST", f"{_ALL}/add-to-project", done, args=args, body=body))

    async def remove_service_accounts_from_projects(
        self, organization_id: int, projects: Mapping[int, Sequence[int]]
    ) -> None:
        """End memberships: *projects* has, for a project's id, the ids of the service accounts that shall leave it.

        ``await ws.remove_service_accounts_from_projects(4711, {12345: [7, 8]})``
        """
        leaving = [{"id": project, "service_account_ids": ids} for project, ids in _leavers(projects) if ids]
        if not leaving:
            return None
        args, body = {"organization": organization_id}, {"projects": leaving}
        return await self._call(app_call("POST", f"{_ALL}/remove-from-project", done, args=args, body=body))


_ALL = "/organizations/{organization}/service-accounts"
_ONE = f"{_ALL}/{{id}}"


def _leavers(projects: Mapping[int, Sequence[int]]) -> Iterator[tuple[int, list[int]]]:
    if not isinstance(projects, Mapping):
        raise ParamTypeError(
            f"projects is {projects!r}; give service account ids for each project id, as {{12345: [7]}}"
        )
    return ((project, checked_ids(ids, f"projects[{project}]")) for project, ids in projects.items())


def _grants(projects: Mapping[int, ServiceAccountRole | str]) -> list[dict[str, Any]]:
    """Projects with the role in each, as they are sent."""
    if not isinstance(projects, Mapping):
        raise ParamTypeError(f"projects is {projects!r}; give a role for each project id, as {{12345: 'analyst'}}")
    for project, role in projects.items():
        if role not in tuple(ServiceAccountRole):
            raise ParamValidationError(f"projects[{project}] is {role!r}; it is one of {', '.join(ServiceAccountRole)}")
    return [{"id": project, "role": str(role)} for project, role in projects.items()]
