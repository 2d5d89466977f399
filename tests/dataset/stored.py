"""Datasets made of a few events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from mixpanel_dataset import LocalTarget, Manifest, Part, WindowWriter
from mixpanel_dataset.manifest import NAME


def block(*events: dict[str, Any]) -> bytes:
    """The lines of *events*."""
    return "".join(f"{json.dumps(each)}\n" for each in events).encode()


def dataset(root: Path, *windows: Iterable[dict[str, Any]]) -> Path:
    """A dataset in *root*, of several windows."""
    return dataset_of_blocks(root, [block(*events) for events in windows])


def dataset_of_blocks(
    root: Path, windows: Sequence[bytes | Sequence[bytes]], names: Sequence[str] = (), **options: Any
) -> Path:
    """A dataset in *root* of windows, each the lines of one, in one block or several."""
    staging, target = root / "staging", LocalTarget(root)
    staging.mkdir(parents=True)
    events: dict[str, tuple[Part, ...]] = {}
    for number, lines in enumerate(windows):
        writer = WindowWriter(staging, names[number] if names else f"w{number}", **options)
        for each in [lines] if isinstance(lines, bytes) else lines:
            assert writer.feed(each) == []
        for staged in writer.finish().parts:
            target.publish(staged.file, staged.part.path)
            events[staged.day] = (*events.get(staged.day, ()), staged.part)
    target.write(NAME, Manifest(events=events).content)
    staging.rmdir()
    return root
