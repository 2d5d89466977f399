"""The files of lookup tables: each is put, whole, at an address of its own, and kept beside the store."""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import Final

from attrs import frozen

from mixpanel_dataset.target import LocalTarget
from mixpanel_local.errors import BadRequest, NotFound
from mixpanel_local.routes.context import Context

UPLOADS: Final = "/lookup-uploads"
"""Where files are put and had; whoever knows the key may do either."""

_FOLDER: Final = "lookups"
_KEY: Final = re.compile(r"[0-9a-f]{32}")


@frozen
class LookupFiles:
    """The files beside the store in *root*."""

    root: Path

    @classmethod
    def of(cls, context: Context) -> LookupFiles:
        """Those beside the store that is asked."""
        return cls(context.store.root)

    def new_key(self) -> str:
        """A key that nobody can guess, for one file to be put under."""
        key = secrets.token_hex(16)
        LocalTarget(self.root).write(self._path(key), b"")
        return key

    def put(self, key: str, content: bytes) -> None:
        """Keep *content* under a *key* that was given out, in place of what was there."""
        if LocalTarget(self.root).read(self._path(key)) is None:
            raise NotFound(f"the key {key} was not given out; ask for an upload-url")
        LocalTarget(self.root).write(self._path(key), content)

    def get(self, key: str) -> bytes:
        """What was put under *key*."""
        if not (found := LocalTarget(self.root).read(self._path(key))):
            raise NotFound(f"no file was put at {UPLOADS}/{key}; put one there first")
        return found

    def remove(self, key: str) -> None:
        """Keep nothing under *key*."""
        LocalTarget(self.root).remove(self._path(key))

    def _path(self, key: str) -> str:
        if _KEY.fullmatch(key) is None:
            raise BadRequest(f"key: {key!r} is none; ask for an upload-url")
        return f"{_FOLDER}/{key}.csv"
