"""Answers that hold so many segments and no more."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from mixpanel_async.results import Result

DEFAULT_LIMIT = 255
"""Segments of a funnel or a property where no limit is asked for (docs: query API, funnels and events/properties)."""


@frozen(kw_only=True)
class LimitedResult(Result):
    """An answer of at most *segment_limit* segments, where that is known; it is no part of ``to_dict``."""

    segment_limit: int | None = field(default=None, repr=False)

    @property
    def segment_count(self) -> int:
        """How many segments came; 0 where the answer is about all users together."""
        raise NotImplementedError

    @property
    def truncated(self) -> bool:
        """Whether as many segments came as the limit allows, so that there may be more: ask with a higher ``limit``."""
        return self.segment_limit is not None and self.segment_count >= self.segment_limit

    def to_dict(self) -> dict[str, Any]:
        """Everything, as plain data."""
        return {name: value for name, value in super().to_dict().items() if name != "segment_limit"}
