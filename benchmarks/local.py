"""What questions to the embedded Mixpanel cost, as ratios in one run: ``python -m benchmarks.local [rows ...]``.

Every figure is a process of its own. ClickHouse is asked where $MPX_CHDB_PYTHON has chdb (``pip install
chdb-core-lite``). Events are made at the first run, under $MPX_BENCH_DATA or the folder for temporary files.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, TypeAlias

from benchmarks import local_paths
from benchmarks.measure import PYTHON, report, versus

Costs: TypeAlias = Mapping[str, Mapping[str, float]]
"""CPU and memory by question."""

ROWS = (1_000_000, 10_000_000)
ROUNDS = 3
STEPS = ("Product View", "Add to Cart", "Checkout", "Purchase")
WINDOW_DAYS = 7
PASSES = 16
_DIVISIBLE = 5_000_000
_CODE = "import sys; sys.path.insert(0, {here!r}); from benchmarks import local; local.answer({name!r}, {folder!r})"


def funnel(folder: str, passes: int = 1, math: str = "conversion_rate_unique") -> Callable[[], object]:
    """A funnel of four steps by the engine."""
    from datetime import UTC, datetime

    from benchmarks.events import FIRST, LAST
    from mixpanel_dataset.store import Store
    from mixpanel_local.assumptions import Assumptions
    from mixpanel_local.engine.calendar import Zone
    from mixpanel_local.engine.database import Database
    from mixpanel_local.engine.funnel.engine import FunnelEngine
    from mixpanel_local.engine.funnel.reading import read_funnel_report
    from mixpanel_local.engine.sequences.passes import Passing
    from mixpanel_local.engine.setting import Setting

    store = Store.open(folder)
    # The order of the log is what windowFunnel goes by too.
    setting = Setting(datetime.now(UTC), Zone("UTC"), assumptions=Assumptions(funnel_grace_seconds=0))
    engine = FunnelEngine(store, Database(store.root).query(), setting, Passing(count=passes))
    plan = read_funnel_report(_params(math, (FIRST.isoformat(), LAST.isoformat())), setting)
    small = read_funnel_report(_params(math, (FIRST.isoformat(), FIRST.isoformat())), setting)
    engine.report(small)
    return lambda: engine.report(plan).at((), 0).counts


def _params(math: str, dates: tuple[str, str]) -> Mapping[str, Any]:
    behavior = {
        "type": "funnel",
        "behaviors": [{"type": "event", "name": name} for name in STEPS],
        "conversionWindowDuration": WINDOW_DAYS,
        "conversionWindowUnit": "day",
        "funnelReentryMode": "optimized",
    }
    show = [{"behavior": behavior, "measurement": {"math": math}}]
    time_range = [{"dateRangeType": "between", "unit": "day", "value": list(dates)}]
    return {"bookmark": {"sections": {"show": show, "time": time_range}, "displayOptions": {}}}


def window_funnel(folder: str) -> Callable[[], object]:
    """The same by ClickHouse, which knows no time beyond the range."""
    import chdb  # type: ignore[import-not-found, unused-ignore]

    names = ", ".join(f"event = '{name}'" for name in STEPS)
    several = ", ".join(f"'{name}'" for name in STEPS)
    query = (
        f"SELECT level, count() FROM (SELECT distinct_id, "
        f"windowFunnel({WINDOW_DAYS * 86_400_000})(toUInt64(time), {names}) AS level "
        f"FROM file('{folder}/date=*/*.parquet', Parquet) WHERE event IN ({several}) GROUP BY distinct_id) "
        f"GROUP BY level ORDER BY level SETTINGS max_threads = 2"
    )
    chdb.query("SELECT 1")
    return lambda: str(chdb.query(query))


QUESTIONS: Mapping[str, Callable[[str], Callable[[], object]]] = {
    "funnel": funnel,
    "funnel, 16 passes": lambda folder: funnel(folder, PASSES),
    "totals": lambda folder: funnel(folder, 1, "conversion_rate_total"),
    "windowFunnel": window_funnel,
    "retention": lambda folder: local_paths.retention(folder, 1),
    "retention, 16 passes": lambda folder: local_paths.retention(folder, PASSES),
    "retention by polars": local_paths.by_polars,
    "flows": lambda folder: local_paths.flows(folder, 1),
    "flows, 16 passes": lambda folder: local_paths.flows(folder, PASSES),
}


def answer(name: str, folder: str) -> None:
    """Print what one question costs: CPU seconds, and MB of memory beyond those there were before it."""
    ask = QUESTIONS[name](folder)
    before, began = _resident(), time.process_time()
    result = ask()
    cost = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": cost, "memory": peak - before, "result": str(result)}))


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text("utf-8").split()[1])
    return pages * resource.getpagesize() / 2**20


def _asked(name: str, folder: Path, python: str) -> dict[str, Any]:
    here = str(Path(__file__).parents[1])
    code = _CODE.format(here=here, name=name, folder=str(folder))
    found: dict[str, Any] = json.loads(subprocess.check_output([python, "-c", code], cwd=here, text=True))
    return found


def main() -> None:
    """Ask everything in turn, several times."""
    from benchmarks.events import made

    root = Path(os.environ.get("MPX_BENCH_DATA", Path(tempfile.gettempdir()) / "mpx-bench"))
    chdb = os.environ.get("MPX_CHDB_PYTHON")
    if not chdb:
        print("ClickHouse is not installed; set MPX_CHDB_PYTHON", file=sys.stderr)
    names = [name for name in QUESTIONS if chdb or name != "windowFunnel"]
    costs: dict[int, Costs] = {}
    for rows in [int(given) for given in sys.argv[1:]] or ROWS:
        folder = made(rows, root)
        found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
        for _ in range(ROUNDS):
            for name in names:
                found[name].append(_asked(name, folder, chdb if name == "windowFunnel" and chdb else PYTHON))
        costs[rows] = {name: _middle(each) for name, each in found.items()}
        _tell(rows, costs[rows])
    for fewer, more in pairwise(sorted(costs)):
        _tell_growth(more / fewer, costs[fewer], costs[more])


def _middle(several: list[dict[str, Any]]) -> dict[str, float]:
    return {key: median(each[key] for each in several) for key in ("cpu", "memory")}


def _tell(rows: int, cost: Costs) -> None:
    table = [(name, f"{each['cpu']:.2f}", f"{each['memory']:.0f}") for name, each in cost.items()]
    report(f"Questions over {rows:,} events", [("question", "CPU s", "MB more"), *table])
    if "windowFunnel" in cost:
        print("funnel : windowFunnel, CPU", versus(cost["funnel"]["cpu"] / cost["windowFunnel"]["cpu"], 1.75))
    print("retention : polars, CPU", versus(cost["retention"]["cpu"] / cost["retention by polars"]["cpu"], 2.5))
    for name in ("funnel", "retention", "flows"):
        _tell_passes(name, rows, cost[name], cost[f"{name}, {PASSES} passes"])


def _tell_passes(name: str, rows: int, one: Mapping[str, float], several: Mapping[str, float]) -> None:
    cpu, memory = several["cpu"] / one["cpu"], several["memory"] / one["memory"]
    if rows < _DIVISIBLE:
        # So few events are read at once, and only gone through in passes.
        print(f"{name}: {PASSES} passes : one, CPU {cpu:.2f}x, memory {memory:.2f}x")
    else:
        print(f"{name}: {PASSES} passes : one, CPU", versus(cpu, 1.75))
        print(f"{name}: {PASSES} passes : one, memory", versus(memory, 0.35))


def _tell_growth(times: float, fewer: Costs, more: Costs) -> None:
    for name in ("funnel", "retention", "flows"):
        print(f"{name}: {times:g} times the events, CPU", versus(more[name]["cpu"] / fewer[name]["cpu"], 1.3 * times))


if __name__ == "__main__":
    main()
