"""The roles a spec can play in a question. Each says what it becomes in the params, and which rules it breaks.

The paths of a part's problems begin at the part: "" is the part itself, ".filters[1]" its second filter.

Most parts of most questions are plain, and plain parts say so at once: ``is_sound`` spares the question its rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mixpanel_async.errors import ValidationError


class Part:
    """What can stand in a question, whatever its role."""

    __slots__ = ()

    def is_sound(self) -> bool:
        """Whether it is so plain that it surely breaks no rule, here or in the params; the rules judge the others."""
        return False

    def problems(self) -> Sequence[ValidationError]:
        """Rules it breaks; where it has ``property_problems``, only those that no custom property breaks."""
        return ()


class Measure(Part):
    """What can stand among a question's events beside plain names."""

    __slots__ = ()

    def clause(self, *, hidden: bool | None = None) -> dict[str, Any]:
        """Its entry in ``sections.show``; *hidden* where a formula's result is shown instead, None for an operand."""
        raise NotImplementedError

    def name_problems(self) -> Sequence[ValidationError]:
        """Rules its events' names break."""
        return ()

    def property_problems(self) -> Sequence[ValidationError]:
        """Rules its custom properties break, those of its filters included."""
        return ()


class Breakdown(Part):
    """What a question can be split by, beside plain property names."""

    __slots__ = ()

    def clause(self, data_group_id: str | None = None) -> dict[str, Any]:
        """Its entry in ``sections.group``."""
        raise NotImplementedError

    def property_problems(self) -> Sequence[ValidationError]:
        """Rules its custom property breaks."""
        return ()


class Condition(Part):
    """What can stand in a question's ``where``."""

    __slots__ = ()

    def clause(self, data_group_id: str | None = None) -> dict[str, Any]:
        """Its entry in ``sections.filter``."""
        raise NotImplementedError


class DescribedCohort:
    """What can stand in place of a saved cohort's id."""

    __slots__ = ()

    def raw(self) -> dict[str, Any]:
        """Who is in it, as a question carries it."""
        raise NotImplementedError
