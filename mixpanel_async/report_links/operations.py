"""Operations on links to reports."""

from __future__ import annotations

from mixpanel_async.errors import ParamValidationError, UnsupportedReportLinkError
from mixpanel_async.queries.flow.operations import Flows
from mixpanel_async.queries.flow.result import FlowQueryResult
from mixpanel_async.queries.funnel.operations import Funnels
from mixpanel_async.queries.funnel.result import FunnelQueryResult
from mixpanel_async.queries.insights.operations import Insights
from mixpanel_async.queries.insights.result import QueryResult
from mixpanel_async.queries.retention.operations import Retention
from mixpanel_async.queries.retention.result import RetentionQueryResult
from mixpanel_async.report_links.addresses import LinkedReport, saved_address
from mixpanel_async.report_links.making import Linkable, drafted
from mixpanel_async.report_links.resolving import resolved
from mixpanel_async.report_links.scope import refuse_elsewhere
from mixpanel_async.report_links.values import ReportLink, ReportLinkType, ResolvedReport
from mixpanel_async.specs.words import FlowChartType

__all__ = ["ReportLinkQueryResult"]

ReportLinkQueryResult = QueryResult | FunnelQueryResult | RetentionQueryResult | FlowQueryResult
"""What the report behind a link shows, by its type."""


class ReportLinks(Insights, Funnels, Retention, Flows):
    """Links to reports: what people send each other."""

    async def create_report_link(
        self,
        params: Linkable,
        *,
        report_type: ReportLinkType | None = None,
        name: str = "",
        description: str = "",
        workspace_id: int | None = None,
        bookmark_id: int | None = None,
        validate: bool = True,
    ) -> ReportLink:
        """A link that opens a report in the app, made of an answer or of params; the report is not saved by that.

        Params are an insights report unless *report_type* says what they are. Params that make no such report are a
        ``BookmarkValidationError``, and nothing is sent; with ``validate=False`` the link is made all the same. It
        opens in the data view *workspace_id*, by default the pinned one. *bookmark_id* is the saved report it was made
        from.

        ``(await ws.create_report_link(await ws.query("Login", last=7), name="Logins")).url``
        """
        more = {"name": name, "description": description, "workspace_id": workspace_id, "bookmark_id": bookmark_id}
        return await self._call(drafted(params, report_type, validate=validate, **more).call(self._session))

    async def resolve_report_link(self, link: str) -> ResolvedReport:
        """The report that a link leads to: an address in the app, a short link (``/s/abc``), or a slug alone.

        A link into another region, project or data view is a ``ReportLinkScopeMismatchError``; what leads to no report
        is another ``ReportLinkError``. A short link is followed by one step; no host but Mixpanel's is asked.

        ``(await ws.resolve_report_link("https://mixpanel.com/project/12345/app/insights#report/2002")).params``
        """
        return await resolved(self._connection, link)

    async def query_report_link(
        self, link: str | ResolvedReport, *, mode: FlowChartType | None = None
    ) -> ReportLinkQueryResult:
        """What the report that a link leads to shows, in the link's data view, else the pinned one.

        *mode* says in which shape a flows report comes. A link that changes a saved report (``overrides``) is an
        ``UnsupportedReportLinkError``: how the app lays changes over a report is undocumented.

        ``(await ws.query_report_link("https://mixpanel.com/s/abc")).df``
        """
        report = link if isinstance(link, ResolvedReport) else await resolved(self._connection, link)
        return await self._shown(report, mode)

    def saved_report_link(
        self, bookmark_id: int, *, report_type: LinkedReport = "insights", workspace_id: int | None = None
    ) -> str:
        """The address of a saved report in the app; nothing is asked, also not whether there is one.

        ``ws.saved_report_link(2002, report_type="funnels")``
        """
        return saved_address(self._session, report_type, bookmark_id, workspace_id)

    async def _shown(self, report: ResolvedReport, mode: FlowChartType | None) -> ReportLinkQueryResult:
        """What *report* shows."""
        refuse_elsewhere(self._session, report.input, report.region, str(report.project_id), report.workspace_id)
        _check(report, mode)
        params, view = report.params, report.workspace_id
        match report.report_type:
            case "insights":
                return await self.run_params(params, workspace_id=view)
            case "funnels":
                return await self.run_funnel_params(params, workspace_id=view)
            case "retention":
                return await self.run_retention_params(params, workspace_id=view)
            case "flows":
                return await self.run_flow_params(params, mode=mode, workspace_id=view)
        message = f"{report.input!r} leads to a report of type {report.report_type!r}, which only the app can show"
        raise UnsupportedReportLinkError(message, details={"link": report.input, "report_type": report.report_type})


def _check(report: ResolvedReport, mode: FlowChartType | None) -> None:
    """Refuse what would be answered otherwise than it was meant."""
    if mode is not None and report.report_type != "flows":
        raise ParamValidationError(f"mode is for flows; {report.input!r} leads to {report.report_type}: leave it out")
    if report.overrides:
        message = (
            f"{report.input!r} changes saved report {report.bookmark_id} ({', '.join(report.overrides)}); share the "
            "changed report anew, or ask for it as it is saved: evolve(report, overrides=None)"
        )
        raise UnsupportedReportLinkError(message, details={"link": report.input, "overrides": dict(report.overrides)})
