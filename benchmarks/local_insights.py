"""The first answer of the embedded Mixpanel takes half a second; a week costs a fifth of sixty days.

``python -m benchmarks.local_insights [rows ...]``: every figure is a process of its own, over the events of
``benchmarks.local``. Wall-clock seconds are of an idle machine; CPU seconds hold on a busy one too.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measure import PYTHON, report, versus

ROWS = (1_000_000,)
ROUNDS = 5
FIRST_ANSWER_SECONDS = 0.5
WEEK_OF_SIXTY_DAYS = 0.2
_FIRST = """
import json, time
began, cpu = time.perf_counter(), time.process_time()
from mixpanel_sync import Workspace
with Workspace.local({folder!r}) as ws:
    ws.query("Purchase", from_date={first!r}, to_date={last!r})
    print(json.dumps({{"wall": time.perf_counter() - began, "cpu": time.process_time() - cpu}}))
"""
# Asked twice: what an answer costs is what the second one does, from the same store, open and warm.
_AGAIN = """
import json, time
from mixpanel_sync import Workspace
with Workspace.local({folder!r}) as ws:
    def ask():
        ws.query(["Purchase", "Page View"], math="unique", group_by=["country", "plan"], mode="total",
                 from_date={first!r}, to_date={last!r})
    ask()
    began, cpu = time.perf_counter(), time.process_time()
    ask()
    print(json.dumps({{"wall": time.perf_counter() - began, "cpu": time.process_time() - cpu}}))
"""


def main() -> None:
    """Ask everything in turn, several times."""
    from benchmarks.events import FIRST, LAST, made

    root = Path(os.environ.get("MPX_BENCH_DATA", Path(tempfile.gettempdir()) / "mpx-bench"))
    week = (LAST - timedelta(days=6), LAST)
    questions = {
        "first answer of a process": (_FIRST, (FIRST, LAST)),
        "uniques by two properties, 60 days": (_AGAIN, (FIRST, LAST)),
        "uniques by two properties, 7 days": (_AGAIN, week),
    }
    for rows in [int(given) for given in sys.argv[1:]] or ROWS:
        folder = str(made(rows, root))
        found: dict[str, list[dict[str, float]]] = {name: [] for name in questions}
        for _ in range(ROUNDS):
            for name, (code, (first, last)) in questions.items():
                asked = code.format(folder=folder, first=first.isoformat(), last=last.isoformat())
                found[name].append(_run(asked))
        _tell(
            rows,
            {
                name: {key: median(each[key] for each in several) for key in several[0]}
                for name, several in found.items()
            },
        )


def _run(code: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(subprocess.check_output([PYTHON, "-c", code], text=True))
    return found


def _tell(rows: int, cost: dict[str, dict[str, float]]) -> None:
    table = [(name, f"{each['cpu']:.2f}", f"{each['wall']:.2f}") for name, each in cost.items()]
    report(f"Insights over {rows:,} events", [("question", "CPU s", "wall s"), *table])
    first, sixty, seven = cost.values()
    print("first answer : half a second, wall", versus(first["wall"] / FIRST_ANSWER_SECONDS, 1))
    print("first answer : half a second, CPU", versus(first["cpu"] / FIRST_ANSWER_SECONDS, 1))
    print("7 days : 60 days, CPU", versus(seven["cpu"] / sixty["cpu"], WEEK_OF_SIXTY_DAYS))


if __name__ == "__main__":
    main()
