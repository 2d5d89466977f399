"""What an export of profiles has come to."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from attrs import frozen

from mixpanel_async.results import Result

if TYPE_CHECKING:
    import polars as pl

__all__ = ["ProfilesReport"]


@frozen(repr=False)
class ProfilesReport(Result):
    """A finished export of profiles: *rows* are in *path*, below *target*; None where there are none.

    *fetched* came in this run, with *requests*; *bad_rows* could not be kept and are in the folder ``quarantine``.
    *since* is the ``$last_seen`` an incremental run began from. *restarts* counts listings that Mixpanel forgot
    half-way and that were begun again. *seconds* is how long it took.
    """

    target: str
    path: str | None
    rows: int
    fetched: int
    bad_rows: int
    requests: int
    restarts: int
    since: str | None
    seconds: float

    @cached_property
    def df(self) -> pl.DataFrame:
        """The report as one row."""
        import polars as pl

        return pl.DataFrame([self.to_dict()])

    def __repr__(self) -> str:
        return f"<ProfilesReport: {self.rows:,} profiles in {self.target}>"
