"""Where problems of report params are gathered; a path is only spelled out for what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from attrs import define, field

from mixpanel_async.errors import ValidationError
from mixpanel_async.queries.bookmark.words import close_to

Severity = Literal["error", "warning"]


@define
class Findings:
    """The problems found so far, in order."""

    problems: list[ValidationError] = field(factory=list)

    def add(
        self,
        path: str,
        message: str,
        code: str,
        *,
        severity: Severity = "error",
        fix: Mapping[str, Any] | None = None,
    ) -> None:
        """Note a problem."""
        self.problems.append(ValidationError(path, message, code, severity, fix=fix))

    def unknown(
        self, path: str, value: object, known: frozenset[str], code: str, *, severity: Severity = "error"
    ) -> None:
        """Note that *value* is none of the *known* words, with up to three that come close."""
        close = close_to(value, known)
        hint = (
            f"did you mean {' or '.join(map(repr, close))}?"
            if close
            else f"known are {', '.join(sorted(known)[:5])} ..."
        )
        message = f"{path.rpartition('.')[2]} is {value!r}; {hint}"
        self.problems.append(ValidationError(path, message, code, severity, close or None))
