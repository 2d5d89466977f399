"""A small core with every construct the generator follows. Start with ``toy_async.Shop``."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "feed": ("Feed", "NumberedFeed"),
    "greeting": ("greet",),
    "orders": ("UNSET", "Order", "SpoiltError", "Unset"),
    "shop": ("Shop",),
}
__all__ = sorted(name for names in _HOMES.values() for name in names)
__version__ = "1.0"


def __getattr__(name: str) -> Any:
    home = next((home for home, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{home}"), name)
