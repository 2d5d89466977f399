"""Whose properties are meant."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["PropertyResourceType"]


class PropertyResourceType(StrEnum):
    """Whose property it is that stands in the Lexicon or in a formula."""

    EVENT = "event"
    USER = "user"
    GROUPPROFILE = "groupprofile"
