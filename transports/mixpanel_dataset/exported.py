"""A dataset that an export keeps, which nobody else may change."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from mixpanel_dataset.errors import StoreError

WORK: Final = ".export"
"""The folder beside the data that has an export's journal."""


def is_exported(root: Path) -> bool:
    """Whether an export keeps the dataset in *root*, or has begun to make one there."""
    return (root / WORK).is_dir()


def refuse_exported(root: Path) -> None:
    """Raise where an export keeps the dataset in *root*: its next run would undo what others have changed."""
    if any(map(_has_finished, (root / WORK).glob("*.sqlite"))):
        raise StoreError(
            f"{root} is kept by an export, whose next run would undo the change; import into a folder of its own, "
            "or take a copy without the folder .export"
        )


def _has_finished(journal: Path) -> bool:
    """Whether an export has put anything in force; one that was refused leaves a journal too."""
    try:
        with closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True)) as opened:
            return bool(opened.execute("SELECT EXISTS (SELECT 1 FROM slots)").fetchone()[0])
    except sqlite3.Error:
        return True
