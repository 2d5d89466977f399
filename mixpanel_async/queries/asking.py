"""A question as what a workspace can run."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from mixpanel_async.workspace import Workspace

__all__ = ["Spec"]

R = TypeVar("R")


class Spec(Generic[R]):
    """A question whose answer is an *R*: ``InsightsQuery``, ``FunnelQuery``, ``RetentionQuery``, ``FlowQuery`` ..."""

    __slots__ = ()

    def asked_of(self, workspace: Workspace) -> Awaitable[R]:
        """Its answer in the project of *workspace*; ``workspace.run(question)`` is the way to ask."""
        raise NotImplementedError
