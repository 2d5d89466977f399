"""What the fields of a class are declared to hold, where only type checkers import the names it takes for that."""

from __future__ import annotations

from typing import Any, get_type_hints

import mixpanel_async


class _Public(dict[str, Any]):
    """Public names, looked up when an annotation speaks of them."""

    def __missing__(self, name: str) -> Any:
        if name in mixpanel_async.__all__:
            return getattr(mixpanel_async, name)
        raise KeyError(name)


def declared_kinds(kind: type) -> dict[str, Any]:
    """The annotation of each field of *kind*, by the field's name."""
    return get_type_hints(kind, None, _Public())
