"""What is said of a thing of the Lexicon, which is known by its name."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

from mixpanel_local.kept.things import Changing, Thing
from mixpanel_local.routes.app.crud import Row, ok
from mixpanel_local.routes.app.history import entry
from mixpanel_local.routes.context import Context


def number_of(kind: str, name: str) -> int:
    """A number for what is known by its name, the same at every time and in every process."""
    return zlib.crc32(f"{kind}/{name}".encode())


def said_of(definition: Thing | None) -> Mapping[str, Any]:
    """What is said of it, and since when."""
    return {} if definition is None else {**definition.body, "lastModified": definition.modified}


def merge(changes: Changing, kind: str, key: str, said: Row) -> None:
    """Add what is *said* to what was."""
    found = changes.get(kind, key)
    changes.put(kind, key, {**({} if found is None else found.body), **said})


def history(context: Context, kind: str, key: str) -> object:
    """What was said of it, the latest first."""
    with context.kept.reading() as reading:
        return ok([entry(change) for change in reading.changes(kind, key)])
