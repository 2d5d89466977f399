"""Where problems of report params are gathered; a path is only spelled out for what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from attrs import define, field

from mixpanel_async.errors import ValidationError
from mixpanel_async.specs.unknown_words import unknown_word

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
        self.problems.append(unknown_word(path, value, known, code, severity))
