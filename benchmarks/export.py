"""A batch export, raw replies of nginx to a finished dataset on disk, beside the peers and a pipeline of DuckDB.

``python -m benchmarks.export [--events N] [--rounds N]``. Every contender runs in a process of its own, in turn, and is
charged the CPU of all it starts; nginx is charged to nobody. ``ours`` ends with the sorted, typed, lossless layout
that the embedded Mixpanel reads; ``duckdb`` is ``curl | gunzip | duckdb`` to one Parquet file; the peers go through
pandas. They are looked for in ``.venv-clients`` and ``.venv-clients-mixpanel-utils``, or where MPX_PEER_PYTHON and
MPX_UTILS_PYTHON say.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from attrs import frozen

from benchmarks._export_server import FIRST, Data, can_be_slow, nginx, serving
from benchmarks.measure import PYTHON, peer_python, report, versus

EVENTS, DAYS, ROUNDS = 1_000_000, 10, 5

_OURS = """
import mixpanel_sync as mp
with mp.Workspace(base_url={url!r}, username="any", secret="any", project_id=1) as ws:
    report = ws.export_events({out!r}, from_date={first!r}, to_date={last!r}, concurrency={concurrency})
print(report.rows)
"""
_HEADLESS = """
import os
os.environ |= dict(MP_USERNAME="a", MP_SECRET="b", MP_PROJECT_ID="1", MP_REGION="us", MP_API_BASE_URL={url!r})
import pandas, mixpanel_headless as mp
rows = list(mp.Workspace().stream_events(from_date={first!r}, to_date={last!r}))
flat = [dict(row.pop("properties"), **row) for row in rows]
pandas.DataFrame(flat).to_parquet({out!r}, compression="zstd")
print(len(rows))
"""
_UTILS = """
import pandas
from mixpanel_utils import MixpanelUtils
utils = MixpanelUtils("secret", service_account_username="name", project_id=1, token="t", residency="us")
utils.raw_api = {url!r} + "/api"
rows = utils.query_export(dict(from_date={first!r}, to_date={last!r}), add_gzip_header=True)
flat = [dict(row["properties"], event=row["event"]) for row in rows]
pandas.DataFrame(flat).to_parquet({out!r}, compression="zstd")
print(len(rows))
"""
_DUCKDB = """
import duckdb
source = "read_json('/dev/stdin', format='newline_delimited', sample_size=20480)"
flat = f"SELECT event, unnest(properties) FROM {{source}}"
duckdb.sql(f"COPY ({{flat}}) TO '{out}' (FORMAT parquet, COMPRESSION zstd)")
"""
_PIPELINE = (
    "curl -sS --fail -H 'Accept-Encoding: gzip' '{url}/api/2.0/export?from_date={first}&to_date={last}'"
    ' | gunzip -c | {python} -c "$CODE"'
)


@frozen
class Cost:
    """What one run took: CPU and wall seconds, and the most memory of one of its processes, in MB."""

    cpu: float
    wall: float
    rss: float


Run = Callable[[str, str], Cost]
"""Exports from a URL into a path."""


def ran(command: Sequence[str], **environ: str) -> Cost:
    """Run *command* to its end, which must be good."""
    began = time.monotonic()
    # Nobody is charged for compiling what an installed package brings compiled.
    child = os.posix_spawnp(
        command[0], list(command), {**_without(os.environ, "PYTHONDONTWRITEBYTECODE"), **environ}, file_actions=_quiet()
    )
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        raise RuntimeError(f"{command[0]} ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss / 1024)


def _without(environ: Mapping[str, str], name: str) -> Mapping[str, str]:
    return {key: value for key, value in environ.items() if key != name}


def _quiet() -> list[tuple[int, int, str, int, int]]:
    return [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]


def contenders(data: Data, concurrency: int) -> dict[str, Run]:
    """Who takes part here; the peers only where they are installed."""
    span = {"first": str(FIRST), "last": str(data.last)}

    def by(python: Path | str, code: str) -> Run:
        return lambda url, out: ran([str(python), "-c", code.format(url=url, out=out, concurrency=concurrency, **span)])

    def pipeline(url: str, out: str) -> Cost:
        command = _PIPELINE.format(url=url, python=PYTHON, **span)
        return ran(["bash", "-c", f"set -o pipefail; {command}"], CODE=_DUCKDB.format(out=out))

    found: dict[str, Run] = {"ours": by(PYTHON, _OURS)}
    if shutil.which("curl") and shutil.which("gunzip"):
        found["duckdb"] = pipeline
    if (peer := peer_python()) is not None:
        found["headless"] = by(peer, _HEADLESS)
    utils = Path(os.environ.get("MPX_UTILS_PYTHON", ".venv-clients-mixpanel-utils/bin/python"))
    if utils.exists():
        found["utils"] = by(utils, _UTILS)
    return found


def measured(runs: Mapping[str, Run], url: str, rounds: int) -> dict[str, list[Cost]]:
    """Each contender's costs, round by round. Who fails, as peers do over drifting types, is left out."""
    found: dict[str, list[Cost]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name in list(found):
            try:
                with _output() as out:
                    found[name].append(runs[name](url, out))
            except RuntimeError as error:
                print(f"{name} fails: {error}")
                del found[name]
    return found


@contextmanager
def _output() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        yield f"{folder}/out"


def prepared(data: Data, concurrency: int) -> None:
    """Have every reply ready that a contender will ask for."""
    from mixpanel_sync import Workspace

    data.serve_span(FIRST, data.last)
    with serving(data) as url, Workspace(base_url=url, username="any", secret="any", project_id=1) as ws:
        plan = ws.plan_export(
            data.root / "never", from_date=str(FIRST), to_date=str(data.last), concurrency=concurrency
        )
    for planned in plan.windows:
        data.serve_span(planned.window.first, planned.window.last)


def table(title: str, costs: Mapping[str, Sequence[Cost]], events: int) -> None:
    """What each took, per million events, and how ours compares."""
    rows: list[Sequence[str]] = [("contender", "CPU s/M", "wall s", "peak MB", "ours / theirs: CPU", "wall")]
    mine = costs["ours"]
    for name, runs in costs.items():
        cpu, wall, rss = (median(getattr(run, part) for run in runs) for part in ("cpu", "wall", "rss"))
        ratios = [
            [getattr(a, part) / getattr(b, part) for a, b in zip(mine, runs, strict=True)] for part in ("cpu", "wall")
        ]
        compared = (
            ["", ""]
            if name == "ours"
            else [f"{median(ratio):.2f} ({min(ratio):.2f}-{max(ratio):.2f})" for ratio in ratios]
        )
        rows.append((name, f"{cpu / events * 1e6:.2f}", f"{wall:.2f}", f"{rss:.0f}", *compared))
    report(title, rows)


def verdicts(costs: Mapping[str, Sequence[Cost]]) -> None:
    """The promises, kept or not."""
    mine = costs["ours"]
    for name, part, target in (
        ("headless", "cpu", 0.33),
        ("utils", "cpu", 0.33),
        ("duckdb", "cpu", 1.1),
        ("duckdb", "wall", 0.8),
    ):
        if name in costs:
            ratio = median(getattr(a, part) / getattr(b, part) for a, b in zip(mine, costs[name], strict=True))
            print(f"{part} of {name}: {versus(ratio, target)}")


def parts(data: Data, url: str, rounds: int) -> list[float]:
    """CPU seconds that the parts of the export take by themselves, round by round."""
    command = [str(PYTHON), "-m", "benchmarks._export_parts", url, *data.each_day()]
    return [float(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(rounds)]


def main(events: int = EVENTS, rounds: int = ROUNDS) -> None:
    """Loopback, then types that drift, then a slow remote."""
    if nginx() is None:
        print("The export needs nginx (Debian's nginx-light); it was not measured")
        return
    with tempfile.TemporaryDirectory(prefix="export-data-") as folder:
        clean = Data.made(Path(folder) / "clean", events, DAYS)
        costs = _loopback(clean, "Export over loopback", rounds)
        with serving(clean) as url:
            share = median(parts(clean, url, rounds)) / median(run.cpu for run in costs["ours"])
        print(f"sum of the parts / ours: {versus(share, 0.5, at_most=False)}")
        _loopback(Data.made(Path(folder) / "drift", events // 5, DAYS, drift=True), "Types that drift", rounds)
        _remote(clean, rounds)


def _loopback(data: Data, title: str, rounds: int) -> Mapping[str, Sequence[Cost]]:
    prepared(data, 8)
    with serving(data) as url:
        costs = measured(contenders(data, 8), url, rounds)
    table(f"{title}: {data.events:,} events", costs, data.events)
    verdicts(costs)
    return costs


def _remote(data: Data, rounds: int) -> None:
    if not can_be_slow():
        print("A slow remote needs Debian's libnginx-mod-http-echo; it was not measured")
        return
    prepared(data, 10)
    chosen = {name: run for name, run in contenders(data, 10).items() if name in ("ours", "headless")}
    with serving(data, first_byte=0.2, rate="4m") as url:
        costs = measured(chosen, url, max(rounds // 2, 1))
    table(f"A slow remote (200 ms, 4 MB/s a connection): {data.events:,} events", costs, data.events)
    if "headless" in costs:
        ratio = median(a.wall / b.wall for a, b in zip(costs["ours"], costs["headless"], strict=True))
        print(f"wall of headless: {versus(ratio, 0.25)}")


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--events", type=int, default=EVENTS)
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    main(**vars(asked.parse_args()))
