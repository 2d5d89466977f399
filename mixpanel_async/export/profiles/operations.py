"""Operations that bring profiles into files."""

from __future__ import annotations

from os import PathLike
from typing import Unpack

from mixpanel_async.call import Operations
from mixpanel_async.export.place import Place
from mixpanel_async.export.profiles.progress import OnProfilesProgress, ProfilesProgress
from mixpanel_async.export.profiles.question import ProfilesExport, ProfilesExportOptions
from mixpanel_async.export.profiles.report import ProfilesReport
from mixpanel_async.export.profiles.run import ProfilesRun
from mixpanel_async.export.progress import check_listener


class ProfileExports(Operations):
    """Profiles into a Parquet file: all of them, or an error."""

    async def export_profiles(
        self,
        target: str | PathLike[str],
        export: ProfilesExport | None = None,
        *,
        on_progress: OnProfilesProgress | None = None,
        **options: Unpack[ProfilesExportOptions],
    ) -> ProfilesReport:
        """All profiles that *options* (see ``ProfilesExport``) ask for, as one Parquet file below *target*.

        A row has ``distinct_id`` and a column per property and type, as events have; ``raw`` keeps their JSON,
        for increments to be joined with.
        Pages are kept as they come, and checked against the server's count: what breaks off or is killed goes on with
        the page it was at when it is run again, and where Mixpanel has forgotten the listing, from its beginning. While
        the project's 60 queries an hour are spent, it waits. The file is there once it is whole, and replaces the one
        before at once. The embedded Mixpanel reads it beside events that ``export_events`` brought into the same
        *target*. All profiles are in memory while the file is written. *on_progress* is told after each page.

            report = await ws.export_profiles("events")
            print(report.rows, report.path)
        """
        question = ProfilesExport.of(export, **options)
        check_listener(on_progress, ProfilesProgress)
        place = Place.at(target, clock=self._connection.wall_clock)
        return await ProfilesRun(self._connection, place, question, on_progress).run()
