"""Annotations: notes pinned to days, and the tags they are sorted by."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from mixpanel_async.arguments import ids as checked_ids
from mixpanel_async.call import Operations
from mixpanel_async.dates import Day, day_text
from mixpanel_async.entities._calls import app_call, done, many, one
from mixpanel_async.entities._model import Entity, Params
from mixpanel_async.entities._unset import UNSET, Unset

__all__ = [
    "Annotation",
    "AnnotationTag",
    "AnnotationUser",
    "CreateAnnotationParams",
    "CreateAnnotationTagParams",
    "UpdateAnnotationParams",
]


@frozen(kw_only=True, eq=False, repr=False)
class AnnotationUser(Entity):
    """Who wrote an annotation."""

    id: int
    first_name: str
    last_name: str


@frozen(kw_only=True, eq=False, repr=False)
class AnnotationTag(Entity):
    """A label that annotations are sorted by."""

    id: int
    name: str
    project_id: int | None = None
    has_annotations: bool | None = None


@frozen(kw_only=True, eq=False, repr=False)
class Annotation(Entity):
    """A note pinned to *date*, ``2026-01-31 12:00:00`` on the project's clock."""

    id: int
    date: str
    description: str
    project_id: int | None = None
    user: AnnotationUser | None = None
    tags: tuple[AnnotationTag, ...] = ()


@frozen(kw_only=True, eq=False, repr=False)
class CreateAnnotationParams(Params):
    """A note to be pinned to *date*, ``2026-01-31 12:00:00``; *tags* are ids."""

    date: str
    description: str
    tags: Sequence[int] | Unset | None = UNSET
    user_id: int | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class UpdateAnnotationParams(Params):
    """What to change of a note; its date stays. *tags*, ids, replace those it has."""

    description: str | Unset | None = UNSET
    tags: Sequence[int] | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class CreateAnnotationTagParams(Params):
    """A label to be made."""

    name: str


class Annotations(Operations):
    """Notes pinned to days."""

    async def list_annotations(
        self, *, from_date: Day | None = None, to_date: Day | None = None, tags: Sequence[int] = ()
    ) -> list[Annotation]:
        """The project's annotations, between two days (both included) and of any of the *tags* where these are given.

        ``await ws.list_annotations(from_date="2026-01-01", tags=[7])``
        """
        query = {
            "fromDate": None if from_date is None else day_text(from_date, "from_date"),
            "toDate": None if to_date is None else day_text(to_date, "to_date"),
            "tags": ",".join(map(str, checked_ids(tags, "tags"))) or None,
        }
        return await self._call(app_call("GET", "{scope}/annotations/", many(Annotation), query=query))

    async def get_annotation(self, annotation_id: int) -> Annotation:
        """One annotation.

        ``await ws.get_annotation(4004)``
        """
        return await self._call(app_call("GET", _ONE, one(Annotation), args={"id": annotation_id}))

    async def create_annotation(self, params: CreateAnnotationParams) -> Annotation:
        """The annotation made.

        ``await ws.create_annotation(CreateAnnotationParams(date="2026-01-31 00:00:00", description="Launch"))``
        """
        return await self._call(app_call("POST", "{scope}/annotations/", one(Annotation), params=params))

    async def update_annotation(self, annotation_id: int, params: UpdateAnnotationParams) -> Annotation:
        """The annotation as it is after the change.

        ``await ws.update_annotation(4004, UpdateAnnotationParams(description="Launch in Japan"))``
        """
        return await self._call(app_call("PATCH", _ONE, one(Annotation), args={"id": annotation_id}, params=params))

    async def delete_annotation(self, annotation_id: int) -> None:
        """Remove one annotation.

        ``await ws.delete_annotation(4004)``
        """
        return await self._call(app_call("DELETE", _ONE, done, args={"id": annotation_id}))

    async def list_annotation_tags(self) -> list[AnnotationTag]:
        """The labels there are.

        ``[tag.name for tag in await ws.list_annotation_tags()]``
        """
        return await self._call(app_call("GET", "{scope}/annotations/tags/", many(AnnotationTag)))

    async def create_annotation_tag(self, params: CreateAnnotationTagParams) -> AnnotationTag:
        """The label made.

        ``await ws.create_annotation_tag(CreateAnnotationTagParams(name="release"))``
        """
        return await self._call(app_call("POST", "{scope}/annotations/tags/", one(AnnotationTag), params=params))


_ONE = "{scope}/annotations/{id}/"
