"""What is said of an import from a warehouse is checked before it is sent."""

from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import (
    CreateEventStreamImportParams,
    CreateLookupTableImportParams,
    CreatePeopleImportParams,
    ParamValidationError,
    UpdateWarehouseImportParams,
    WarehouseJoinProperty,
    WarehouseSyncFrequency,
)

SOURCE: dict[str, Any] = {"warehouse_source_id": 3, "table_params": {"table": "logins"}}


@pytest.mark.parametrize("every", ["weekly", WarehouseSyncFrequency.WEEKLY, 604_800_000_000_000])
def test_how_often_is_a_word_or_nanoseconds(every: Any) -> None:
    params = UpdateWarehouseImportParams(paused=False, run_every=every)

    assert params.to_body() == {"paused": False, "run_every": 7 * 24 * 3600 * 10**9}


@pytest.mark.parametrize("every", [3600, "yearly", None, False, -1])
def test_seconds_are_not_taken_for_nanoseconds(every: Any) -> None:
    with pytest.raises(
        ParamValidationError, match="it is one of hourly, daily, weekly, manual, or as many nanoseconds"
    ):
        UpdateWarehouseImportParams(paused=False, run_every=every)


@pytest.mark.parametrize("names", [{}, {"event_name": "Login", "event_column_name": "event"}])
def test_events_are_named_in_one_way(names: dict[str, Any]) -> None:
    with pytest.raises(ParamValidationError, match="give event_name, or event_column_name, and not both"):
        CreateEventStreamImportParams(**SOURCE, sync_mode="full_sync", time_column_name="at", **names)


def test_a_mode_is_one_of_those_there_are() -> None:
    key = WarehouseJoinProperty(value="plan", resource_type="user", custom_property_id=None)
    with pytest.raises(ParamValidationError, match="it is one of time_based, mirror_mode, full_sync, one_time"):
        CreatePeopleImportParams(**SOURCE, sync_mode="always", user_column_name="user")
    with pytest.raises(ParamValidationError, match="it is one of full_sync, one_time"):
        CreateLookupTableImportParams(
            **SOURCE,
            sync_mode="time_based",  # type: ignore[arg-type]  # what is refused
            mixpanel_property=key,
            property_key_column_name="id",
        )


def test_a_column_is_cleared_by_none_and_left_out_unsaid() -> None:
    params = CreatePeopleImportParams(**SOURCE, sync_mode="full_sync", user_column_name="user", property_mappings=None)

    assert params.to_body() == {
        **SOURCE,
        "import_type": "people",
        "sync_mode": "full_sync",
        "user_column_name": "user",
        "property_mappings": None,
    }
