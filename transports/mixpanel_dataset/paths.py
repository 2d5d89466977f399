"""Paths of a dataset's files: relative to it, with ``/``, and never out of it."""

from __future__ import annotations

from pathlib import PureWindowsPath

from mixpanel_dataset.errors import StoreError


def is_inside(path: str) -> bool:
    """Whether *path* stays in the dataset, whichever system it is on."""
    # Windows has every way out that there is elsewhere, and more.
    known = PureWindowsPath(path)
    return bool(known.parts) and not known.anchor and ".." not in known.parts


def inside(path: str, root: object) -> str:
    """*path*; ``StoreError`` where it leads out of *root*."""
    if not is_inside(path):
        raise StoreError(f"{path!r} does not lie inside {root}")
    return path
