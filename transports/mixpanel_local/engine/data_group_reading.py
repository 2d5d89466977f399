"""Questions about groups in place of users: which groups, and what cannot be asked of any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from mixpanel_local.engine.nodes import nodes
from mixpanel_local.engine.per_user import SESSIONS
from mixpanel_local.engine.plan import Arm, Behaved, FirstTime, Frequency, Measurement, Membership, Sides
from mixpanel_local.engine.sessions import END, START
from mixpanel_local.engine.shape import refuse
from mixpanel_local.errors import Unsupported

_KEY: Final = "globalDataGroupId"
_KEYS: Final[Mapping[str, str]] = {"flows": "data_group_id"}
_OF_USERS: Final[Mapping[type, str]] = {
    Membership: "a cohort of users",
    Sides: "a cohort of users",
    Frequency: "a frequency of users",
    FirstTime: "the first event of a user",
}
# Behaviors that can be measured of groups.
_OF_GROUPS: Final = frozenset({"funnel", "retention"})


def read_data_group(said: Mapping[str, Any], call: str = "insights") -> str | None:
    """What is asked about instead of users."""
    named = said.get(_KEYS.get(call, _KEY))
    return None if named is None else str(named)


def check_of_groups(*asked: object, call: str = "insights") -> None:
    """Refuse what is known of users alone, wherever it stands in what is *asked* about groups."""
    for node in (each for part in asked for each in nodes(part)):
        for known in _of_users(node):
            raise of_users(known, call)


def of_users(construct: str, call: str) -> Unsupported:
    """The error for what only users have, or have had done."""
    return refuse(f"{construct} in an analysis by group ({_KEYS.get(call, _KEY)})", call)


def _of_users(node: object) -> Iterator[str]:
    if type(node) in _OF_USERS:
        yield _OF_USERS[type(node)]
    elif isinstance(node, Behaved) and node.kind not in _OF_GROUPS:
        yield "a metric of a behavior of users"
    elif _is_of_sessions(node):
        yield "sessions"


def _is_of_sessions(node: object) -> bool:
    if isinstance(node, Measurement):
        return SESSIONS in (node.math, node.per_user)
    return isinstance(node, Arm) and node.event in (START, END)
