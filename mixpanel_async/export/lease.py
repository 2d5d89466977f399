"""Whose turn it is at a target that several machines reach: a small file beside the data says so."""

from __future__ import annotations

import json
import os
import socket
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

from attrs import evolve, field, frozen

from mixpanel_async.errors import ExportError, MixpanelError
from mixpanel_async.export.heartbeat import beating
from mixpanel_async.export.remote import RemoteTarget
from mixpanel_async.export.troubles import store_errors
from mixpanel_dataset.exported import WORK

PATH: Final = f"{WORK}/lock.json"
_EXPIRES: Final = 3600.0
"""Seconds after which a lease that nobody has renewed is anybody's; whoever had it finds out before it writes more."""
_EVERY: Final = 600.0
"""Seconds after which it is renewed: it outlasts some that fail."""


@frozen
class Lease:
    """The right to write to *target*, for one run on the machine whose folder *work* is locked for it.

    While it is held it is renewed *every* so many seconds, by a *clock* that tells seconds since 1970.
    """

    target: RemoteTarget
    work: Path
    clock: Callable[[], float]
    every: float = _EVERY
    _holder: str = field(factory=lambda: uuid.uuid4().hex)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Take it, or raise ``ExportError`` where another machine has it, and give it back."""
        if not self.target.create(PATH, self._content()):
            self._take_over()
        self.confirm()
        try:
            with beating(self._renewal(), self.every):
                yield
        finally:
            if self._is_ours():
                self.target.remove(PATH)

    def renew(self) -> None:
        """Say that it is still in use."""
        self.confirm()
        self.target.write(PATH, self._content())

    def confirm(self) -> None:
        """Raise unless it is still this run's."""
        if not self._is_ours():
            raise ExportError(
                f"another machine has gone on with the export to {self.target.url}, since nothing was heard of this "
                f"one for {_EXPIRES / 60:g} minutes; let it end, then run the same again",
                "EXPORT_LOCKED",
            )

    def _renewal(self) -> Callable[[], None]:
        """What renews it where it can; one that is lost is seen before more is written."""
        # Not every store's client can be used by two threads at once.
        apart = cache(lambda: evolve(self, target=self.target.apart()))

        def renew() -> None:
            with suppress(MixpanelError, *store_errors()):
                apart().renew()

        return renew

    def _take_over(self) -> None:
        known = self._known()
        silent = self.clock() - float(known.get("renewed", 0))
        # A run of this machine that is not there any more: the folder's own lock has told them apart.
        if known.get("machine") != self._machine() and abs(silent) < _EXPIRES:
            raise ExportError(
                f"another export is writing into {self.target.url}, on {known.get('host')} (process "
                f"{known.get('pid')}), heard of {silent:.0f} seconds ago; wait until it has ended. If it was killed, "
                f"remove {self.target.url}/{PATH}, or wait for {_EXPIRES / 60:g} minutes",
                "EXPORT_LOCKED",
            )
        self.target.write(PATH, self._content())

    def _is_ours(self) -> bool:
        return bool(self._known().get("holder") == self._holder)

    def _known(self) -> Mapping[str, Any]:
        try:
            known = json.loads(self.target.read(PATH) or b"{}")
        except ValueError:
            return {}
        return known if isinstance(known, dict) else {}

    def _content(self) -> bytes:
        said = {"holder": self._holder, "machine": self._machine(), "host": socket.gethostname(), "pid": os.getpid()}
        return json.dumps({**said, "renewed": self.clock()}).encode()

    def _machine(self) -> str:
        """What tells this machine's folder from all others."""
        name = self.work / "machine"
        if not name.exists():
            self.work.mkdir(parents=True, exist_ok=True)
            name.write_text(uuid.uuid4().hex)
        return name.read_text()
