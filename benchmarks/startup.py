"""``import mixpanel_async`` costs at most 0.12 of the peer's import, in CPU."""

from __future__ import annotations

from functools import partial

from benchmarks.measure import PYTHON, interleaved, peer_python, process_cpu, report, versus

TARGET = 0.12


def main() -> None:
    """Print CPU milliseconds above a bare interpreter, and the ratio to the peer."""
    contenders = {
        "bare": partial(process_cpu, PYTHON, "pass"),
        "mixpanel_async": partial(process_cpu, PYTHON, "import mixpanel_async"),
        "mixpanel_async.Workspace": partial(process_cpu, PYTHON, "from mixpanel_async import Workspace"),
        "mixpanel_sync.Workspace": partial(process_cpu, PYTHON, "from mixpanel_sync import Workspace"),
    }
    if peer := peer_python():
        contenders["peer: bare"] = partial(process_cpu, peer, "pass")
        contenders["mixpanel_headless"] = partial(process_cpu, peer, "import mixpanel_headless")
    cpu = interleaved(contenders)
    peer_cost = cpu["mixpanel_headless"] - cpu["peer: bare"] if peer else None
    rows = [("import", "CPU ms above bare", "of the peer's")]
    for name in contenders:
        if "bare" not in name:
            own = cpu[name] - cpu["peer: bare" if name == "mixpanel_headless" else "bare"]
            ratio = versus(own / peer_cost, TARGET) if peer_cost and name != "mixpanel_headless" else ""
            rows.append((name, f"{own:.0f}", ratio))
    report("Import", rows)


if __name__ == "__main__":
    main()
