"""Operations that bring profiles into files."""

from __future__ import annotations

from os import PathLike
from typing import Unpack

from mixpanel_async.call import Operations
from mixpanel_async.export.place import Place
from mixpanel_async.export.profiles.question import ProfilesExport, ProfilesExportOptions
from mixpanel_async.export.profiles.report import ProfilesReport
from mixpanel_async.export.profiles.run import ProfilesRun


class ProfileExports(Operations):
    """Profiles into a Parquet file: all of them, or an error."""

    async def export_profiles(
        self,
        target: str | PathLike[str],
        export: ProfilesExport | None = None,
        **options: Unpack[ProfilesExportOptions],
    ) -> ProfilesReport:
        """All profiles that *options* (see ``ProfilesExport``) ask for, as one Parquet file below *target*.

        A row has ``distinct_id`` and a column per property and type, as events have; ``raw`` keeps their JSON.
        Pages are kept as they come, and checked against the server's count: what breaks off or is killed goes on with
        the page it was at when it is run again, and where Mixpanel has forgotten the listing, from its beginning. While
        the project's 60 queries an hour are spent, it waits. The file is there once it is whole, and replaces the one
        before at once. The embedded Mixpanel reads it beside events that ``export_events`` brought into the same
        *target*. All profiles are in memory while the file is written.

            report = await ws.export_profiles("events")
            print(report.rows, report.path)
        """
        place = Place.at(target, clock=self._connection.wall_clock)
        return await ProfilesRun(self._connection, place, ProfilesExport.of(export, **options)).run()
