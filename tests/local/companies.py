"""Events of users of companies, to ask about by company in place of user (docs/data-structure/group-analytics)."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from mixpanel_local import import_profiles
from tests.local.asking import DAY, Asking, at, event, stored, write_lines
from tests.local.cohorts.definitions import definition, did, last

GROUPS: Mapping[str, Any] = {"sections": {"globalDataGroupId": "42"}}
BUSY = {"name": "", "negated": False, "raw_cohort": definition(did("X", ">=", 15, **last(40)))}
"""The cohort of one of the companies of ``crowd``, and of no user."""
OFTEN = {"behaviorType": "$frequency", "event": {"value": "X"}}
"""How often they did X."""
_COMPANIES = ("acme", "bob's", ["acme", "bob's"], ["acme", "acme"], [], None)


def crowd(gap: int = 40) -> Iterator[dict[str, Any]]:
    """Events of nine users of two companies, of both at once, and of none, one every *gap* seconds."""
    pick = random.Random(4)
    for number in range(150):
        company = pick.choice(_COMPANIES)
        named = {} if company is None else {"company": company}
        yield event(pick.choice("ABCX"), f"u{pick.randint(1, 9)}", at(DAY) + gap * number, amount=number, **named)


def by_company(each: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The event as it would be if its companies had done it."""
    properties = each["properties"]
    named = properties.get("company")
    for company in dict.fromkeys(named if isinstance(named, list) else [named]):
        if company is not None:
            own = {**properties, "distinct_id": company, "$insert_id": f"{properties['$insert_id']} {company}"}
            yield {"event": each["event"], "properties": own}


def grouped(folder: Path, events: Iterable[Mapping[str, Any]]) -> Asking:
    """A store of *events* with profiles of a user and of a company."""
    made = stored(folder, events, [{"$distinct_id": "u1", "$properties": {"plan": "user's"}}])
    profiles = [{"$distinct_id": "acme", "$properties": {"plan": "pro"}}]
    import_profiles(write_lines(folder / "groups.ndjson", profiles), made.root, group_key="company", data_group_id=42)
    return made


def worlds_of(folder: Path, events: Iterable[Mapping[str, Any]]) -> tuple[Asking, Asking]:
    """Stores of *events*, and of the same ones done by their companies."""
    several = list(events)
    (folder / "companies").mkdir()
    done = stored(folder / "companies", [one for each in several for one in by_company(each)])
    return grouped(folder, several), done
