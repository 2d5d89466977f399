"""Questions about groups in place of users: which groups, and what cannot be asked of any."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mixpanel_local.engine.nodes import nodes
from mixpanel_local.engine.per_user import SESSIONS
from mixpanel_local.engine.plan import Arm, Measurement
from mixpanel_local.engine.sessions import END, START
from mixpanel_local.engine.shape import refuse
from mixpanel_local.errors import Unsupported

_KEY: Final = "globalDataGroupId"
_KEYS: Final[Mapping[str, str]] = {"flows": "data_group_id"}


def read_data_group(said: Mapping[str, Any], call: str = "insights") -> str | None:
    """What is asked about instead of users."""
    named = said.get(_KEYS.get(call, _KEY))
    return None if named in (None, "") else str(named)


def check_of_groups(*asked: object, call: str = "insights") -> None:
    """Refuse sessions, which users alone have, wherever they stand in what is *asked* about groups."""
    if any(_is_of_sessions(node) for part in asked for node in nodes(part)):
        raise of_users("sessions", call)


def of_users(construct: str, call: str) -> Unsupported:
    """The error for what only users have, or have had done."""
    asked = f"{construct} in an analysis by group ({_KEYS.get(call, _KEY)})"
    return refuse(asked, call, instead="ask it of users, or count events, groups or totals")


def _is_of_sessions(node: object) -> bool:
    if isinstance(node, Measurement):
        return SESSIONS in (node.math, node.per_user)
    return isinstance(node, Arm) and node.event in (START, END)
