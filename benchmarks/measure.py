"""Side-by-side measuring: interleaved rounds, medians, CPU of whole processes."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

ROUNDS = 7


def peer_python() -> Path | None:
    """The interpreter that has the peer: $MPX_PEER_PYTHON, or the one ``make bench`` sets up; None without either."""
    python = Path(os.environ.get("MPX_PEER_PYTHON", ".venv-clients/bin/python"))
    return python if python.exists() else None


def process_cpu(python: Path | str, code: str) -> float:
    """CPU milliseconds of a whole interpreter that runs *code*."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([str(python), "-c", code], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def interleaved(contenders: Mapping[str, Callable[[], float]], rounds: int = ROUNDS) -> dict[str, float]:
    """The median figure of each contender; a round asks each once, so that noise falls on all alike."""
    figures: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, run in contenders.items():
            figures[name].append(run())
    return {name: median(values) for name, values in figures.items()}


def report(title: str, rows: Sequence[Sequence[str]]) -> None:
    """A titled table; the first row is its head."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    print(f"## {title}")
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def versus(value: float, target: float, *, at_most: bool = True) -> str:
    """A ratio beside its target, and whether it is met."""
    met = value <= target if at_most else value >= target
    return f"{value:.2f}x (target {'<=' if at_most else '>='} {target}x: {'met' if met else 'NOT met'})"


PYTHON = sys.executable
