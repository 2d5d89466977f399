# Generated from mixpanel_async.entities.annotations by mixpanel_sync._generate: edit that module, not this one.
"""Annotations: notes pinned to days, and the tags they are sorted by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mixpanel_async.dates import Day
from mixpanel_async.entities.annotations import (
    Annotation,
    AnnotationTag,
    CreateAnnotationParams,
    CreateAnnotationTagParams,
    UpdateAnnotationParams,
)
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities import annotations as core


class Annotations(Face):
    """Notes pinned to days."""

    _core: core.Annotations

    def list_annotations(
        self, *, from_date: Day | None = None, to_date: Day | None = None, tags: Sequence[int] = ()
    ) -> list[Annotation]:
        """The project's annotations, between two days (both included) and of any of the *tags* where these are given.

        ``ws.list_annotations(from_date="2026-01-01", tags=[7])``
        """
        return drive(self._core.list_annotations(from_date=from_date, to_date=to_date, tags=tags))

    def get_annotation(self, annotation_id: int) -> Annotation:
        """One annotation.

        ``ws.get_annotation(4004)``
        """
        return drive(self._core.get_annotation(annotation_id))

    def create_annotation(self, params: CreateAnnotationParams) -> Annotation:
        """The annotation made.

        ``ws.create_annotation(CreateAnnotationParams(date="2026-01-31 00:00:00", description="Launch"))``
        """
        return drive(self._core.create_annotation(params))

    def update_annotation(self, annotation_id: int, params: UpdateAnnotationParams) -> Annotation:
        """The annotation as it is after the change.

        ``ws.update_annotation(4004, UpdateAnnotationParams(description="Launch in Japan"))``
        """
        return drive(self._core.update_annotation(annotation_id, params))

    def delete_annotation(self, annotation_id: int) -> None:
        """Remove one annotation.

        ``ws.delete_annotation(4004)``
        """
        drive(self._core.delete_annotation(annotation_id))

    def list_annotation_tags(self) -> list[AnnotationTag]:
        """The labels there are.

        ``[tag.name for tag in ws.list_annotation_tags()]``
        """
        return drive(self._core.list_annotation_tags())

    def create_annotation_tag(self, params: CreateAnnotationTagParams) -> AnnotationTag:
        """The label made.

        ``ws.create_annotation_tag(CreateAnnotationTagParams(name="release"))``
        """
        return drive(self._core.create_annotation_tag(params))
