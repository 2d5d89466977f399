"""The recorded operations, and which of their cases take part."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from attrs import frozen

from tests.golden import FACES
from tests.golden.cases import speaks

HERE = Path(__file__).parent

PINNED = 77
SESSIONS = ("pinned", "unpinned")
_LINKED_VIEW = re.compile(r"/view/(\d+)/")


@frozen
class Case:
    """One recorded call of an operation."""

    operation: dict[str, Any]
    recorded: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.operation['operation']}-{self.recorded['label']}"

    @property
    def call(self) -> str:
        """The expression to evaluate."""
        return str(self.recorded["call"]).replace("{csv}", str(HERE / "countries.csv"))

    @property
    def pin(self) -> int:
        """A data view to pin the session to: the one the call links to, else any."""
        linked = _LINKED_VIEW.search(self.call)
        return int(linked[1]) if linked else PINNED

    @property
    def takes_part(self) -> bool:
        return all(speaks({"call": self.call}, face) for face in FACES)

    def http(self, request: dict[str, Any]) -> dict[str, Any]:
        """What is known of every request to the place of *request*."""
        place = ("method", "base", "path")
        found: dict[str, Any] = next(
            known for known in self.operation["http"] if all(known[key] == request[key] for key in place)
        )
        return found


@frozen
class Performance:
    """A case in a session with *pin* as its data view, or with none."""

    case: Case
    pin: int | None

    @property
    def name(self) -> str:
        return f"{self.case.name}-{SESSIONS[self.pin is None]}"


@cache
def bases() -> dict[str, str]:
    """API family to where it is served."""
    return dict(_table()["bases"])


@cache
def cases() -> list[Case]:
    """All recorded cases."""
    return [Case(operation, case) for operation in _table()["operations"] for case in operation["cases"]]


@cache
def performances() -> list[Performance]:
    """All cases, in both kinds of session."""
    return [Performance(case, pin) for case in cases() for pin in (case.pin, None)]


def progress() -> dict[str, tuple[int, int]]:
    """Group to how many of its operations take part with every case, and how many there are."""
    lacking = {case.operation["operation"] for case in cases() if not case.takes_part}
    groups = [operation["group"] for operation in _table()["operations"]]
    done = [operation["group"] for operation in _table()["operations"] if operation["operation"] not in lacking]
    return {group: (done.count(group), groups.count(group)) for group in dict.fromkeys(groups)}


@cache
def floors() -> dict[str, int]:
    """Group to how many of its operations must take part."""
    return dict(_toml("floors")["floors"])


def deviations() -> dict[str, set[str]]:
    """Performance to the places where we differ from the recorded one."""
    return {
        f"{entry['operation']}-{case}-{session}": set(entry["differs"])
        for entry in _toml("deviations")["deviation"]
        for case in entry["cases"]
        for session in entry.get("sessions", SESSIONS)
    }


@cache
def _table() -> dict[str, Any]:
    return dict(json.loads((HERE / "operations.json").read_text("utf-8")))


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))
