"""Import export lines into a store, with a progress bar."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress

if TYPE_CHECKING:
    from mixpanel_local import ImportReport


def run(files: Sequence[Path], store: Path, *, time_zone: str | None, profiles: Sequence[Path]) -> None:
    """``mpx local import``."""
    import_with_progress(Console(), files, store, time_zone=time_zone, profiles=profiles)


def import_with_progress(
    console: Console, files: Sequence[Path], store: Path, *, time_zone: str | None, profiles: Sequence[Path]
) -> ImportReport:
    """Import events, then profiles; say what is there now."""
    from mixpanel_local import import_events, import_profiles

    with Progress(console=console) as progress:
        bar = progress.add_task("Importing events", total=None)
        report = import_events(
            files, store, time_zone=time_zone, on_progress=lambda rows: progress.update(bar, completed=rows)
        )
        progress.update(bar, total=report.events, completed=report.events)
    if profiles:
        import_profiles(profiles, store)
    console.print(f"{report.events:,} events of {report.dates:,} days in {store}", highlight=False)
    return report
