"""What may be said to save or change a metric."""

from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import (
    BulkUpdateMetricEntry,
    CreateMetricParams,
    Metric,
    ParamTypeError,
    ParamValidationError,
    UpdateMetricParams,
)


@pytest.mark.parametrize(
    ("name", "code"), [("", "SM1_EMPTY_NAME"), ("  ", "SM1_EMPTY_NAME"), ("x" * 256, "SM2_NAME_TOO_LONG")]
)
def test_a_name_has_1_to_255_characters(name: str, code: str) -> None:
    with pytest.raises(ParamValidationError, match=r"^CreateMetricParams: name ") as caught:
        CreateMetricParams(name=name, definition=Metric("Login"))

    assert caught.value.code == code


def test_blanks_around_a_name_do_not_count() -> None:
    name = f" {'x' * 255} "

    assert CreateMetricParams(name=name, definition=Metric("Login")).to_body()["name"] == "x" * 255
    assert UpdateMetricParams(name=name).to_body() == {"name": "x" * 255}


def test_a_name_cannot_be_cleared() -> None:
    with pytest.raises(ParamTypeError, match="name is None; give a text, or leave it out to keep the name there is"):
        UpdateMetricParams(name=None)  # type: ignore[arg-type]  # a mistake


def test_a_description_has_up_to_255_characters() -> None:
    with pytest.raises(ParamValidationError, match="description has 256 characters") as caught:
        UpdateMetricParams(description="x" * 256)

    assert caught.value.code == "SM2_NAME_TOO_LONG"


def test_none_clears_description_and_owner() -> None:
    assert UpdateMetricParams(description=None, owned_by=None).to_body() == {"description": None, "owned_by": None}


@pytest.mark.parametrize("number", [0, -1, True, "901"])
def test_an_entry_is_of_one_metric(number: Any) -> None:
    with pytest.raises(ParamValidationError, match="ids are positive numbers"):
        BulkUpdateMetricEntry(id=number, name="n")


@pytest.mark.parametrize("wrong", [{"display": {"prefix": "$"}}, {"goals": [{"label": "a"}]}, {"goals": "x"}])
def test_display_and_goals_are_values_not_objects(wrong: dict[str, Any]) -> None:
    with pytest.raises(ParamTypeError, match=r"^UpdateMetricParams: "):
        UpdateMetricParams(**wrong)
