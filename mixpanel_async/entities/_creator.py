"""Whoever made, owns or has verified what is kept."""

from __future__ import annotations

from attrs import frozen

from mixpanel_async.entities._model import Entity

__all__ = ["CohortCreator"]


@frozen(kw_only=True, eq=False, repr=False)
class CohortCreator(Entity):
    """Who made a cohort, a saved metric or behavior, owns it, or has verified it."""

    id: int | None = None
    name: str | None = None
    email: str | None = None
