"""Operations that bring raw events into files."""

from __future__ import annotations

from os import PathLike
from typing import Unpack

from mixpanel_async.call import Operations
from mixpanel_async.export.place import Place
from mixpanel_async.export.plan import ExportPlan
from mixpanel_async.export.progress import ExportProgress, OnProgress, check_listener
from mixpanel_async.export.question import EventsExport, EventsExportOptions
from mixpanel_async.export.report import ExportReport
from mixpanel_async.export.run import Export


class EventExports(Operations):
    """Raw events into Parquet files: nothing lost, nothing doubled."""

    async def export_events(
        self,
        target: str | PathLike[str],
        export: EventsExport | None = None,
        *,
        on_progress: OnProgress | None = None,
        **options: Unpack[EventsExportOptions],
    ) -> ExportReport:
        """All events that *options* (see ``EventsExport``) ask for, as Parquet files in *target*: a folder, or a URL.

        Windows of some days are fetched at once, within the project's quota. Each is checked to its last byte, and is
        there whole or not at all; ``manifest.json`` says which files hold what, once everything is there. What
        breaks off, is killed or fails goes on where it was when it is run again: windows that are there are not fetched
        twice. A window that keeps failing is an ``ExportError`` that names it, after the others have come. Lines
        that were recorded in a bad form are kept in ``quarantine``, and counted. One export at a time writes to a
        target: others are refused, on other machines too. An hour's calls are remembered from one process to the next.

            report = await ws.export_events("events", from_date="2026-01-01", to_date="2026-03-31")
            print(report.rows, report.df)
        """
        question = EventsExport.of(export, **options)
        check_listener(on_progress, ExportProgress)
        place = Place.at(target, clock=self._connection.wall_clock)
        return await Export(self._connection, place, question).run(on_progress)

    async def plan_export(
        self, target: str | PathLike[str], export: EventsExport | None = None, **options: Unpack[EventsExportOptions]
    ) -> ExportPlan:
        """What ``export_events`` would fetch: windows, events and bytes, time under the quota. Nothing is written.

        How much there is tells the journal of an earlier run, else the Query API, for one or two of its calls.
        """
        place = Place.at(target, clock=self._connection.wall_clock)
        return await Export(self._connection, place, EventsExport.of(export, **options)).plan()
