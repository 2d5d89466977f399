"""Neighbours of the reference answers, over the same events: other units, modes and births, against plain Python."""

from __future__ import annotations

import gzip
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from tests.local.references import found, imported
from tests.local.retention.oracle import Question, cohorts
from tests.local.retention.stores import asked
from tests.local.retention.test_laws import ask, assumed, peopled

SHOP = Question(born="catalog", back="add_to_cart", days=(date(2024, 1, 1), date(2024, 2, 15)), edges=(1, 2, 3, 6))
WARD = Question(born="CRP", back="Leucocytes", days=(date(2014, 1, 1), date(2014, 3, 31)), edges=(1, 2, 3, 6))


@cache
def events(name: str) -> list[Any]:
    with gzip.open(found(f"{name}.ndjson.gz"), "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stores")


@pytest.mark.parametrize(("name", "question"), [("rete_ecom_SYNTHETIC", SHOP), ("sepsis", WARD)], ids=["shop", "ward"])
@pytest.mark.parametrize(
    "change",
    [
        {},
        {"zone": "America/New_York", "calendar": True},
        {"unit": "week", "retention_unit": "week", "calendar": True, "criterion": "carry_back"},
        {"unit": "month", "retention_unit": "week", "criterion": "carry_forward", "birth": "first in range"},
        {"unit": "month", "retention_unit": "month", "calendar": True, "clock": "last in row"},
        {"unit": "week", "criterion": "consecutive_forward", "edges": (1, 2)},
        {"zero": "birth event counts", "criterion": "carry_back", "horizon": "no end"},
    ],
    ids=str,
)
def test_cohorts_are_those_of_plain_python(folder: Path, name: str, question: Question, change: dict[str, Any]) -> None:
    wanted = evolve(question, **change)
    result = asked(imported(name, folder, wanted.zone), ask(wanted), None, assume=assumed(wanted))
    assert peopled(result.cohorts) == cohorts(events(name), wanted)[""]
