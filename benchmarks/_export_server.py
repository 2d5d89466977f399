"""nginx on loopback with an export lying ready: what a client costs, measured against a server that costs nothing."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from attrs import frozen

from benchmarks.event_lines import EVENTS, START, lines

FIRST: Final = datetime.fromtimestamp(START, UTC).date()
_ECHO: Final = Path("/usr/lib/nginx/modules/ngx_http_echo_module.so")
_BIN: Final = "/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin"
_CONFIG: Final = """
daemon off; worker_processes 1; pid {root}/nginx.pid; error_log {root}/error.log; {user} {modules}
events {{ worker_connections 512; }}
http {{
  access_log off; default_type text/plain; sendfile on; client_body_temp_path {root}/tmp; proxy_temp_path {root}/tmp;
  fastcgi_temp_path {root}/tmp; uwsgi_temp_path {root}/tmp; scgi_temp_path {root}/tmp;
  server {{
    listen 127.0.0.1:{port}; root {root};
    location = /api/2.0/export {{ {slow} rewrite ^ /spans/$arg_from_date--$arg_to_date last; }}
    location /spans/ {{ gzip_static always; {rate} }}
    location = /api/query/events/names {{ default_type application/json; rewrite ^ /names.json last; }}
    location = /api/query/events {{ default_type application/json; rewrite ^ /counts.json last; }}
  }}
}}
"""


@frozen
class Data:
    """An export in files: the lines of each day, and gzipped what was asked for by span."""

    root: Path
    events: int
    days: int

    @classmethod
    def made(cls, root: Path, events: int, days: int, *, drift: bool = False) -> Data:
        """*events* over *days* under *root*; made once."""
        data = cls(root, events, days)
        if not (root / "done").exists():
            data._make(drift=drift)
        return data

    @property
    def last(self) -> date:
        """The last day."""
        return FIRST + timedelta(days=self.days - 1)

    def each_day(self) -> list[str]:
        """All days, each ready as a reply of its own."""
        days = [FIRST + timedelta(days=at) for at in range(self.days)]
        for day in days:
            self.serve_span(day, day)
        return [day.isoformat() for day in days]

    def serve_span(self, first: date, last: date) -> None:
        """Have the days from *first* to *last* ready as one reply."""
        target = self.root / "spans" / f"{first}--{last}.gz"
        if target.exists():
            return
        with gzip.open(target, "wb", compresslevel=6) as packed:
            for at in range((last - first).days + 1):
                packed.write(self._day(first + timedelta(days=at)).read_bytes())

    def _make(self, *, drift: bool) -> None:
        for folder in ("spans", "days", "tmp"):
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        each = -(-self.events // self.days)
        made = iter(lines(self.events, self.days, drift=drift))
        for at in range(self.days):
            with self._day(FIRST + timedelta(days=at)).open("wb") as day:
                for _, line in zip(range(each), made, strict=False):
                    day.write(line)
        self._write_counts(each)
        (self.root / "done").touch()

    def _write_counts(self, each: int) -> None:
        days = [(FIRST + timedelta(days=at)).isoformat() for at in range(self.days)]
        values = {EVENTS[0]: dict.fromkeys(days, each)}
        (self.root / "names.json").write_text(json.dumps([EVENTS[0]]))
        counts = {"data": {"series": days, "values": values}, "legend_size": 1}
        (self.root / "counts.json").write_text(json.dumps(counts))

    def _day(self, day: date) -> Path:
        return self.root / "days" / f"{day}.ndjson"


@contextmanager
def serving(data: Data, *, first_byte: float = 0.0, rate: str = "") -> Iterator[str]:
    """The URL of nginx over *data*; each reply begins after *first_byte* seconds and comes at *rate* (``4m``: MB/s)."""
    port = _free_port()
    config = data.root / "nginx.conf"
    config.write_text(
        _CONFIG.format(
            root=data.root,
            port=port,
            # Who is root hands its requests to somebody else, who may not read what is in root's temporary folders.
            user="user root;" if os.geteuid() == 0 else "",
            modules=f"load_module {_ECHO};" if first_byte else "",
            slow=f"echo_sleep {first_byte}; echo_exec /spans/$arg_from_date--$arg_to_date; break;"
            if first_byte
            else "",
            rate=f"limit_rate {rate};" if rate else "",
        )
    )
    process = subprocess.Popen([nginx() or "nginx", "-c", str(config)], stderr=subprocess.DEVNULL)
    try:
        _await(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def nginx() -> str | None:
    """Where nginx is; None without it."""
    return shutil.which("nginx", path=_BIN)


def can_be_slow() -> bool:
    """Whether nginx can wait before it answers (Debian's libnginx-mod-http-echo)."""
    return _ECHO.exists()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _await(port: int) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise RuntimeError("nginx did not start")
