"""Formulas, and what they give for each event of a store."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlglot import exp

from mixpanel_dataset.store import Store
from mixpanel_local.assumptions import Assumptions
from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.database import Database
from mixpanel_local.engine.properties import value_of
from mixpanel_local.engine.property_reading import read_property
from mixpanel_local.engine.scan import Scan, core_column
from mixpanel_local.engine.setting import NOTHING, Kept, Setting
from mixpanel_local.engine.sql import alias
from tests.local.asking import NOW, event, stored

Inputs = Mapping[str, str | Mapping[str, Any]]


def custom(formula: str, inputs: Inputs | None = None, kind: str | None = None, **more: Any) -> dict[str, Any]:
    """A custom property as clients compile it; an input is a property's name, or all that is said of it."""
    given = {"A": "A", "B": "B", "C": "C"} if inputs is None else inputs
    composed = {
        letter: {"resourceType": "event", **({"value": one, "type": "string"} if isinstance(one, str) else one)}
        for letter, one in given.items()
    }
    definition = {"displayFormula": formula, "composedProperties": composed, "resourceType": "events", **more}
    return definition | ({"propertyType": kind} if kind else {})


class Formulas:
    """Events with the properties A, B and C, of which formulas are asked."""

    def __init__(self, folder: Path, rows: Sequence[Mapping[str, Any]], *, time_zone: str = "UTC") -> None:
        events = [event("E", "u", **{"time": None, **row, "row": at}) for at, row in enumerate(rows)]
        self.store = Store.open(stored(folder, events, time_zone=time_zone).root)
        self.database = Database(self.store.root)

    def all(
        self,
        formula: str,
        inputs: Inputs | None = None,
        *,
        now: datetime = NOW,
        kept: Kept = NOTHING,
        assume: Mapping[str, Any] | None = None,
    ) -> list[Any]:
        """The value for each event: None, a number, text, a boolean, or what JSON says."""
        setting = Setting(now, Zone(self.store.time_zone), kept, Assumptions.of(assume or {}))
        target = read_property({"customProperty": custom(formula, inputs)}, "value", setting)
        scan = Scan.of(self.store, setting.zone.span(date(1970, 1, 2), date(2100, 1, 1)))
        parts = value_of(scan, target).parts()
        order = scan.property("row").numeric()
        columns = [alias(part, kind) for kind, part in parts.items()]
        query = scan.select(alias(order, "row"), *columns, where=exp.true())
        found = self.database.query().frame(query).sort("row")
        assert found.height
        assert core_column("event") is not None
        return [_plain({kind: row[kind] for kind in parts}) for row in found.to_dicts()]

    def one(self, formula: str, inputs: Inputs | None = None, **more: Any) -> Any:
        """The value for the only event."""
        (value,) = self.all(formula, inputs, **more)
        return value


def _plain(row: Mapping[str, Any]) -> Any:
    there = {kind: value for kind, value in row.items() if value is not None}
    assert len(there) <= 1, there
    for kind, value in there.items():
        return json.loads(value) if kind == "j" else value
    return None
