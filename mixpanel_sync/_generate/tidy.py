"""Generated text in the shape the project's formatter gives everything else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from mixpanel_sync._generate.problem import Unfaceable

_OURS = ("mixpanel_sync", "mixpanel_transports")


def tidy(text: str, path: Path, packages: Sequence[str]) -> str:
    """*text* laid out as ruff does for a file at *path*, imports of *packages* sorted as our own."""
    # Said outright, because ruff looks for modules on disk, where those being written may not be yet.
    ours = f"--config=lint.isort.known-first-party = {[*_OURS, *packages]}"
    sorted_imports = _ruff(text, "check", "--select=I", "--fix-only", "--quiet", ours, path=path)
    return _ruff(sorted_imports, "format", "--quiet", path=path)


def _ruff(text: str, *command: str, path: Path) -> str:
    ruff = [sys.executable, "-m", "ruff", *command, "--no-cache", f"--stdin-filename={path}", "-"]
    ran = subprocess.run(ruff, input=text.encode(), capture_output=True, check=False)  # noqa: S603 - our own arguments
    if ran.returncode:
        raise Unfaceable(f"ruff could not lay out {path}: {ran.stderr.decode()}install it with mixpanel-async[dev]")
    return ran.stdout.decode()
