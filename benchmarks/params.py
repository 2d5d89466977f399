"""How fast questions become params, rules included, in CPU time; a ratio above 1 is faster than the peer.

``python -m benchmarks.params``; the peer is measured in the same run where ``MPX_PEER_PYTHON`` or
``.venv-clients/bin/python`` is a Python that has it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

BUILDS = 2000
ROUNDS = 5

# Both sides build their words anew each time, as a caller does.
QUESTIONS = {
    "plain": "lambda: ws.build_params('Login', from_date='2026-01-01', to_date='2026-01-31')",
    "rich": """lambda: ws.build_params(
        [Metric('Login', math='unique', filters=[Filter.equals('plan', ['pro', 'team']), Filter.at_least('age', 18)]),
         Metric('Purchase', math='average', property='amount', per_user='total')],
        from_date='2026-01-01', to_date='2026-03-31', unit='week', formula='(B / A) * 100', formula_label='Rate',
        group_by=['country', GroupBy('amount', property_type='number', bucket_size=10, bucket_min=0, bucket_max=100)],
        where=[Filter.contains('url', 'pricing'), Filter.in_the_last('$created', 30, 'day')], rolling=7)""",
    "filters": """lambda: ws.build_params(
        'Login', last=90, where=[Filter.equals(f'p{i}', ['a', 'b', 'c']) for i in range(20)])""",
}

PEER = """
import sys
sys.path.insert(0, {here!r})
import mixpanel_headless
from mixpanel_headless import Filter, GroupBy, Metric
from benchmarks.params import measure
ws = object.__new__(mixpanel_headless.Workspace)
measure(dict(ws=ws, Filter=Filter, GroupBy=GroupBy, Metric=Metric))
"""


def measure(names: dict[str, object]) -> None:
    """Print the CPU microseconds of one build of each question: the best of several rounds."""
    for title, question in QUESTIONS.items():
        build = eval(question, names)
        build()
        print(title, min(_round(build) for _ in range(ROUNDS)))


def _round(build: object) -> float:
    started = time.process_time()
    for _ in range(BUILDS):
        build()  # type: ignore[operator]
    return (time.process_time() - started) / BUILDS * 1e6


def ours() -> None:
    """Measure this library."""
    import mixpanel_async
    from mixpanel_transports.fake import Fake

    names = {name: getattr(mixpanel_async, name) for name in ("Filter", "GroupBy", "Metric")}
    measure({"ws": mixpanel_async.Workspace(transport=Fake()), **names})


def main() -> None:
    """Measure both sides, each in its own process, and compare."""
    here = str(Path(__file__).parents[1])
    mine = _run(sys.executable, "from benchmarks.params import ours; ours()", here)
    peer_python = os.environ.get("MPX_PEER_PYTHON") or f"{here}/.venv-clients/bin/python"
    peer = _run(peer_python, PEER.format(here=here), here) if Path(peer_python).exists() else {}
    print(f"{'question':10} {'us/build':>10} {'builds/s':>10} {'peer us':>10} {'ratio':>7}")
    for title, cost in mine.items():
        other = f"{peer[title]:10.1f} {peer[title] / cost:6.2f}x" if title in peer else f"{'-':>10}"
        print(f"{title:10} {cost:10.1f} {1e6 / cost:10.0f} {other}")


def _run(python: str, code: str, here: str) -> dict[str, float]:
    output = subprocess.run([python, "-c", code], cwd=here, check=True, capture_output=True, text=True).stdout
    return {title: float(cost) for title, cost in (line.split() for line in output.splitlines())}


if __name__ == "__main__":
    main()
