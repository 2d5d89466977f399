"""What is sent, held against Mixpanel's rules, becomes what is kept. Source: reference/import-events, track-event.

Identities are those of Simplified ID Merge: an event without ``distinct_id`` is its ``$user_id``'s, else its device's,
and events that merge ids do nothing; what a device did before its user was known stays the device's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, TypeAlias

from mixpanel_dataset.lines import MS_ABOVE, event_of, profile_of
from mixpanel_dataset.names import PROCESSED
from mixpanel_local.intake.refusal import RefusedError
from mixpanel_local.intake.updates import OPERATIONS
from mixpanel_local.intake.values import check_profile_values, event_values

Sent: TypeAlias = Mapping[str, Any]
Check: TypeAlias = Callable[[Sent, datetime], Sent | None]

# reference/import-events: ids that name nobody
_NOBODY: Final = frozenset(
    {
        *("00000000-0000-0000-0000-000000000000", "anon", "anonymous", "nil", "none", "null", "n/a", "na"),
        *("undefined", "unknown", "<nil>", "0", "-1", "true", "false", "[]", "{}"),
    }
)
_INSERT_ID: Final = re.compile(r"[A-Za-z0-9-]{1,36}")
_MOST_PROPERTIES: Final = 254
_MOST_BYTES: Final = 1_000_000
_FIRST_MS: Final = 31_536_000_000
"""1971: what happened before is refused."""
_DAY: Final = 86_400
_CONSUMED: Final = ("token", "ip")
"""Properties that are read and not kept."""
_MERGES: Final = frozenset({"$identify", "$create_alias", "$merge"})
_LISTS: Final = frozenset({"$unset"})


def imported(entry: Sent, now: datetime) -> Sent | None:
    """An event for ``/import``, as it is kept; None where it is taken and does nothing."""
    name, properties = _parts(entry)
    if "time" not in properties:
        raise RefusedError("properties.time", "'properties.time' is required")
    if "$insert_id" not in properties:
        raise RefusedError("properties.$insert_id", "'properties.$insert_id' is required")
    if "distinct_id" not in properties and _owner(properties) is None:
        raise RefusedError("properties.distinct_id", "'properties.distinct_id' is required")
    return _event(name, properties, now)


def tracked(entry: Sent, now: datetime) -> Sent | None:
    """An event for ``/track``, as it is kept; None where it is taken and does nothing."""
    name, properties = _parts(entry)
    if not properties.get("token"):
        raise RefusedError("properties.token", "token, missing or empty")
    return _event(name, {"time": now.timestamp(), **properties}, now)


def recent(check: Check, days: int) -> Check:
    """The same *check*, which also refuses events that are older than so many *days*."""

    def checked(entry: Sent, now: datetime) -> Sent | None:
        event = check(entry, now)
        if event is not None and _milliseconds(event["properties"]["time"]) < (now.timestamp() - days * _DAY) * 1000:
            message = f"'properties.time' is more than {days} days ago; send the event to /import"
            raise RefusedError("properties.time", message)
        return event

    return checked


def user_update(entry: Sent, now: datetime) -> Sent:
    """An update of a user's profile."""
    update = _update(entry, "$distinct_id", OPERATIONS)
    seen = {} if entry.get("$ignore_time") else {"$seen": now.strftime("%Y-%m-%dT%H:%M:%S")}
    return {**update, **seen}


def group_update(entry: Sent, _: datetime) -> Sent:
    """An update of a group's profile."""
    if not isinstance(entry.get("$group_key"), str) or not entry["$group_key"]:
        raise RefusedError("$group_key", "$group_key, missing or empty")
    # openapi/ingestion: groups have no $add and no $append
    known = {name: each for name, each in OPERATIONS.items() if name not in ("$add", "$append")}
    return {**_update(entry, "$group_id", known), "$group_key": entry["$group_key"]}


def _parts(entry: Sent) -> tuple[str, dict[str, Any]]:
    if not isinstance(entry.get("event"), str) or not entry["event"]:
        raise RefusedError("event", "'event' must be a non-empty string")
    if not isinstance(entry.get("properties"), Mapping):
        raise RefusedError("properties", "'properties' must be an object")
    return entry["event"], dict(entry["properties"])


def _event(name: str, properties: dict[str, Any], now: datetime) -> Sent | None:
    if name in _MERGES:
        return None
    _check_ids(properties)
    if len(properties) > _MOST_PROPERTIES:
        raise RefusedError("properties", f"'properties' has {len(properties)} keys; {_MOST_PROPERTIES} are allowed")
    owner = _owner(properties)
    kept = {key: value for key, value in properties.items() if key not in _CONSUMED}
    sent = {
        "event": name,
        "properties": {
            **kept,
            "time": _time(kept.get("time"), now),
            **({} if owner is None else {"distinct_id": owner}),
            PROCESSED: round(now.timestamp() * 1000),
        },
    }
    event = _readable(sent, event_of)
    return {**event, "properties": event_values(event["properties"])}


def _check_ids(properties: Sent) -> None:
    for name in ("distinct_id", "$insert_id"):
        value = properties.get(name)
        if value is not None and str(value).lower() in _NOBODY:
            raise RefusedError(f"properties.{name}", f"'properties.{name}' is invalid: {value!r} names nobody")
    insert_id = properties.get("$insert_id")
    if insert_id is not None and _INSERT_ID.fullmatch(str(insert_id)) is None:
        field = "properties.$insert_id"
        raise RefusedError(field, f"'{field}' is invalid: must be at most 36 alphanumeric characters or '-'")


def _owner(properties: Sent) -> Any:
    """Whose event it is, where anybody's."""
    if properties.get("distinct_id") is not None:
        return properties["distinct_id"]
    if properties.get("$user_id"):
        return properties["$user_id"]
    if properties.get("$device_id"):
        return f"$device:{properties['$device_id']}"
    address = properties.get("ip")
    return sha256(str(address).encode()).hexdigest()[:32] if address else None


def _time(value: Any, now: datetime) -> Any:
    """The time as it was sent; one in the future becomes *now* (openapi/ingestion)."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not _milliseconds(value) >= _FIRST_MS:
        raise RefusedError("properties.time", "'properties.time' is invalid: must be specified as seconds since epoch")
    return round(now.timestamp()) if _milliseconds(value) > now.timestamp() * 1000 else value


def _milliseconds(value: float) -> float:
    return value if value > MS_ABOVE else value * 1000


def _update(entry: Sent, key: str, known: Mapping[str, Any]) -> dict[str, Any]:
    if not entry.get("$token"):
        raise RefusedError("$token", "$token, missing or empty")
    user = entry.get(key)
    if isinstance(user, bool) or not isinstance(user, str | int) or user == "":
        raise RefusedError(key, f"{key}, missing or empty")
    said = {name: entry[name] for name in known if name in entry}
    if "$delete" in entry:
        return {key: str(user), "$delete": True}
    if not said:
        raise RefusedError("$set", f"one of {', '.join((*known, '$delete'))} is required")
    for name, value in said.items():
        _check_operation(name, value)
    update = {key: str(user), **said}
    _readable({"$distinct_id": str(user), "$properties": said}, profile_of)
    for name, value in said.items():
        check_profile_values(name, value if name not in _LISTS else {})
    return update


def _check_operation(name: str, value: object) -> None:
    if name in _LISTS:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise RefusedError(name, f"{name} must be a list of property names")
        return
    if not isinstance(value, Mapping):
        raise RefusedError(name, f"{name} must be an object")
    for prop, operand in value.items():
        if name == "$add" and (isinstance(operand, bool) or not isinstance(operand, int | float)):
            raise RefusedError(f"{name}.{prop}", f"{name} values must be numbers")
        if name == "$union" and not isinstance(operand, list):
            raise RefusedError(f"{name}.{prop}", f"{name} values must be lists")


def _readable(entry: dict[str, Any], read: Callable[[bytes], object]) -> dict[str, Any]:
    """*entry*, which the store can keep."""
    line = json.dumps(entry).encode()
    if len(line) > _MOST_BYTES:
        raise RefusedError("properties", f"{len(line)} bytes are more than {_MOST_BYTES}")
    try:
        read(line)
    except ValueError as problem:
        raise RefusedError("properties", str(problem)) from None
    return entry
