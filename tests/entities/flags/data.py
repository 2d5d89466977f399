"""Flags as the server sends them."""

from __future__ import annotations

from typing import Any

# All that developer.mixpanel.com documents of a flag that is sent, and of one that is received.
RULESET: dict[str, Any] = {
    "variants": [{"key": "On", "value": True, "is_control": False, "split": 1.0, "is_sticky": False}],
    "rollout": [{"name": None, "rollout_percentage": 0.5, "variant_splits": {"On": 1.0}}],
    "test": {"users": {"qa_user_1": "On"}},
}
SETTINGS: dict[str, Any] = {
    "name": "Dark mode",
    "key": "dark_mode",
    "description": None,
    "tags": ["ui"],
    "experiment_id": "0f8fad5b-d9cb-469f-a165-70867728950e",
    "status": "disabled",
    "context": "device_id",
    "data_group_id": 7,
    "serving_method": "remote_or_local",
    "ruleset": RULESET,
    "workspace_id": 67890,
    "is_experiment_active": True,
    "hash_salt": "0123456789abcdef0123456789abcdef",
}
FLAG: dict[str, Any] = SETTINGS | {
    "id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "project_id": 12345,
    "project_name": "Shop",
    "content_type": "feature-flags",
    "content_environments_id": "c1",
    "created": "2026-01-31T08:00:00Z",
    "modified": "2026-02-01T08:00:00+01:00",
    "enabled_at": None,
    "deleted": None,
    "creator_id": 1,
    "creator_name": "Ada",
    "creator_email": "ada@example.com",
    "last_modified_by_id": None,
    "last_modified_by_name": None,
    "last_modified_by_email": None,
    "is_favorited": None,
    "pinned_date": None,
    "can_update_basic": True,
    "is_superadmin": False,
    "allow_staff_override": False,
    "can_view": True,
    "can_share": True,
    "can_pin": True,
    "is_shared_with_project": True,
    "reset_hash_salt": True,
}
