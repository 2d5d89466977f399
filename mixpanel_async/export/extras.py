"""Files beside the Parquet files of a window, about the whole of it: what was sent, and the bad lines in it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mixpanel_dataset import BadLine

_RAW: Final = "raw/"
_QUARANTINE: Final = "quarantine/"


def raw_path(name: str) -> str:
    """Where the lines of the window whose files are called *name* are kept as they were sent."""
    return f"{_RAW}{name}.jsonl.gz"


def is_raw(path: str) -> bool:
    """Whether such lines are there."""
    return path.startswith(_RAW)


def quarantine_path(name: str) -> str:
    """Where its bad lines are kept."""
    return f"{_QUARANTINE}{name}.jsonl"


def own_paths(parquet: str, names: str) -> re.Pattern[str]:
    """What matches the paths of an export's files: *parquet* those in Parquet, *names* what its windows are called."""
    return re.compile(rf"{parquet}|({_RAW}|{_QUARANTINE}){names}")


def quarantined(line: BadLine, window: str) -> str:
    """A bad line and what is known of it; bytes that are no text are lone surrogates, which give them back."""
    text = line.content.decode("utf-8", "surrogateescape")
    entry = {"window": window, "line": line.number, "reason": line.reason, "text": text}
    return json.dumps(entry, ensure_ascii=True) + "\n"
