"""What an export has written, as one frame."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from os import PathLike
from typing import TYPE_CHECKING, Literal

from attrs import frozen

from mixpanel_async.errors import StoreError
from mixpanel_async.export.place import Place, is_url, said
from mixpanel_async.export.troubles import store_errors
from mixpanel_async.export.urls import shown

if TYPE_CHECKING:
    import polars as pl

    from mixpanel_dataset import Manifest


def read_export(
    path: str | PathLike[str], *, types: Literal["merged", "apart"] = "merged", verify: bool = False
) -> pl.LazyFrame:
    """The events of an export, or of an import, as one lazy polars frame.

    Columns are ``event``, ``distinct_id``, ``time`` (UTC, milliseconds), ``insert_id``, ``mp_processing_time_ms``, and
    one for each property, by name. A property of one type keeps it: String, Boolean, Int64 where all numbers are
    integers, else Float64, lists and objects as JSON (String). One of several types is String: texts as they are, other
    values as JSON; so are fractions beside integers beyond 2^53. A property called like a column, say ``event``,
    becomes ``event_2``. An explicit null is null.

    With ``types="apart"`` each type of a property has a column of its own and nothing is converted: ``amount__n``
    (Float64), ``__i`` (integers beyond 2^53), ``__s``, ``__b``, ``__j`` (JSON of lists, objects and explicit nulls).

    Files that are missing or not as they were written raise ``StoreError``; *verify* reads them all to see. What it is
    made of stays, on this machine, while it or a frame that is made of it is there: exports remove nothing of it.

    An export at a URL is read there, too: each query fetches whole files, a day at a time, as far as it needs them, and
    fails where an export has replaced them meanwhile. DuckDB, with ``views.sql``, fetches only what it needs of them.

        frame = read_export("out/").filter(pl.col("event") == "Purchase").collect()
    """
    from mixpanel_dataset import reading

    where = said(path)
    if not is_url(where):
        return reading.read_export(where, types=types, verify=verify)
    far = _Far.at(where)
    far.check(verify=verify)
    return reading.read_fetched(far.manifest.parts, far.fetch, types=types)


@frozen
class _Far:
    """The dataset of an export at a URL."""

    place: Place
    manifest: Manifest

    @classmethod
    def at(cls, url: str) -> _Far:
        """The one at *url*."""
        with _reached(url):
            place = Place.at(url)
            manifest = place.manifest()
        if manifest is None:
            raise StoreError(
                f"there are no events of a finished export at {place}; export there, or run the same export again "
                "until it is complete"
            )
        return cls(place, manifest)

    def check(self, *, verify: bool) -> None:
        """Raise where a file is not what the manifest says; to *verify* is to fetch them all."""
        from mixpanel_dataset.reading import OTHER_BYTES, damaged, other_size

        with _reached(self.place):
            sizes = self.place.target.parts()
        for part in self.manifest.parts:
            size = sizes.get(part.path)
            problem = "it is not there" if size is None else other_size(part, size)
            if not problem and verify and part.checksum not in (None, sha256(self.fetch(part.path)).hexdigest()):
                problem = OTHER_BYTES
            if problem:
                raise damaged(part, self.place, problem, exported=True)

    def fetch(self, path: str) -> bytes:
        """The bytes of a file."""
        with _reached(self.place):
            content = self.place.target.read(path)
        if content is None:
            raise StoreError(f"{path} of {self.place} is gone: has an export replaced it? read_export() it anew")
        return content


@contextmanager
def _reached(where: object) -> Iterator[None]:
    """Raise what a store refuses as our own."""
    try:
        yield
    except store_errors() as error:
        raise StoreError(
            f"{shown(str(where))} cannot be read ({shown(str(error))}); mend it, or see that the URL is right"
        ) from error
