"""How far profiles have been seen to change, by a property that clients may set to anything."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

_TIME: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]+)?Z?")


def last_seen(profile: Mapping[str, Any], until: float) -> str | None:
    """The second of its ``$last_seen``, if it is one at which an increment may begin (see ``usable``)."""
    return usable((profile.get("$properties") or {}).get("$last_seen"), until)


def usable(value: object, until: float) -> str | None:
    """The second of *value*, a time as Mixpanel writes it (UTC, ISO 8601) and not after *until*; None for others.

    An increment that began at anything else, ``yesterday`` or the year 2999, would never find a change again.
    """
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    try:
        return found[1] if found and datetime.fromisoformat(f"{found[1]}Z").timestamp() <= until else None
    except ValueError:
        return None
