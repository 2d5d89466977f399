"""Generated text in the shape the project's formatter gives everything else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from mixpanel_sync._generate.problem import Unfaceable


def tidy(text: str, path: Path) -> str:
    """*text* with imports sorted and lines laid out as ruff does for a file at *path*."""
    sorted_imports = _ruff(text, "check", "--select=I", "--fix-only", "--quiet", path=path)
    return _ruff(sorted_imports, "format", "--quiet", path=path)


def _ruff(text: str, *command: str, path: Path) -> str:
    ruff = [sys.executable, "-m", "ruff", *command, "--no-cache", f"--stdin-filename={path}", "-"]
    ran = subprocess.run(ruff, input=text.encode(), capture_output=True, check=False)  # noqa: S603 - our own arguments
    if ran.returncode:
        raise Unfaceable(f"ruff could not lay out {path}: {ran.stderr.decode()}install it with mixpanel-async[dev]")
    return ran.stdout.decode()
