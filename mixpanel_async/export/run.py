"""An export from its first look at the folder to its report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

from attrs import evolve, field, frozen

from mixpanel_async.connection import Connection
from mixpanel_async.errors import ExportError, MixpanelError
from mixpanel_async.export.calls import Calls, noted
from mixpanel_async.export.committing import Committer
from mixpanel_async.export.density import counted, even, recorded
from mixpanel_async.export.download import Download
from mixpanel_async.export.due import asked_for, due
from mixpanel_async.export.extras import own_paths
from mixpanel_async.export.fetching import Failure, Fetcher, failure_of
from mixpanel_async.export.finishing import SUMMARY, VIEWS, Finisher
from mixpanel_async.export.journal import Covering, Facts, File, Journal, Slot
from mixpanel_async.export.place import Place
from mixpanel_async.export.plan import Allowance, ExportPlan, planned
from mixpanel_async.export.progress import Meter, OnProgress
from mixpanel_async.export.question import EventsExport
from mixpanel_async.export.reconcile import Reconciliation
from mixpanel_async.export.report import ExportReport, WindowInForce, time_of
from mixpanel_async.export.troubles import told
from mixpanel_async.export.windows import Window
from mixpanel_async.export.workshop import Workshop, look
from mixpanel_transports.quota import MIXPANEL_LIMITS, Limits

KIND: Final = "events"
_FEW_DAYS: Final = 7
"""So many days are fetched one by one, without asking how much there is."""
OWN: Final = own_paths("date=", r"\d{4}-\d\d-\d\d(_\d{4}-\d\d-\d\d)?-\d+\.jsonl")
"""The paths of events, and of what is kept beside them, which is named after days."""


@frozen
class Known:
    """What the journal tells: which days there are, what each window came to, which files hold it.

    Days that it tells of and whose files are gone or of another size are *damaged*, and not there. *calls* were made
    at these moments, in seconds since 1970.
    """

    covered: Mapping[str, Slot] = field(factory=dict)
    windows: Sequence[Covering] = ()
    files: Sequence[File] = ()
    damaged: frozenset[date] = frozenset()
    calls: Sequence[float] = ()

    @classmethod
    def of(cls, journal: Journal, place: Place) -> Known:
        """What *journal* tells of *place*."""
        files, windows = journal.files(), journal.windows()
        there = place.sizes(file.path for file in files)
        lost = {file.path for file in files if there.get(file.path) != file.size}
        damaged = {file.slot for file in files if file.path in lost and file.slot is not None}
        damaged |= {slot for window in windows if not lost.isdisjoint(window.files) for slot in window.slots}
        return cls(
            {slot: known for slot, known in journal.covered().items() if slot not in damaged},
            windows,
            [file for file in files if file.slot not in damaged and file.path not in lost],
            frozenset(map(date.fromisoformat, damaged)),
            noted(journal),
        )

    @property
    def days(self) -> frozenset[date]:
        """The days there are."""
        return frozenset(map(date.fromisoformat, self.covered))

    @property
    def facts(self) -> Facts:
        """All windows together, each as a whole, though only some days of it may be in force."""
        return Facts.sum(window.facts for window in self.windows)

    @property
    def rows(self) -> Mapping[str, int]:
        """Events by day; a day without any is there too."""
        rows = dict.fromkeys(self.covered, 0)
        for file in self.files:
            if file.slot is not None:
                rows[file.slot] += file.rows
        return rows


@frozen
class Export:
    """A *question* whose answer goes to *place*, over *connection*."""

    connection: Connection
    place: Place
    question: EventsExport

    async def plan(self) -> ExportPlan:
        """What ``run`` would fetch now; nothing is written."""
        with told(self.place):
            known = await self.connection.runtime.offload(self._look)
            return (await self._planned(known, chain=-1))[1]

    async def run(self, listener: OnProgress | None) -> ExportReport:
        """Fetch what is due, put it in force, say what is there now."""
        with told(self.place) as theirs:
            return await self._run(listener and theirs.calling(listener))

    async def _run(self, listener: OnProgress | None) -> ExportReport:
        runtime = self.connection.runtime
        began = runtime.now()
        shop = await runtime.offload(self._open)
        try:
            known = await runtime.offload(lambda: Known.of(shop.journal, self.place))
            asked, plan = await self._planned(known, chain=shop.run.chain)
            meter = Meter(plan, self._kept_to(), known.days, runtime, listener)
            failures = await self._fetch(shop, known, plan, meter)
            if failures:
                raise failure_of(failures, self.place, meter.windows)
            finisher = Finisher(self.place, shop.journal, self.question)
            after = await runtime.offload(lambda: Known.of(shop.journal, self.place))
            self._refuse_removed(after.damaged)
            await runtime.offload(lambda: finisher.finish(self.connection.wall_clock()))
            report = self._report(asked, after, meter, runtime.now() - began)
            return await self._compared(report, asked, after) if self.question.reconcile else report
        finally:
            await runtime.settle(lambda: self._close(shop))

    def _refuse_removed(self, days: Collection[date]) -> None:
        """What was there, or came, and is not there any more at the end, somebody else has removed."""
        if days:
            raise ExportError(
                f"files of {len(days)} days, {min(days)} the first, were removed from {self.place} or changed there "
                "while the export ran; run the same again, and these days are fetched again",
                "EXPORT_INCOMPLETE",
                {"days": [day.isoformat() for day in sorted(days)]},
            )

    async def _compared(self, report: ExportReport, asked: Window, known: Known) -> ExportReport:
        """*report* with what the Query API counts otherwise; nobody replaces the files meanwhile."""
        paths = [file.path for file in known.files if file.rows]
        try:
            reconciliation = Reconciliation(self.connection, self.place, self.question)
            return evolve(report, differences=await reconciliation.differences(asked, paths))
        except MixpanelError as error:
            raise ExportError(
                f"the export into {self.place} is complete, with {report.rows:,} events, but could not be compared "
                f"with what the Query API counts: {error.message}; run the same again to compare, and nothing that is "
                "there is fetched again",
                "EXPORT_NOT_COMPARED",
                {"report": report.to_dict()},
            ) from error

    async def _fetch(self, shop: Workshop, known: Known, plan: ExportPlan, meter: Meter) -> list[Failure]:
        download = Download(self.connection, longest=self.question.longest, on_bytes=meter.arrived)
        committer = Committer(self.place, shop.journal, shop.run, self.question.raw_copy, Calls(self.connection))
        full = self._full(known, plan)
        fetcher = Fetcher(self.question, self.connection.runtime, download, committer, meter, full)
        try:
            # The largest first, so that none of them is alone at the end.
            ordered = sorted(plan.windows, key=lambda each: -(each.rows or 0))
            trips = (fetcher.bring(each.window) for each in ordered)
            failed = await self.connection.runtime.gather(trips, limit=self.question.concurrency)
        finally:
            await fetcher.stop()
        return [failure for several in failed for failure in several]

    def _full(self, known: Known, plan: ExportPlan) -> Callable[[Window], bool]:
        """Whether there are known to be events in a window: fetched before, or counted. Of some, nobody can tell."""
        if self.question.where:
            return lambda _: False
        counted = {each.window for each in plan.windows if plan.basis == "counts" and each.rows}
        fetched = {day for day, rows in known.rows.items() if rows}
        return lambda window: window in counted or any(day.isoformat() in fetched for day in window.days())

    async def _planned(self, known: Known, *, chain: int) -> tuple[Window, ExportPlan]:
        await Calls(self.connection).learn(known.calls)
        asked = asked_for(self.question, {*known.covered, *map(str, known.damaged)}, self._today())
        days = due(self.question, asked, known.covered, chain=chain, now=self.connection.wall_clock())
        done = len(asked) - len(days)
        return asked, await self._plan_of(sorted({*days, *known.damaged}), known, done=done)

    def _today(self) -> date:
        """As the server counts days: it refuses what for others has begun, and for it has not."""
        return datetime.fromtimestamp(self.connection.wall_clock(), self.question.clock or UTC).date()

    async def _plan_of(self, days: Sequence[date], known: Known, *, done: int) -> ExportPlan:
        density = recorded(known.rows, known.facts, days)
        if density is None and len(days) > _FEW_DAYS:
            density = await counted(self.connection, self.question.events or (), days)
        return planned(
            days,
            density or even(days),
            self._allowance(),
            most=self.question.window_bytes,
            at_once=self.question.concurrency,
            known=known.days,
            done=done,
        )

    def _allowance(self) -> Allowance:
        """The export API's calls to plan with: Mixpanel's usual ones where this Workspace keeps no account of them."""
        usual = MIXPANEL_LIMITS["export"]
        return self._kept_to() or Allowance.of(usual if isinstance(usual, Limits) else Limits())

    def _kept_to(self) -> Allowance | None:
        """The export API's calls as this Workspace keeps to them, if it does."""
        budget = Calls(self.connection).budget
        return Allowance.of(budget.limits, budget.left(bulk=True)) if budget else None

    def _open(self) -> Workshop:
        now = self.connection.wall_clock()
        return Workshop.open(self.place, KIND, OWN, self._spec(), now, beside=(SUMMARY, VIEWS))

    def _close(self, shop: Workshop) -> None:
        """Whatever ended it, and though the journal may not take it, let go of the place."""
        try:
            Calls(self.connection).keep(shop.journal)
        finally:
            shop.close()

    def _look(self) -> Known:
        with look(self.place, KIND, self._spec()) as journal:
            return Known() if journal is None else Known.of(journal, self.place)

    def _spec(self) -> dict[str, Any]:
        session = self.connection.session
        return {"kind": KIND, "project": session.project_id, "region": session.region, **self.question.identity()}

    def _report(self, asked: Window, after: Known, meter: Meter, seconds: float) -> ExportReport:
        facts = after.facts
        times = [moment for file in after.files for moment in (file.first, file.last) if moment is not None]
        return ExportReport(
            target=str(self.place),
            from_date=asked.first.isoformat(),
            to_date=asked.last.isoformat(),
            rows=sum(after.rows.values()),
            days=len(after.covered),
            duplicates=facts.duplicates,
            without_insert_id=facts.without_insert_id,
            bad_lines=facts.bad_lines,
            min_time=time_of(min(times, default=None)),
            max_time=time_of(max(times, default=None)),
            stored=sum(file.size for file in after.files),
            windows=meter.windows,
            requests=meter.requests,
            received=meter.received,
            reread=meter.reread,
            seconds=seconds,
            parts=[WindowInForce(each.name, len(each.slots), each.rows, each.facts) for each in after.windows],
        )
