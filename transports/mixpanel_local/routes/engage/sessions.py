"""One list of profiles, page after page."""

from __future__ import annotations

import json
import re
import zlib
from datetime import UTC, datetime
from typing import Final

from attrs import evolve, frozen

from mixpanel_local.engine.setting import Setting
from mixpanel_local.errors import BadRequest
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.engage.asked import Asked

_WRITTEN: Final = re.compile(r"(?P<now>[0-9]{1,11})-(?P<digest>[0-9a-f]{8})")
_UNCACHED: Final = "request for page in uncached query for params"
_PAGED: Final = frozenset({"page", "session_id", "project_id", "workspace_id", "query_origin"})
"""What pages of one list differ in."""


@frozen
class Session:
    """When a list was begun, in seconds, and a digest of its question and of what it is read from."""

    now: int
    digest: str

    @classmethod
    def of(cls, asked: Asked, context: Context) -> Session:
        """The session of a page: a new one for the first, that it names for every other."""
        said = str(asked.given.get("session_id") or "")
        digest = _digest(asked, context)
        if not said:
            if page := asked.whole("page", 0):
                raise BadRequest(f"page {page} needs the session_id that came with page 0")
            return cls(int(asked.setting(context).now.timestamp()), digest)
        if asked.says("behaviors") and not asked.says("as_of_timestamp"):
            # reference/engage-query
            raise BadRequest(f"{_UNCACHED}: pages of behaviors need as_of_timestamp")
        found = _WRITTEN.fullmatch(said)
        if found is None or found["digest"] != digest:
            problem = "it is of another question, or what it was read from has changed since; begin with page 0"
            raise BadRequest(f"{_UNCACHED}: session_id {said!r}: {problem}")
        return cls(int(found["now"]), digest)

    def __str__(self) -> str:
        return f"{self.now}-{self.digest}"

    def setting(self, context: Context) -> Setting:
        """What the question of every page is read in."""
        return evolve(context.setting, now=datetime.fromtimestamp(self.now, UTC))


def _digest(asked: Asked, context: Context) -> str:
    question = {name: value for name, value in asked.given.items() if name not in _PAGED}
    group = str(question["data_group_id"]) if asked.says("data_group_id") else None
    state: list[object] = [context.store.profiles(group).paths]
    if asked.says("filter_by_cohort") or asked.says("behaviors"):
        # Both depend on events too.
        state.append(context.store.manifest.generation)
    return f"{zlib.crc32(json.dumps([question, state], sort_keys=True).encode()):08x}"
