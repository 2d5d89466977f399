"""What is asked of profiles, as a form or as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, Self

from attrs import evolve, frozen

from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import integer, one_of, read_json, sequence, text
from mixpanel_local.errors import BadRequest
from mixpanel_local.routes.context import Context

_LAST: Final = 253_402_300_800
"""The year 10000 in seconds."""


@frozen
class Asked:
    """What a call says; in a form as in JSON, lists and objects may be JSON in a text."""

    given: Mapping[str, Any]

    @classmethod
    def of(cls, context: Context) -> Self:
        """What *context* asks."""
        call = context.call
        body = call.json() if call.body.lstrip()[:1] == b"{" else {}
        return cls({**call.arguments, **body})

    def says(self, name: str) -> bool:
        """Whether anything is said of it."""
        return self.given.get(name) not in (None, "")

    def json(self, name: str) -> Any:
        """A list or an object; None where there is none."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        return read_json(value, name) if value else None

    def texts(self, name: str) -> list[str] | None:
        """A list of texts; None where there is none."""
        value = self.json(name)
        return None if value is None else sequence(value, name, _label)

    def whole(self, name: str, default: int, least: int = 0) -> int:
        """A whole number, which a form writes as text."""
        if not self.says(name):
            return default
        value = self.given[name]
        number = int(value) if isinstance(value, str) and value.isdecimal() else integer(value, name)
        if number < least:
            raise BadRequest(f"{name}: {number} is less than {least}")
        return number

    def flag(self, name: str, *, default: bool) -> bool:
        """True or false, which a form writes as text."""
        if not self.says(name):
            return default
        value = self.given[name]
        return value if isinstance(value, bool) else one_of(value, ("true", "false"), name) == "true"

    def setting(self, context: Context) -> Setting:
        """What the question is read in: as of the moment it names, or now."""
        seconds = self.whole("as_of_timestamp", int(context.now.timestamp()))
        if seconds >= _LAST:
            raise BadRequest(f"as_of_timestamp: {seconds} is no time in seconds")
        return evolve(context.setting, now=datetime.fromtimestamp(seconds, UTC))


def _label(value: object, where: str) -> str:
    """A text; ids may be numbers."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else text(value, where)
