"""Business context: what an organization or a project tells Mixpanel's AI about itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, get_args

from attrs import frozen

from mixpanel_async.answer import Answer
from mixpanel_async.call import Call
from mixpanel_async.discovery.cache import CachedOperations
from mixpanel_async.entities._calls import app_call, entity
from mixpanel_async.entities._model import Entity
from mixpanel_async.entities._steps import changed
from mixpanel_async.errors import BusinessContextValidationError, ParamTypeError, ParamValidationError
from mixpanel_async.organization import organization_call
from mixpanel_async.results import Value

__all__ = ["BusinessContext", "BusinessContextChain"]

ContextLevel = Literal["organization", "project"]
"""Whose business context is meant."""

LONGEST = 50_000
"""Characters that a business context may have."""


@frozen(kw_only=True, eq=False, repr=False)
class BusinessContext(Entity):
    """What is said at a *level* about the business, as Markdown; *content* is empty where nothing is.

    *organization_id* or *project_id* says of which; a chain does not say the organization's.
    """

    level: ContextLevel
    content: str
    organization_id: int | None = None
    project_id: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said."""
        return not self.content

    @property
    def character_count(self) -> int:
        """How many of the 50,000 characters are used."""
        return len(self.content or "")


@frozen
class BusinessContextChain(Value):
    """All that is said about the business of a project: by its organization, and by itself."""

    organization: BusinessContext
    project: BusinessContext


class BusinessContexts(CachedOperations):
    """What an organization or a project tells Mixpanel's AI about itself."""

    async def get_business_context(
        self, *, level: ContextLevel = "project", organization_id: int | None = None
    ) -> BusinessContext:
        """What is said about the project, or, by *level*, about an organization: its own unless one is named.

        A ``WorkspaceScopeError`` where the account does not see which organization the project belongs to.

        ``(await ws.get_business_context()).content``
        """
        return await self._call(_look(await self._owner(level, organization_id)))

    async def set_business_context(
        self, content: str, *, level: ContextLevel = "project", organization_id: int | None = None
    ) -> BusinessContext:
        """What is said after *content*, Markdown of at most 50,000 characters, has replaced it.

        ``await ws.set_business_context("We sell shoes. A *visit* is a Session Start.", level="organization")``
        """
        _check(content)
        owner = await self._owner(level, organization_id)
        return await changed(self._connection, _change(owner, content), _look(owner))

    async def clear_business_context(
        self, *, level: ContextLevel = "project", organization_id: int | None = None
    ) -> BusinessContext:
        """The empty context, once nothing is said any more.

        ``await ws.clear_business_context()``
        """
        return await self.set_business_context("", level=level, organization_id=organization_id)

    async def get_business_context_chain(self) -> BusinessContextChain:
        """All that is said about the project's business: by its organization, and by itself.

        ``(await ws.get_business_context_chain()).organization.content``
        """
        return await self._call(_chain(self._session.project_id))

    async def _owner(self, level: ContextLevel, organization_id: int | None) -> Mapping[str, Any]:
        """Whose context it is: the fields of it that the server does not send."""
        project = self._session.project_id
        if level not in get_args(ContextLevel):
            raise ParamValidationError(f"level is {level!r}; it is organization or project", "WS2_INVALID_LEVEL")
        if level == "project" and organization_id is not None:
            raise ParamValidationError("organization_id goes with level='organization'; give both or neither")
        if level == "project":
            return {"level": level, "project_id": project}
        if organization_id is None:
            organization_id = await self._cached("organization", organization_call(project))
        return {"level": level, "organization_id": organization_id}


def _check(content: str) -> None:
    if not isinstance(content, str):
        raise ParamTypeError(f"content is {content!r}; give a text")
    if len(content) > LONGEST:
        raise BusinessContextValidationError(
            f"content has {len(content):,} characters; shorten it to {LONGEST:,}",
            details={"length": len(content), "limit": LONGEST},
        )


def _look(owner: Mapping[str, Any]) -> Call[BusinessContext]:
    return app_call("GET", _path(owner), lambda answer: _context(owner, answer.results()), args=_args(owner))


def _change(owner: Mapping[str, Any], content: str) -> Call[BusinessContext | None]:
    return app_call("PUT", _path(owner), _context_or_nothing(owner), args=_args(owner), body={"content": content})


def _path(owner: Mapping[str, Any]) -> str:
    return "{project}/business-context" if "project_id" in owner else "/organizations/{organization}/business-context"


def _args(owner: Mapping[str, Any]) -> Mapping[str, int]:
    return {} if "project_id" in owner else {"organization": owner["organization_id"]}


def _context(owner: Mapping[str, Any], said: Answer) -> BusinessContext:
    return entity(BusinessContext, said.at({**said.object(), **owner}, ""))


def _context_or_nothing(owner: Mapping[str, Any]) -> Callable[[Answer], BusinessContext | None]:
    def read(answer: Answer) -> BusinessContext | None:
        said = answer.results()
        return None if said.value in (None, {}, {"status": "ok"}) else _context(owner, said)

    return read


def _chain(project: str) -> Call[BusinessContextChain]:
    def read(answer: Answer) -> BusinessContextChain:
        said = answer.results()
        return BusinessContextChain(
            BusinessContext(level="organization", content=_link(said, "org_context")),
            BusinessContext(level="project", content=_link(said, "project_context"), project_id=project),
        )

    return app_call("GET", "{project}/business-context/chain", read)


def _link(chain: Answer, name: str) -> str:
    """What one link of the chain says; null says nothing."""
    if name not in chain.object():
        raise chain.refusal(f"there is no {name!r}")
    return chain.get(name).text_or()
