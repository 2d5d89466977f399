"""What a call ended with, described as the table does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Exceptions of ours that go by another name there.
NAMES = {"MixpanelError": "MixpanelHeadlessError"}


def described(value: Any) -> str:
    """Type of *value* with what is countable about it, or a plain value itself."""
    if value is None or isinstance(value, int | str | bytes):
        return repr(value)
    if isinstance(value, list):
        return f"list[{type(value[0]).__name__ if value else '?'}] len={len(value)}"
    if isinstance(value, Mapping):
        return f"dict keys={sorted(value)}"
    return type(value).__name__


def failed(error: Exception) -> str:
    """Type and code of *error*."""
    name = type(error).__name__
    return f"raises {NAMES.get(name, name)} code={getattr(error, 'code', None)}"
