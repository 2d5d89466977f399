"""How fast an answer becomes a frame, all checks on, beside the peer on the same payloads, in CPU time.

``python -m benchmarks.frames``; the peer is measured in the same run where ``measure.peer_python`` finds it. "from
JSON" is reading what the standard library has parsed and making the frame; "from bytes" is each side's own parsing too.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from benchmarks.measure import PYTHON, peer_python, report, versus
from benchmarks.payloads import body

ROUNDS = 7
REPEATS = 3
FROM_BYTES = 2.0


class Case(NamedTuple):
    """An answer: which frame is made of it and how many times faster, and what the peer reads it with."""

    frame: str
    target: float
    peer_reads: str
    mode: str = ""


CASES = {
    "insights": Case("df", 10.0, "_transform_query_result"),
    "retention": Case("df", 10.0, "_transform_retention_result"),
    "edges": Case("edges_df", 2.5, "_transform_flow_result", "sankey"),
    "paths": Case("df", 2.5, "_transform_flow_result", "paths"),
    "nodes": Case("nodes_df", 1.5, "_transform_flow_result", "sankey"),
}

_CODE = "import sys; sys.path.insert(0, {here!r}); from benchmarks.frames import {side}; {side}({title!r})"


def ours(title: str) -> None:
    """Measure this library."""
    from mixpanel_async import FlowQueryResult, QueryResult, RetentionQueryResult
    from mixpanel_async.answer import Answer
    from mixpanel_async.call import Call
    from mixpanel_async.codec import decode
    from mixpanel_transports.message import Reply, Request

    mode: Any = CASES[title].mode
    readers: Mapping[str, Callable[[Answer], object]] = {
        "insights": lambda answer: QueryResult.read(answer, {}),
        "retention": lambda answer: RetentionQueryResult.read(answer, {}),
    }
    read = readers.get(title, lambda answer: FlowQueryResult.read(answer, {}, mode))
    call = Call[Any](path="/", read=lambda answer: answer.value)
    _measure(
        title,
        lambda sent: decode(call, Request("POST", "/"), Reply(200, body=sent)),
        lambda value: read(Answer(value)),
    )


def peer(title: str) -> None:
    """Measure the peer."""
    import httpx

    case = CASES[title]
    read = getattr(import_module("mixpanel_headless._internal.services.live_query"), case.peer_reads)
    more = (case.mode,) if case.mode else ()
    _measure(title, lambda sent: httpx.Response(200, content=sent).json(), lambda value: read(value, {}, *more))


def _measure(title: str, parse: Callable[[bytes], Any], read: Callable[[Any], Any]) -> None:
    """Print the CPU milliseconds from JSON and from bytes: the best of several after one that does not count."""
    sent, frame = body(title), CASES[title].frame
    figures = [_once(sent, parse, read, frame) for _ in range(REPEATS + 1)][1:]
    print(json.dumps([min(stretch) for stretch in zip(*figures, strict=True)]))


def _once(sent: bytes, parse: Callable[[bytes], Any], read: Callable[[Any], Any], frame: str) -> tuple[float, float]:
    from_json = _cost(lambda value: (value, read(value)), json.loads(sent), frame)
    return from_json, _cost(lambda body: (own := parse(body), read(own)), sent, frame)


def _cost(make: Callable[[Any], tuple[Any, Any]], given: Any, frame: str) -> float:
    gc.collect()
    began = time.process_time()
    _kept, result = make(given)  # Giving back the memory of an answer is not measured.
    rows = getattr(result, frame)
    cost = 1000 * (time.process_time() - began)
    assert len(rows) > 0, f"the {frame} is empty"
    return cost


def main() -> None:
    """Measure both sides in turn, each in a process of its own, and compare."""
    pythons = {"ours": PYTHON, "peer": str(peer_python() or "")}
    if not pythons["peer"]:
        print("The peer is not installed; set MPX_PEER_PYTHON", file=sys.stderr)
    sides = [side for side, python in pythons.items() if python]
    rows = []
    for title, case in CASES.items():
        rounds = [{side: _run(pythons[side], side, title) for side in sides} for _ in range(ROUNDS)]
        rows += [
            _row(f"{title}, {stretch}", target, [{side: cost[place] for side, cost in each.items()} for each in rounds])
            for place, (stretch, target) in enumerate({"from JSON": case.target, "from bytes": FROM_BYTES}.items())
        ]
    report("Answers as frames", [("answer", "CPU ms", "peer's", "faster", "least", "most"), *rows])


def _row(title: str, target: float, rounds: Sequence[Mapping[str, float]]) -> tuple[str, ...]:
    mine = (title, f"{median(each['ours'] for each in rounds):.1f}")
    if "peer" not in rounds[0]:
        return (*mine, "-", "-", "-", "-")
    ratios = [each["peer"] / each["ours"] for each in rounds]
    theirs = f"{median(each['peer'] for each in rounds):.1f}"
    verdict = versus(median(ratios), target, at_most=False)
    return (*mine, theirs, verdict, f"{min(ratios):.2f}", f"{max(ratios):.2f}")


def _run(python: str, side: str, title: str) -> list[float]:
    here = str(Path(__file__).parents[1])
    code = _CODE.format(here=here, side=side, title=title)
    found: list[float] = json.loads(subprocess.check_output([python, "-c", code], cwd=here, text=True))
    return found


if __name__ == "__main__":
    main()
