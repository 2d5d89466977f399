# Generated from mixpanel_async.activity.operations by mixpanel_sync._generate: edit that module, not this one.
"""The operation that asks what users did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from mixpanel_async.activity.feed import ActivityFeedResult
from mixpanel_async.activity.question import FeedOptions
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.activity import operations as core


class ActivityFeeds(Face):
    """What single users did."""

    _core: core.ActivityFeeds

    def activity_feed(self, distinct_ids: Sequence[str], **options: Unpack[FeedOptions]) -> ActivityFeedResult:
        """What users did between two days (both included), event by event.

        *from_date* alone means until now, *to_date* alone the 30 days before it; without either it is the last 30 days.
        *include_events* or *exclude_events* pick by name; *search* picks events that hold a text, *search_properties*
        says in which properties; ``use_custom_events=True`` shows custom events too. *limit* is how many events are
        given, *sentinel_event* and *paging_window* go on from an earlier answer.

        Without a pinned data view, the one that stands for the project is looked up once.
        """
        return drive(self._core.activity_feed(distinct_ids, **options))
