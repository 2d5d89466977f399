# Generated from mixpanel_async.profiles.operations by mixpanel_sync._generate: edit that module, not this one.
"""Operations that read profiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mixpanel_sync._face import Face, wrap
from mixpanel_sync.paging import Stream

if TYPE_CHECKING:
    from mixpanel_async.profiles import operations as core


class Profiles(Face):
    """Profiles of users and groups."""

    _core: core.Profiles

    def stream_profiles(
        self,
        *,
        where: str | None = None,
        cohort_id: str | int | None = None,
        output_properties: Sequence[str] | None = None,
        raw: bool = False,
        distinct_id: str | None = None,
        distinct_ids: Sequence[str] | None = None,
        group_id: str | None = None,
        behaviors: Sequence[Mapping[str, Any]] | None = None,
        as_of_timestamp: int | None = None,
        include_all_users: bool = False,
        page_size: int | None = None,
        resume: Mapping[str, Any] | None = None,
    ) -> Stream[dict[str, Any]]:
        """Profiles as their pages arrive: ``{distinct_id, last_seen, properties}``, or with *raw* as sent.

        *where* picks by expression, *cohort_id* by a saved cohort; *include_all_users* adds its members without a
        profile. *group_id* asks for groups instead of users. *behaviors* name events that *where* may speak of, as of
        *as_of_timestamp* (seconds). Every page, of *page_size* profiles or 1000, is one of the project's 60 queries an
        hour. A page that fails raises its error, whose ``details["resume"]``, given as *resume*, goes on with that page
        as long as Mixpanel keeps the session; after that the error's code is ``SESSION_EXPIRED``.
        """
        return wrap(
            Stream,
            self._core.stream_profiles(
                where=where,
                cohort_id=cohort_id,
                output_properties=output_properties,
                raw=raw,
                distinct_id=distinct_id,
                distinct_ids=distinct_ids,
                group_id=group_id,
                behaviors=behaviors,
                as_of_timestamp=as_of_timestamp,
                include_all_users=include_all_users,
                page_size=page_size,
                resume=resume,
            ),
        )
