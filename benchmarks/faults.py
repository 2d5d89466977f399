"""What becomes of each fault of a server: right, loud or silent, with us and with the peer.

Run as ``python -m benchmarks.faults``. A server has each fault once, and then for good; both are asked for the same day
of 20 events. *right* is all of them, each once; *loud* is an error, or lines put into quarantine and counted;
*SILENT* is anything else. After what was loud with us, the same is run again on a server that is well: what is not
right then is *LOST*. Disks and clocks are in ``tests/export/faults`` alone: a stream has neither.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import mixpanel_sync
from benchmarks.measure import peer_python, report
from mixpanel_async.errors import MixpanelError
from tests.export.faults.catalogue import Fault, Passing, faults, whole
from tests.export.project import Project, found, packed
from tests.server import Answer, Seen, Server

DAY = "2026-01-01"
ACCOUNT = {"MP_USERNAME": "user", "MP_SECRET": "secret", "MP_PROJECT_ID": "1", "MP_REGION": "us"}


def ours(server: Server, project: Project, fault: Fault) -> str:
    """An export into a new folder; what was loud is run again."""
    with TemporaryDirectory() as folder:
        runtime = Passing(pace=fault.pace)
        with mixpanel_sync.Workspace(
            username="user", secret="secret", project_id=1, region="us", base_url=server.url, runtime=runtime
        ) as ws:
            try:
                bad = ws.export_events(folder, from_date=DAY, to_date=DAY, **fault.options).bad_lines
            except MixpanelError:
                server.respond = project.answer
                ws.export_events(folder, from_date=DAY, to_date=DAY)
                return "loud" if found(Path(folder)) == project.events() else "LOST"
        return "right" if found(Path(folder)) == project.events() else "loud" if bad else "SILENT"


def peers(process: subprocess.Popen[str], project: Project) -> str:
    """A stream of the peer's."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("go\n")
    process.stdin.flush()
    answer: Mapping[str, Any] = json.loads(process.stdout.readline())
    if answer["error"]:
        return "loud"
    there = sorted(map(str, answer["identities"]))
    return "right" if there == sorted(str(each["insert_id"]) for each in project.events()) else "SILENT"


@contextmanager
def peer_at(url: str) -> Iterator[subprocess.Popen[str] | None]:
    """The peer in a process of its own, if it is there; with an account, and no settings of anybody."""
    python = peer_python()
    if python is None:
        yield None
        return
    with TemporaryDirectory() as home:
        command = [str(python), str(Path(__file__).with_name("_peer_stream.py")), url]
        environ = {**os.environ, **ACCOUNT, "HOME": home, "PYTHONPATH": ""}
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environ, cwd=home
        ) as process:
            yield process
            assert process.stdin is not None
            process.stdin.close()


def judged(server: Server, well: Callable[[Seen], Answer], fault: Fault, judge: Callable[[], str]) -> list[str]:
    """What becomes of *fault* when it comes once, and when it stays."""
    verdicts = []
    for server.respond in (fault.once(well), fault.always()):
        verdicts.append(judge())
    return verdicts


def main() -> None:
    """Print fault by fault, then the sums."""
    project = Project.of(days=1)
    body = b"".join(line + b"\n" for line in project.lines[DAY])
    forms = {f"whole: {name}": Fault((answer,)) for name, answer in whole(body).items()}
    rows, sums = [("fault", "ours, once", "ours, always", "peer, once", "peer, always")], Counter[tuple[str, str]]()
    with Server() as server, peer_at(server.url) as peer:
        for name, fault in {**forms, **faults(body)}.items():
            mine = judged(server, project.answer, fault, lambda fault=fault: ours(server, project, fault))
            theirs = (
                judged(server, lambda _: packed(body), fault, lambda: peers(peer, project))
                if peer
                else ["not there"] * 2
            )
            sums.update([*(("ours", each) for each in mine), *(("peer", each) for each in theirs)])
            rows.append((name, mine[0], mine[1], theirs[0], theirs[1]))
            print(rows[-1], file=sys.stderr)
    report("Faults between a server and an export", rows)
    for who in ("ours", "peer"):
        print(f"{who}: " + ", ".join(f"{count} {verdict}" for (whose, verdict), count in sums.items() if whose == who))


if __name__ == "__main__":
    main()
