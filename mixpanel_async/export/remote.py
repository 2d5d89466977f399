"""A target elsewhere: whatever fsspec reaches (``s3://``, ``gs://``, ``sftp://`` ...)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from attrs import evolve, field, frozen

from mixpanel_async.errors import ConfigError, ExportError
from mixpanel_async.export.urls import shown
from mixpanel_dataset.paths import inside

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_WHOLE_AT_ONCE: Final = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "memory"})
"""Where a file is there whole or not at all; elsewhere it is renamed when it is whole."""
_UNFINISHED: Final = ".unfinished"
_INSTALL: Final = "pip install 'mixpanel-async[remote]'"


@frozen
class RemoteTarget:
    """A folder that fsspec reaches, below *root*; credentials are taken as fsspec takes them, and not in *url*."""

    url: str
    root: str = field(repr=False)
    _files: AbstractFileSystem = field(repr=False)

    @classmethod
    def at(cls, url: str) -> Self:
        """The folder at *url*."""
        try:
            import fsspec
        except ImportError as lacking:
            raise ConfigError(f"an export to {shown(url)} needs {lacking.name}: {_INSTALL}") from lacking
        try:
            # Listings are not kept: what is looked for may just have been put there.
            files, root = fsspec.url_to_fs(url, use_listings_cache=False, skip_instance_cache=True)
        except ImportError as problem:
            raise ConfigError(f"{shown(url)} cannot be reached: {problem}") from problem
        except ValueError as problem:
            raise _unreadable(url, problem) from None
        return cls(shown(url).rstrip("/"), root.rstrip("/"), files)

    def apart(self) -> Self:
        """The same folder, over a connection of its own."""
        kind, known = type(self._files), self._files
        return evolve(self, files=kind(*known.storage_args, **known.storage_options, skip_instance_cache=True))

    def publish(self, staged: Path, path: str) -> None:
        """Send *staged*, see that all of it came, and remove it here."""
        size = staged.stat().st_size

        def send(place: str) -> None:
            self._files.put_file(str(staged), place)
            if (came := self._files.info(place)["size"]) != size:
                raise ExportError(
                    f"{came} of {size} bytes of {path} came to {self.url}; run the same again", "EXPORT_DISK"
                )

        self._put(path, send)
        staged.unlink()

    def remove(self, path: str) -> None:
        """Remove *path*, if it is there, and what came of it when somebody was stopped while sending it."""
        place = self._place(path)
        for each in (place,) if self._is_whole_at_once() else (place, _unfinished(place)):
            if self._files.exists(each):
                self._files.rm_file(each)

    def read(self, path: str) -> bytes | None:
        """The bytes of a small file, None where there is none."""
        try:
            with self.open(path) as file:
                content: bytes = file.read()
        except FileNotFoundError:
            return None
        return content

    def write(self, path: str, content: bytes) -> None:
        """Put a small file in force, in place of what was there."""
        self._put(path, lambda place: self._files.pipe_file(place, content))

    def create(self, path: str, content: bytes) -> bool:
        """Put a small file in force unless there is one; whether there was none.

        Of several who do so at once one succeeds, where the store knows how (S3, GCS, Azure ...); elsewhere the last.
        """
        place = self._place(path)
        self._make_folder(place)
        try:
            self._files.pipe_file(place, content, mode="create")
        except FileExistsError:
            return False
        except (OSError, TypeError, NotImplementedError):
            return self._create_by_looking(place, content)
        return True

    def _create_by_looking(self, place: str, content: bytes) -> bool:
        """``create`` where the store cannot, or says in words of its own that there is one."""
        if self._files.exists(place):
            return False
        self._files.pipe_file(place, content)
        return True

    def parts(self) -> Mapping[str, int]:
        """The paths of all Parquet files, also of those no manifest names, and their sizes in bytes."""
        wanted = ("date=", "profiles/")
        found = self._sizes(self.root)
        return {path: size for path, size in found.items() if path.endswith(".parquet") and path.startswith(wanted)}

    def files(self, folder: str) -> Mapping[str, int]:
        """The paths of all files in *folder*, and their sizes in bytes."""
        return self._sizes(self._place(folder))

    def everything(self) -> Iterable[str]:
        """The paths of all files, those that were half sent by the names they would have."""
        return sorted({path.removesuffix(_UNFINISHED) for path in self._sizes(self.root)})

    def open(self, path: str) -> Any:
        """A file to read."""
        return self._files.open(self._place(path), "rb")

    def _sizes(self, below: str) -> dict[str, int]:
        found: Any = self._files.find(below, detail=True) if self._files.exists(below) else {}
        return {place[len(self.root) + 1 :]: known["size"] for place, known in sorted(found.items())}

    def _put(self, path: str, send: Callable[[str], None]) -> None:
        """Have *send* put a file where it can be seen when it is whole."""
        place = self._place(path)
        self._make_folder(place)
        if self._is_whole_at_once():
            send(place)
            return
        send(_unfinished(place))
        self._files.mv(_unfinished(place), place)

    def _make_folder(self, place: str) -> None:
        """Make the folder of *place*, where a store has such."""
        if not self._is_whole_at_once():
            self._files.makedirs(place.rpartition("/")[0], exist_ok=True)

    def _place(self, path: str) -> str:
        return f"{self.root}/{inside(path, self.url)}"

    def _is_whole_at_once(self) -> bool:
        kinds = self._files.protocol
        return not _WHOLE_AT_ONCE.isdisjoint([kinds] if isinstance(kinds, str) else kinds)


def _unfinished(place: str) -> str:
    """What a file is called until it is whole."""
    return place + _UNFINISHED


def _unreadable(url: str, problem: ValueError) -> ConfigError:
    """The error of a *url* that is none; what is said of one with a password may be a part of that."""
    why = "its kind is not known, or its password has signs that are written as %XX in a URL"
    return ConfigError(f"{shown(url)} cannot be reached: {problem if shown(url) == url else why}")
