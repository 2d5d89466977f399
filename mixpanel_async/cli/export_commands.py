"""``mpx export``: its commands and their options."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

export = typer.Typer(help="Raw events into Parquet files, whole or not at all.", no_args_is_help=True)

Target = Annotated[str, typer.Argument(help="Folder for the Parquet files, or a URL: s3://bucket/folder.")]
From = Annotated[str | None, typer.Option("--from", help="First day, YYYY-MM-DD.")]
To = Annotated[str | None, typer.Option("--to", help="Last day, included.")]
Events = Annotated[list[str] | None, typer.Option("--event", help="Only events of this name; may be given again.")]
Where = Annotated[str | None, typer.Option(help="Only events that meet this expression.")]
Incremental = Annotated[
    bool, typer.Option("--incremental", help="Also fetch again the days that may have changed; go on until today.")
]
LookBack = Annotated[int, typer.Option(help="Days in which late events are looked for, with --incremental.", min=0)]
Deduplicate = Annotated[bool, typer.Option(help="Keep one of events that are equal in all that names them.")]
TimeZone = Annotated[str, typer.Option(help="The project's time zone, e.g. Europe/Berlin.")]
Recorded = Annotated[
    Literal["utc", "project"], typer.Option(help="Clock of its events: project if it was made before 2023.")
]
RawCopy = Annotated[bool, typer.Option("--raw-copy", help="Keep the lines too, as sent, gzipped.")]
Reconcile = Annotated[
    bool, typer.Option("--reconcile", help="Compare with the Query API's counts, by day and event, at the end.")
]
Attempts = Annotated[int | None, typer.Option(help="Tries of what does not come whole; 5 unless given.", min=1)]
WindowBytes = Annotated[int | None, typer.Option(help="Bytes of JSON that one request brings at most, about.", min=1)]
Silence = Annotated[float | None, typer.Option(help="Seconds without a byte after which a reply is given up.")]
Longest = Annotated[float | None, typer.Option(help="Seconds that one reply may take.")]
Concurrency = Annotated[int, typer.Option(help="Windows under way at once.", min=1, max=100)]
ProfilesWhere = Annotated[str | None, typer.Option("--where", help="Only profiles that meet this expression.")]
Cohort = Annotated[int | None, typer.Option(help="Only members of the saved cohort of this number.")]
GroupKey = Annotated[str | None, typer.Option(help="Groups instead of users: the property that names them.")]
GroupId = Annotated[str | None, typer.Option(help="With --group-key: the number of that kind of group.")]
OutputProperties = Annotated[
    list[str] | None, typer.Option("--output-property", help="Only this property; may be given again.")
]
PageSize = Annotated[int | None, typer.Option(help="Profiles that one call brings; 1000 unless given.", min=1)]
Increments = Annotated[bool, typer.Option("--incremental", help="Only profiles that changed since the last time.")]
Store = Annotated[Path | None, typer.Option("--store", help="Ask the embedded Mixpanel over this folder instead.")]


def _of_events(act: Callable[..., None], words: str) -> None:
    """Have the command that *act* is called by: it takes all that an export of events may be asked for."""

    @export.command(act.__name__, help=words)
    def command(
        target: Target,
        from_date: From = None,
        to_date: To = None,
        event: Events = None,
        where: Where = None,
        incremental: Incremental = False,
        look_back: LookBack = 5,
        store: Store = None,
        deduplicate: Deduplicate = True,
        time_zone: TimeZone = "UTC",
        recorded_times: Recorded = "utc",
        raw_copy: RawCopy = False,
        reconcile: Reconcile = False,
        concurrency: Concurrency = 8,
        attempts: Attempts = None,
        window_bytes: WindowBytes = None,
        silence: Silence = None,
        longest: Longest = None,
    ) -> None:
        limits = {"attempts": attempts, "window_bytes": window_bytes, "silence": silence, "longest": longest}
        act(
            target,
            store,
            from_date=from_date,
            to_date=to_date,
            events=event,
            where=where,
            incremental=incremental,
            look_back=look_back,
            deduplicate=deduplicate,
            time_zone=time_zone,
            recorded_times=recorded_times,
            raw_copy=raw_copy,
            reconcile=reconcile,
            concurrency=concurrency,
            **{name: value for name, value in limits.items() if value is not None},
        )


def events(*asked: Any, **options: Any) -> None:
    """``mpx export events``, loaded as it is called."""
    from mixpanel_async.cli.export_running import run

    run(*asked, **options)


def plan(*asked: Any, **options: Any) -> None:
    """``mpx export plan``, loaded as it is called."""
    from mixpanel_async.cli.export_running import show_plan

    show_plan(*asked, **options)


_of_events(
    events,
    "Fetch events; what was broken off goes on. Exit code 3: windows are missing, run it again; 130: interrupted.",
)
_of_events(plan, "Say what fetching them would take: requests, bytes, time under the quota. Nothing is written.")


@export.command("profiles")
def profiles(
    target: Target,
    where: ProfilesWhere = None,
    cohort: Cohort = None,
    group_key: GroupKey = None,
    group_id: GroupId = None,
    output_property: OutputProperties = None,
    incremental: Increments = False,
    page_size: PageSize = None,
    store: Store = None,
) -> None:
    """Fetch all profiles, of users or of one kind of group; what was broken off goes on. Exit codes as of events."""
    from mixpanel_async.cli.export_running import run_profiles

    run_profiles(
        target,
        store,
        where=where,
        cohort_id=cohort,
        group_key=group_key,
        group_id=group_id,
        output_properties=output_property,
        incremental=incremental,
        page_size=page_size,
    )
