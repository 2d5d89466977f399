# Generated from mixpanel_async.jql.operations by mixpanel_sync._generate: edit that module, not this one.
"""Operations that run programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mixpanel_async.dates import Day
from mixpanel_async.jql.coverage import PropertyCoverageResult
from mixpanel_async.jql.daily import DailyCountsResult
from mixpanel_async.jql.distribution import PropertyDistributionResult
from mixpanel_async.jql.engagement import EngagementDistributionResult
from mixpanel_async.jql.result import JQLResult
from mixpanel_async.jql.summary import NumericPropertySummaryResult
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.jql import operations as core


class JQL(Face):
    """Programs over raw events, and five questions answered by such programs.

    Deprecated: Mixpanel is retiring JQL. A project may run 60 programs an hour and 5 at once, each for 2 minutes over
    5 GB. They see all data of the project, whatever data view is pinned. The five questions, unlike ``jql``, are
    answered by the embedded Mixpanel too, where they are not deprecated.
    """

    _core: core.JQL

    def jql(self, script: str, params: Mapping[str, Any] | None = None) -> JQLResult:
        """The rows that *script*, JavaScript with a function ``main()``, gives; it sees *params* as ``params``.

        Deprecated: Mixpanel is retiring JQL; use ``query`` and its sisters, or ``stream_events``. A script that fails
        is a ``JQLSyntaxError``. The embedded Mixpanel runs no scripts.
        """
        return drive(self._core.jql(script, params))

    def property_distribution(
        self, event: str, property: str, *, from_date: Day, to_date: Day, limit: int = 20
    ) -> PropertyDistributionResult:
        """The *limit* most frequent values of a *property* of *event*, of those events that have it.

        An explicit null is a value. Deprecated: Mixpanel is retiring JQL; use ``query`` with ``group_by=``.
        """
        return drive(
            self._core.property_distribution(event, property, from_date=from_date, to_date=to_date, limit=limit)
        )

    def numeric_summary(
        self, event: str, property: str, *, from_date: Day, to_date: Day, percentiles: Sequence[int] | None = None
    ) -> NumericPropertySummaryResult:
        """Least, largest, sum, mean, spread and *percentiles* (25, 50, 75, 90, 95, 99) of a numeric *property*.

        What is no number, also one written as text, is left out. Mixpanel samples for percentiles: they may differ from
        call to call. Deprecated: Mixpanel is retiring JQL; use ``query`` with ``math=`` and ``math_property=``.
        """
        return drive(
            self._core.numeric_summary(event, property, from_date=from_date, to_date=to_date, percentiles=percentiles)
        )

    def daily_counts(
        self, *, from_date: Day, to_date: Day, events: str | Sequence[str] | None = None
    ) -> DailyCountsResult:
        """How many there were of each of *events* (default: of all) on each day of the project, by day.

        Deprecated: Mixpanel is retiring JQL; use ``query``.
        """
        return drive(self._core.daily_counts(from_date=from_date, to_date=to_date, events=events))

    def engagement_distribution(
        self,
        *,
        from_date: Day,
        to_date: Day,
        events: str | Sequence[str] | None = None,
        buckets: Sequence[int] | None = None,
    ) -> EngagementDistributionResult:
        """How many users did how many of *events* (default: of all).

        *buckets* say where each bucket begins (1, 2, 5, 10, 25, 50, 100); users below the first one have a bucket of
        their own. Deprecated: Mixpanel is retiring JQL; use ``query`` with a ``FrequencyBreakdown``.
        """
        return drive(
            self._core.engagement_distribution(from_date=from_date, to_date=to_date, events=events, buckets=buckets)
        )

    def property_coverage(
        self, event: str, properties: str | Sequence[str], *, from_date: Day, to_date: Day
    ) -> PropertyCoverageResult:
        """In how many events each of *properties* is set; an explicit null is not.

        Deprecated: Mixpanel is retiring JQL; use ``query`` with ``Filter.is_set``.
        """
        return drive(self._core.property_coverage(event, properties, from_date=from_date, to_date=to_date))
