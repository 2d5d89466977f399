"""Where an export goes, and the folder on this machine where it works."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import frozen

if TYPE_CHECKING:
    import polars as pl

    from mixpanel_dataset import Target

WORK: Final = ".export"


@frozen
class Place:
    """A *target*, and beside it or elsewhere the folder *work* for what is unfinished and for the journal."""

    target: Target
    work: Path

    @classmethod
    def at(cls, where: str | PathLike[str]) -> Place:
        """The place *where* says."""
        from mixpanel_dataset import LocalTarget

        return cls(LocalTarget(Path(where)), Path(where) / WORK)

    @property
    def staging(self) -> Path:
        """For files of which nobody knows yet."""
        return self.work / "staging"

    def __str__(self) -> str:
        return str(self.work.parent)

    def clear(self) -> None:
        """An empty folder for staging, whatever an earlier run left there."""
        self.tidy()
        self.staging.mkdir(parents=True)

    def tidy(self) -> None:
        """Remove what is staged."""
        shutil.rmtree(self.staging, ignore_errors=True)

    def frame(self, path: str, columns: Sequence[str]) -> pl.DataFrame:
        """Some *columns* of a Parquet file of the target."""
        import polars as pl

        return pl.read_parquet(self.work.parent / path, columns=list(columns))

    def is_read(self, generation: int) -> bool:
        """Whether somebody on this machine reads files that the manifest of *generation* has replaced."""
        from mixpanel_dataset.readers import idle

        return not idle(self.work.parent, generation)

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files of the target."""
        for path in paths:
            self.target.remove(path)
