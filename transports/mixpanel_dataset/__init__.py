"""Events on disk: one layout of Parquet files, for exports and imports to write and the embedded Mixpanel to read.

``date=YYYY-MM-DD/NAME.parquet`` (UTC), several parts per date; ``manifest.json`` says which are in force. Columns are
``event``, ``distinct_id``, ``time`` (milliseconds), ``insert_id``, ``mp_processing_time_ms``, ``seq``, and one for
each (property, type): ``plan__s`` text, ``__n`` numbers, ``__i`` integers beyond 2^53, ``__b`` booleans, ``__j`` JSON
of lists, objects and explicit nulls. What is not among a part's 200 most frequent properties is in one JSON object per
row, ``rare``. Rows are sorted by (distinct_id, time, seq).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from mixpanel_dataset.columns import Column
    from mixpanel_dataset.duckdb_views import views
    from mixpanel_dataset.errors import StoreError
    from mixpanel_dataset.lines import BadLine
    from mixpanel_dataset.manifest import Manifest, Part
    from mixpanel_dataset.profiles import gather_profiles
    from mixpanel_dataset.reading import read_export
    from mixpanel_dataset.staged import StagedPart, Written
    from mixpanel_dataset.store import Store
    from mixpanel_dataset.target import LocalTarget, Target
    from mixpanel_dataset.window import WindowWriter

__all__ = [
    "BadLine",
    "Column",
    "LocalTarget",
    "Manifest",
    "Part",
    "StagedPart",
    "Store",
    "StoreError",
    "Target",
    "WindowWriter",
    "Written",
    "gather_profiles",
    "read_export",
    "views",
]

_HOMES: Final = {
    "columns": ("Column",),
    "duckdb_views": ("views",),
    "errors": ("StoreError",),
    "lines": ("BadLine",),
    "manifest": ("Manifest", "Part"),
    "profiles": ("gather_profiles",),
    "store": ("Store",),
    "reading": ("read_export",),
    "staged": ("StagedPart", "Written"),
    "target": ("LocalTarget", "Target"),
    "window": ("WindowWriter",),
}


def __getattr__(name: str) -> Any:
    """Load a public name at its first use."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
