"""Where an export goes, and the folder on this machine where it works."""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from hashlib import sha256
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from attrs import Factory, field, frozen

from mixpanel_async.errors import ExportError, ParamTypeError, ParamValidationError
from mixpanel_async.export.lease import Lease
from mixpanel_async.export.remote import RemoteTarget
from mixpanel_dataset.exported import WORK
from mixpanel_dataset.manifest import NAME as MANIFEST

_ONCE_A_URL: Final = re.compile(r"[A-Za-z][\w+.-]+:/")
"""A path that a URL became: a drive has one letter."""

if TYPE_CHECKING:
    import polars as pl

    from mixpanel_async.export.journal import Journal
    from mixpanel_dataset import Manifest, Target


@frozen
class Place:
    """A *target*, and beside it or elsewhere the folder *work* for what is unfinished and for the journal."""

    target: Target
    work: Path

    @classmethod
    def at(
        cls,
        where: str | PathLike[str],
        *,
        clock: Callable[[], float] = time.time,
        environ: Mapping[str, str] = os.environ,
    ) -> Place:
        """The place *where* says: a folder, or a URL that fsspec knows.

        What is unfinished of an export to a URL is kept in a folder of the user's, and its journal there as well as
        beside the data, so that it can be gone on with on another machine; *clock* tells when this one was heard of.
        """
        from mixpanel_dataset import LocalTarget

        named = said(where)
        if is_url(named):
            target = RemoteTarget.at(named)
            name = sha256(target.url.encode()).hexdigest()[:16]
            return RemotePlace(target, _state_folder(environ) / "exports" / name, clock)
        return cls(LocalTarget(Path(named)), Path(named) / WORK)

    @property
    def staging(self) -> Path:
        """For files of which nobody knows yet."""
        return self.work / "staging"

    def __str__(self) -> str:
        return str(self.work.parent)

    @property
    def root(self) -> str:
        """What paths of the target begin with for others who read it; a folder may be moved, and they stand in it."""
        return ""

    def check(self) -> None:
        """Raise unless there is a folder, or may be one."""
        root = self.work.parent
        if root.is_symlink() and not root.exists():
            raise ExportError(f"{root} is a link to nothing; export into a folder", "EXPORT_DISK")
        nearest = next(each for each in (root, *root.absolute().parents) if each.exists())
        if not nearest.is_dir():
            raise ExportError(f"{nearest} is a file; export into a folder", "EXPORT_DISK")

    def manifest(self) -> Manifest | None:
        """The manifest in force, if there is one."""
        from mixpanel_dataset import Manifest

        known = self.target.read(MANIFEST)
        try:
            return None if known is None else Manifest.parse(known)
        except ValueError as problem:
            raise ExportError(
                f"{MANIFEST} of {self} is none of this library's ({problem}); export into another folder, or, if "
                "an export had put it there, remove it and run the same again",
                "EXPORT_MISMATCH",
            ) from problem

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

        return pl.read_parquet(self.work.parent / path, columns=list(columns), glob=False)

    def is_read(self, generation: int) -> bool:
        """Whether somebody on this machine reads files that the manifest of *generation* has replaced."""
        from mixpanel_dataset.readers import idle

        return not idle(self.work.parent, generation)

    def sizes(self, paths: Iterable[str]) -> Mapping[str, int]:
        """How many bytes those of *paths* have that are there; whole folders are looked at, at once."""
        folders = {path.partition("/")[0] for path in paths if not path.endswith(".parquet")}
        found = dict(self.target.parts())
        for folder in folders:
            found.update(self.target.files(folder))
        return found

    def everything(self) -> Iterable[str]:
        """All files there may be that no journal here tells of; none where nobody else has put any."""
        return ()

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files of the target."""
        for path in paths:
            self.target.remove(path)

    def fetch(self, name: str) -> bytes | None:  # noqa: ARG002
        """A journal as it is kept beside the data; None where that is the one that is worked with."""
        return None

    def keep(self, journal: Journal) -> None:
        """Keep *journal* beside the data, where it is not there anyway."""

    def held(self) -> AbstractContextManager[None]:
        """Keep other machines out."""
        return nullcontext()

    def confirm(self) -> None:
        """Raise where another machine has gone on here."""


@frozen
class RemotePlace(Place):
    """A target elsewhere: what is worked with is here, and the journal is sent after each change."""

    clock: Callable[[], float] = field(repr=False)
    _lease: Lease = field(
        init=False,
        repr=False,
        default=Factory(lambda self: Lease(self._remote, self.work, self.clock), takes_self=True),
    )

    def __str__(self) -> str:
        return self._remote.url

    @property
    def root(self) -> str:
        """The URL."""
        return self._remote.url

    def check(self) -> None:
        """Whatever is wrong there is said when it is used."""

    def frame(self, path: str, columns: Sequence[str]) -> pl.DataFrame:
        """Some *columns* of a Parquet file of the target."""
        import polars as pl

        with self._remote.open(path) as file:
            return pl.read_parquet(file, columns=list(columns))

    def is_read(self, generation: int) -> bool:  # noqa: ARG002
        """Nobody can tell."""
        return False

    def everything(self) -> Iterable[str]:
        """All files, those that were half sent by the names they would have."""
        return self._remote.everything()

    def fetch(self, name: str) -> bytes | None:
        """The journal as the last run sent it."""
        return self.target.read(f"{WORK}/{name}")

    def keep(self, journal: Journal) -> None:
        """Send it."""
        self.confirm()
        self.target.write(f"{WORK}/{journal.name}", journal.snapshot())

    def held(self) -> AbstractContextManager[None]:
        """Keep other machines out, by a file there."""
        return self._lease.held()

    def confirm(self) -> None:
        """Raise where another machine has gone on here."""
        self._lease.confirm()

    @property
    def _remote(self) -> RemoteTarget:
        return cast("RemoteTarget", self.target)


def said(where: object) -> str:
    """The text of a target, which must be one."""
    text = os.fspath(where) if isinstance(where, PathLike) else where
    if not isinstance(text, str):
        raise ParamTypeError(f"target is {where!r}; give a folder, or a URL")
    if not text.strip() or "\0" in text:
        raise ParamValidationError(f"target is {text!r}; give a folder, or a URL")
    if isinstance(where, PathLike) and _ONCE_A_URL.match(text):
        raise ParamValidationError(
            f"target is the path {text!r}, in which a URL has lost a slash; give the URL as text"
        )
    return text


def is_url(text: str) -> bool:
    """Whether a target is elsewhere, where fsspec reaches it."""
    return "://" in text


def _state_folder(environ: Mapping[str, str]) -> Path:
    """Where programs of this user keep what is theirs, as the system has it."""
    if base := environ.get("XDG_STATE_HOME"):
        return Path(base) / "mixpanel-async"
    if sys.platform == "win32":
        return Path(environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "mixpanel-async"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "mixpanel-async"
    return Path.home() / ".local" / "state" / "mixpanel-async"
