"""Operations that run programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from mixpanel_async.call import Call, Operations
from mixpanel_async.dates import Day
from mixpanel_async.errors import QueryError
from mixpanel_async.jql import coverage, daily, distribution, engagement, summary
from mixpanel_async.jql.arguments import script_text
from mixpanel_async.jql.asking import program, script_failure
from mixpanel_async.jql.coverage import PropertyCoverageResult
from mixpanel_async.jql.daily import DailyCountsResult
from mixpanel_async.jql.distribution import PropertyDistributionResult
from mixpanel_async.jql.engagement import EngagementDistributionResult
from mixpanel_async.jql.result import JQLResult, read_jql
from mixpanel_async.jql.summary import NumericPropertySummaryResult

T = TypeVar("T")


class JQL(Operations):
    """Programs over raw events, and five questions answered by such programs.

    Deprecated: Mixpanel is retiring JQL. A project may run 60 programs an hour and 5 at once, each for 2 minutes over
    5 GB. They see all data of the project, whatever data view is pinned. The five questions, unlike ``jql``, are
    answered by the embedded Mixpanel too, where they are not deprecated.
    """

    async def jql(self, script: str, params: Mapping[str, Any] | None = None) -> JQLResult:
        """The rows that *script*, JavaScript with a function ``main()``, gives; it sees *params* as ``params``.

        Deprecated: Mixpanel is retiring JQL; use ``query`` and its sisters, or ``stream_events``. A script that fails
        is a ``JQLSyntaxError``. The embedded Mixpanel runs no scripts.
        """
        instead = "query() and its sisters, or stream_events()"
        return await self._run(program("jql", script_text(script), params, read_jql, instead=instead))

    async def property_distribution(
        self, event: str, property: str, *, from_date: Day, to_date: Day, limit: int = 20
    ) -> PropertyDistributionResult:
        """The *limit* most frequent values of a *property* of *event*, of those events that have it.

        An explicit null is a value. Deprecated: Mixpanel is retiring JQL; use ``query`` with ``group_by=``.
        """
        return await self._run(distribution.property_distribution(event, property, from_date, to_date, limit))

    async def numeric_summary(
        self, event: str, property: str, *, from_date: Day, to_date: Day, percentiles: Sequence[int] | None = None
    ) -> NumericPropertySummaryResult:
        """Least, largest, sum, mean, spread and *percentiles* (25, 50, 75, 90, 95, 99) of a numeric *property*.

        What is no number, also one written as text, is left out. Mixpanel samples for percentiles: they may differ from
        call to call. Deprecated: Mixpanel is retiring JQL; use ``query`` with ``math=`` and ``math_property=``.
        """
        return await self._run(summary.numeric_summary(event, property, from_date, to_date, percentiles))

    async def daily_counts(
        self, *, from_date: Day, to_date: Day, events: str | Sequence[str] | None = None
    ) -> DailyCountsResult:
        """How many there were of each of *events* (default: of all) on each day of the project, by day.

        Deprecated: Mixpanel is retiring JQL; use ``query``.
        """
        return await self._run(daily.daily_counts(from_date, to_date, events))

    async def engagement_distribution(
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
        return await self._run(engagement.engagement_distribution(from_date, to_date, events, buckets))

    async def property_coverage(
        self, event: str, properties: str | Sequence[str], *, from_date: Day, to_date: Day
    ) -> PropertyCoverageResult:
        """In how many events each of *properties* is set; an explicit null is not.

        Deprecated: Mixpanel is retiring JQL; use ``query`` with ``Filter.is_set``.
        """
        return await self._run(coverage.property_coverage(event, properties, from_date, to_date))

    async def _run(self, call: Call[T]) -> T:
        """Perform *call*; how its script failed is the error."""
        try:
            return await self._call(call)
        except QueryError as refusal:
            if (failure := script_failure(refusal, str((call.form or {})["script"]))) is refusal:
                raise
            raise failure from refusal
