"""How fast questions become params, rules included: at least twice as fast as the peer, in CPU time.

``python -m benchmarks.params``; the peer is measured in the same run where ``measure.peer_python`` finds it.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.measure import PYTHON, interleaved, peer_python, report, versus

BUILDS = 2000
ROUNDS = 5
TARGET = 2.0
WORDS = ("Exclusion", "Filter", "FunnelStep", "GroupBy", "Metric")

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
    "funnel": """lambda: ws.build_funnel_params(
        [FunnelStep('Signup', filters=[Filter.equals('plan', ['pro', 'team'])]), FunnelStep('View', label='Seen'),
         FunnelStep('Purchase', filters=[Filter.greater_than('amount', 10), Filter.is_set('coupon')])],
        conversion_window=7, from_date='2026-01-01', to_date='2026-03-31', unit='week', mode='trends',
        exclusions=['Logout', Exclusion('Refund', from_step=1, to_step=2)], holding_constant=['platform'],
        group_by=['country'], where=[Filter.contains('url', 'pricing')])""",
}

_PEER = """
import sys
sys.path.insert(0, {here!r})
import mixpanel_headless
from benchmarks.params import measure
measure({title!r}, mixpanel_headless, object.__new__(mixpanel_headless.Workspace))
"""


def measure(title: str, library: object, ws: object) -> None:
    """Print the CPU microseconds of one build of a question: the best of several rounds."""
    build = eval(QUESTIONS[title], {"ws": ws, **{word: getattr(library, word) for word in WORDS}})
    build()
    print(min(_round(build) for _ in range(ROUNDS)))


def _round(build: Callable[[], object]) -> float:
    began = time.process_time()
    for _ in range(BUILDS):
        build()
    return 1e6 * (time.process_time() - began) / BUILDS


def ours(title: str) -> None:
    """Measure this library."""
    import mixpanel_async
    from mixpanel_transports.fake import Fake

    measure(title, mixpanel_async, mixpanel_async.Workspace(transport=Fake()))


def main() -> None:
    """Measure both sides, each question in a process of its own, and compare."""
    peer = peer_python()
    sides = {"ours": partial(_run, PYTHON, "from benchmarks.params import ours; ours({title!r})")}
    if peer is None:
        print("The peer is not installed; set MPX_PEER_PYTHON", file=sys.stderr)
    else:
        sides["peer"] = partial(_run, str(peer), _PEER)
    contenders = {f"{side} {title}": partial(run, title) for side, run in sides.items() for title in QUESTIONS}
    cost = interleaved(contenders, rounds=3)
    rows = [_row(title, cost[f"ours {title}"], cost.get(f"peer {title}")) for title in QUESTIONS]
    report("Params of a question, all rules on", [("question", "CPU us", "builds/s", "peer's us", "faster"), *rows])


def _row(title: str, cost: float, peer: float | None) -> tuple[str, ...]:
    mine = (title, f"{cost:.1f}", f"{1e6 / cost:,.0f}")
    return (*mine, "-", "-") if peer is None else (*mine, f"{peer:.1f}", versus(peer / cost, TARGET, at_most=False))


def _run(python: str, code: str, title: str) -> float:
    here = str(Path(__file__).parents[1])
    code = code.format(here=here, title=title)
    return float(subprocess.run([python, "-c", code], cwd=here, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    main()
