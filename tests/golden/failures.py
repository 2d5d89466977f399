"""What failed, described as the corpus does: bases, codes, paths, severities, suggestions."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping
from typing import Any

from tests.golden.compare import differences

COLUMNS = ("codes", "path", "severity", "suggestion")


def described(errors: Iterable[Any]) -> dict[str, list[Any]]:
    """Validation errors, column by column."""
    errors = list(errors)
    names = {"codes": "code", "path": "path", "severity": "severity", "suggestion": "suggestion"}
    return {column: [getattr(error, name) for error in errors] for column, name in names.items()}


def failure(error: BaseException) -> dict[str, Any]:
    """An exception: its built-in bases, and what it says by code."""
    if hasattr(error, "errors"):
        said = described(error.errors)
    else:
        code = getattr(error, "code", None)
        said = described(()) | {"codes": [code] if isinstance(code, str) else []}
    return said | {"bases": _builtin([kind.__name__ for kind in type(error).__mro__])}


def failure_differences(expected: Mapping[str, Any], actual: Mapping[str, Any]) -> list[str]:
    """Where *actual* is not the *expected* failure; more bases than expected are fine."""
    lacking = _builtin(expected["base_types"]) - actual.get("bases", set())
    missing = [f"it is no {', '.join(sorted(lacking))}"] if lacking else []
    return missing + [found for name in COLUMNS for found in differences(expected[name], actual.get(name, []), name)]


def _builtin(names: Iterable[str]) -> set[str]:
    return {name for name in names if hasattr(builtins, name)} - {"Exception", "BaseException", "object"}
