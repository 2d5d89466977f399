"""A program in another client's interpreter: gets JSON, gives JSON."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

PROGRAMS = Path(__file__).parent / "programs"


def run(client: str, program: str, home: Path, asked: Any, **environ: str) -> Any:
    """What *program* answers, run by the interpreter of the venv of *client*, with *home* as its home and folder."""
    root = Path(os.environ["MPX_CLIENTS"]).resolve()
    python = root / (f".venv-clients-{client}" if client else ".venv-clients") / "bin" / "python"
    done = subprocess.run(
        [str(python), str(PROGRAMS / f"{program}.py")],
        input=json.dumps(asked),
        env={"HOME": str(home), "PATH": os.environ["PATH"], **environ},
        cwd=home,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def workspace(url: str) -> Any:
    """Our own client at the same server."""
    import mixpanel_sync

    return mixpanel_sync.Workspace(base_url=url, username="any", secret="any", project_id=1, region="us")
