"""What a question costs, in a process of its own: CPU seconds, and the memory it takes beyond what was there."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple, TypeAlias

from benchmarks.measure import PYTHON, versus

Question: TypeAlias = Callable[[], object]
"""Asks, and gives the answer."""
Questions: TypeAlias = Mapping[str, Callable[[str], Question]]
"""By name, what makes a question ready over the store in a folder: imported, and asked about little."""

_HERE = str(Path(__file__).parents[1])
_CODE = "from benchmarks import {module}, local_asked; local_asked.answer({module}.QUESTIONS[{name!r}], {folder!r})"


# Plain tuples: the interpreter that has ClickHouse has nothing else.
class Cost(NamedTuple):
    """Of a question: CPU seconds, megabytes, and the answer as text."""

    cpu: float
    memory: float
    answer: str


class Promise(NamedTuple):
    """A ratio that is to be *at_most*, or at least, the *bound*."""

    text: str
    value: float
    bound: float
    at_most: bool = True

    def __str__(self) -> str:
        return f"{self.text}: {versus(self.value, self.bound, at_most=self.at_most)}"


def answer(ready: Callable[[str], Question], folder: str) -> None:
    """Print what one question costs: CPU seconds, and MB of memory beyond those there were before it."""
    ask = ready(folder)
    before, began = _resident(), time.process_time()
    result = ask()
    cost = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": cost, "memory": peak - before, "answer": str(result)}))


def cost_of(module: str, name: str, folder: Path, rounds: int = 1, python: str = PYTHON) -> Cost:
    """The median cost of the question *name* of a *module* of benchmarks."""
    asked = _CODE.format(module=module, name=name, folder=str(folder))
    found = [ran(asked, python) for _ in range(rounds)]
    return Cost(*(median(each[key] for each in found) for key in ("cpu", "memory")), found[0]["answer"])


def same_answers(found: Mapping[str, Cost], pairs: Sequence[tuple[str, str]]) -> None:
    """Stop where two questions of a pair, if both were asked, have different answers."""
    for one, other in pairs:
        if one in found and other in found and found[one].answer != found[other].answer:
            raise SystemExit(f"{one} says {found[one].answer[:200]}, {other} {found[other].answer[:200]}")


def ran(code: str, python: str = PYTHON) -> dict[str, Any]:
    """What *code* prints, as JSON. Modules are compiled once, as in a process of anybody's that is not the first."""
    cached = {"PYTHONPYCACHEPREFIX": str(data() / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}
    env = {**os.environ, **cached}
    found: dict[str, Any] = json.loads(subprocess.check_output([python, "-c", code], cwd=_HERE, env=env, text=True))
    return found


def data() -> Path:
    """Where the events are."""
    return Path(os.environ.get("MPX_BENCH_DATA", Path(tempfile.gettempdir()) / "mpx-bench"))


def sizes(default: Sequence[int]) -> Sequence[int]:
    """How many events are asked about: what the command line says, or the *default*."""
    return [int(given) for given in sys.argv[1:]] or default


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text("utf-8").split()[1])
    return pages * resource.getpagesize() / 2**20
