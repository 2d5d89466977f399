"""The operation that asks what users did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from mixpanel_async.activity.feed import ActivityFeedResult
from mixpanel_async.activity.question import FeedOptions, FeedQuestion
from mixpanel_async.call import Call, Operations
from mixpanel_async.scope import data_view


class ActivityFeeds(Operations):
    """What single users did."""

    async def activity_feed(self, distinct_ids: Sequence[str], **options: Unpack[FeedOptions]) -> ActivityFeedResult:
        """What users did between two days (both included), event by event.

        *from_date* alone means until now, *to_date* alone the 30 days before it; without either it is the last 30 days.
        *include_events* or *exclude_events* pick by name; *search* picks events that hold a text, *search_properties*
        says in which properties; ``use_custom_events=True`` shows custom events too. *limit* is how many events are
        given, *sentinel_event* and *paging_window* go on from an earlier answer.

        Without a pinned data view, the one that stands for the project is looked up once.
        """
        question = FeedQuestion(distinct_ids, **options)
        body = question.body(self._session.project_id, await data_view(self._connection))
        return await self._call(
            Call(
                method="POST",
                path="/stream/bookmark",
                json=body,
                names_project=False,
                read=lambda answer: ActivityFeedResult.read(
                    answer, question.distinct_ids, question.from_date, question.to_date
                ),
            )
        )
