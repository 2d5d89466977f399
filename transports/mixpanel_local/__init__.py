"""An embedded Mixpanel: the requests of a client, answered from events on this machine."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from mixpanel_dataset.store import Store
    from mixpanel_local.assumptions import Assumptions
    from mixpanel_local.errors import BadLine, BadLineError, ServingError, StoreError, Unsupported
    from mixpanel_local.server import app, serve
    from mixpanel_local.serving.options import Serving
    from mixpanel_local.store.importing import ImportReport, create_store, import_events, import_profiles
    from mixpanel_local.testing import LocalMixpanel
    from mixpanel_local.transport import LocalTransport

__all__ = [
    "Assumptions",
    "BadLine",
    "BadLineError",
    "ImportReport",
    "LocalMixpanel",
    "LocalTransport",
    "Serving",
    "ServingError",
    "Store",
    "StoreError",
    "Unsupported",
    "app",
    "create_store",
    "import_events",
    "import_profiles",
    "serve",
]

_HOMES: Final = {
    "mixpanel_dataset.store": ("Store",),
    "mixpanel_local.assumptions": ("Assumptions",),
    "mixpanel_local.errors": ("BadLine", "BadLineError", "ServingError", "StoreError", "Unsupported"),
    "mixpanel_local.server": ("app", "serve"),
    "mixpanel_local.serving.options": ("Serving",),
    "mixpanel_local.store.importing": ("ImportReport", "create_store", "import_events", "import_profiles"),
    "mixpanel_local.testing": ("LocalMixpanel",),
    "mixpanel_local.transport": ("LocalTransport",),
}


def __getattr__(name: str) -> Any:
    """Load a public name at its first use."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
