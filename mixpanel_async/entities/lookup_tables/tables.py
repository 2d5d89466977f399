"""Lookup tables themselves: what is known of one, and what is said to make or change it."""

from __future__ import annotations

from datetime import datetime
from os import PathLike, fspath
from typing import ClassVar

from attrs import field, frozen

from mixpanel_async.entities._lengths import length
from mixpanel_async.entities._model import Entity, Params
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.results import Value

__all__ = [
    "LookupTable",
    "LookupTableUploadUrl",
    "MarkLookupTableReadyParams",
    "UpdateLookupTableParams",
    "UploadLookupTableParams",
]

MAX_NAME = 255
"""Characters."""


def _path_text(path: str | PathLike[str]) -> str:
    return fspath(path)


@frozen(kw_only=True, eq=False, repr=False)
class LookupTable(Entity):
    """A table that a property's values are looked up in; other operations call its *id* ``data_group_id``.

    *has_mapped_properties* says whether any property is looked up in it yet.
    """

    camel: ClassVar[bool] = True

    id: int
    name: str
    token: str | None = None
    created_at: datetime | None = None
    last_modified_at: datetime | None = None
    has_mapped_properties: bool | None = None


@frozen(kw_only=True, eq=False, repr=False)
class LookupTableUploadUrl(Entity):
    """Where to put a file: whoever knows *url* can, for a short time. *path* and *key* name the file afterwards."""

    url: str = field(repr=False)
    path: str
    key: str


@frozen(kw_only=True)
class UploadLookupTableParams(Value):
    """A CSV file on this machine to become a table, in place of the table *data_group_id* where that is given.

    The first row names the columns, the first column is what is looked up: unique and never empty. Mixpanel takes up to
    100 MB and reads cells as numbers, RFC 3339 times, ``true`` or ``false``, lists of text as ``["a","b"]``, else as
    text (docs.mixpanel.com/reference/lookup-tables).
    """

    name: str = field(validator=length(1, MAX_NAME))
    file_path: str = field(converter=_path_text)
    data_group_id: int | None = None


@frozen(kw_only=True, eq=False, repr=False)
class MarkLookupTableReadyParams(Params):
    """A table whose file is already with Mixpanel; *key* is the column that is looked up."""

    name: str
    key: str
    data_group_id: int | Unset | None = field(default=UNSET, metadata={"wire": "data-group-id"})


@frozen(kw_only=True, eq=False, repr=False)
class UpdateLookupTableParams(Params):
    """What to change of a table; its rows change by an upload in its place."""

    name: str | Unset | None = UNSET
