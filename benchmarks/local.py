"""What questions to the embedded Mixpanel cost, as ratios in one run: ``python -m benchmarks.local [rows ...]``.

Every cost is that of a process of its own, and questions that are compared have to give the same answer. ClickHouse is
asked where $MPX_CHDB_PYTHON has chdb (``pip install chdb-core-lite``). Events are made at the first run, under
$MPX_BENCH_DATA or the folder for temporary files. Of so many events that one pass would hold gigabytes, only growth is
looked at: ``python -m benchmarks.local 10000000 50000000``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from benchmarks import local_disk, local_funnels, local_insights, local_paths, local_waiting
from benchmarks.events import made
from benchmarks.local_asked import Cost, Promise, cost_of, data, sizes
from benchmarks.measure import report

ROWS = (1_000_000, 10_000_000)
ROUNDS = 3
_MANY = 20_000_000
_DIVISIBLE = 5_000_000
_FIRST_ROWS = 1_000_000
_GROWING = {
    "uniques": "local_insights",
    "active users": "local_insights",
    "funnel": "local_funnels",
    "retention": "local_paths",
    "flows": "local_paths",
}
"""What is asked of however many events, and the module it is in."""


def main() -> None:
    """Ask everything in turn, several times."""
    costs: dict[int, Mapping[str, Cost]] = {}
    for rows in sizes(ROWS):
        folder = made(rows, data())
        costs[rows] = _grown(folder) if rows > _MANY else _all(rows, folder)
    for fewer, more in pairwise(sorted(costs)):
        _tell(_growth(more / fewer, costs[fewer], costs[more]))


def _grown(folder: Path) -> Mapping[str, Cost]:
    return {name: cost_of(module, name, folder) for name, module in _GROWING.items()}


def _all(rows: int, folder: Path) -> Mapping[str, Cost]:
    insights = local_insights.costs(folder, ROUNDS)
    funnels = local_funnels.costs(rows, folder, ROUNDS)
    paths = local_paths.costs(folder, ROUNDS)
    cost = {**insights, **funnels, **paths}
    table = [(name, f"{each.cpu:.2f}", f"{each.memory:.0f}") for name, each in cost.items()]
    report(f"Questions over {rows:,} events", [("question", "CPU s", "MB more"), *table])
    _tell(local_insights.promises(insights))
    if rows <= _FIRST_ROWS:
        _tell(local_insights.first_answer(folder))
    _tell(local_funnels.promises(funnels))
    _tell(local_paths.promises(paths))
    _tell(_passes(rows, cost))
    _tell(local_waiting.promises(folder))
    _tell(local_disk.promises(folder))
    return cost


def _passes(rows: int, cost: Mapping[str, Cost]) -> Iterator[Promise | str]:
    for name in ("funnel", "retention", "flows"):
        one, several = cost[f"{name}, 1 pass"], cost[f"{name}, 16 passes"]
        yield Promise(f"{name}, 16 passes : 1, CPU", several.cpu / one.cpu, 1.75)
        memory = f"{name}, 16 passes : 1, memory"
        if rows < _DIVISIBLE:
            # A date is a row group or two: it is read at once, and only gone through in passes.
            yield f"{memory}: {several.memory / one.memory:.2f}x, {several.memory:.0f} MB"
        else:
            yield Promise(memory, several.memory / one.memory, 0.35)


def _growth(times: float, fewer: Mapping[str, Cost], more: Mapping[str, Cost]) -> Iterator[Promise]:
    for name in _GROWING:
        yield Promise(f"{name}, {times:g} times the events, CPU", more[name].cpu / fewer[name].cpu, 1.3 * times)


def _tell(promises: Iterable[Promise | str]) -> None:
    for promise in promises:
        print(promise)


if __name__ == "__main__":
    main()
