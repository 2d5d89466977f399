"""The kinds of things that are kept: where each is on the wire, what it needs, and what is shown of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import field, frozen

from mixpanel_local.errors import BadRequest
from mixpanel_local.kept.things import Thing

ME: Final = {"id": 1, "name": "local", "email": "local@localhost"}
"""Who makes everything here."""

_CREATOR: Final = {"creator_id": ME["id"], "creator_name": ME["name"], "creator_email": ME["email"]}
_MAY: Final = {"can_view": True, "can_update_basic": True, "can_share": True}
_SAID: Final = {str: "text", int: "a whole number", dict: "an object", list: "a list"}
_STAMPS: Final = ("created", "modified")


@frozen(kw_only=True)
class Kind:
    """A kind of things: *path* under a project, *noun* and *plural* in bodies that name several.

    *needs* are fields that a new one must have, with their types; *shows* are fields that are shown where nothing was
    said of them; *stamps* are the fields that say when it was made and changed. With *uuid* ids are no numbers.
    *replaced* lists the fields that an update replaces as a whole, said or not; where it is None an update changes what
    it says and leaves the rest.
    """

    name: str
    path: str
    noun: str
    needs: Mapping[str, type] = field(factory=dict)
    shows: Mapping[str, Any] = field(factory=dict)
    id_key: str = "id"
    stamps: tuple[str, str] | None = _STAMPS
    uuid: bool = False
    replaced: frozenset[str] | None = None
    made: int = 200

    @property
    def plural(self) -> str:
        """Several of them, in bodies."""
        return f"{self.noun}s"

    def own(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """*body* without what is not for the sender to say."""
        given = {self.id_key, "project_id", *(self.stamps or ())}
        return {key: value for key, value in body.items() if key not in given}

    def check(self, body: Mapping[str, Any]) -> None:
        """Refuse what is no whole thing of this kind."""
        for key, kind in self.needs.items():
            if body.get(key) is None:
                raise BadRequest(f"{key}: this field is required")
            if not isinstance(body[key], kind) or isinstance(body[key], bool) or body[key] == "":
                raise BadRequest(f"{key}: needs {_SAID[kind]}, not {body[key]!r}")

    def show(self, thing: Thing, project: int) -> dict[str, Any]:
        """What a reply says of *thing*."""
        placed = {"project_id": project} if "project_id" in self.shows else {}
        stamps = {} if self.stamps is None else dict(zip(self.stamps, (thing.created, thing.modified), strict=True))
        return {self.id_key: self.id_of(thing), **self.shows, **thing.body, **placed, **stamps}

    def id_of(self, thing: Thing) -> str | int:
        """The id of *thing*, as replies have it."""
        return thing.id if self.uuid else int(thing.id)


DASHBOARD: Final = Kind(
    name="dashboard",
    path="dashboards",
    noun="dashboard",
    needs={"title": str},
    shows={
        "description": None,
        "is_private": False,
        "is_restricted": False,
        "is_favorited": False,
        "pinned_date": None,
        "filters": [],
        "breakdowns": [],
        "time_filter": None,
        "can_update_restricted": True,
        "can_update_visibility": True,
        "can_pin": True,
        "is_shared_with_project": True,
        "project_id": None,
        **_CREATOR,
        **_MAY,
    },
)
BOOKMARK: Final = Kind(
    name="bookmark",
    path="bookmarks",
    noun="bookmark",
    needs={"name": str, "type": str, "params": dict},
    shows={"description": None, "dashboard_id": None, "project_id": None, "workspace_id": 1, **_CREATOR, **_MAY},
)
COHORT: Final = Kind(
    name="cohort",
    path="cohorts",
    noun="cohort",
    needs={"name": str},
    shows={
        "description": "",
        "is_visible": True,
        "is_locked": False,
        "data_group_id": None,
        "created_by": ME,
        "referenced_by": [],
        "referenced_directly_by": [],
        "active_integrations": [],
        "verified": False,
        "project_id": None,
        **_MAY,
    },
    stamps=("created", "last_edited"),
)
ANNOTATION: Final = Kind(
    name="annotation",
    path="annotations",
    noun="annotation",
    needs={"date": str, "description": str},
    shows={"tags": [], "user": {"id": ME["id"], "first_name": "local", "last_name": ""}, "project_id": None},
    stamps=None,
    made=201,  # annotations.openapi.yaml
)
ANNOTATION_TAG: Final = Kind(
    name="annotation_tag",
    path="annotations/tags",
    noun="tag",
    needs={"name": str},
    shows={"project_id": None, "has_annotations": False},
    stamps=None,
)
CUSTOM_PROPERTY: Final = Kind(
    name="custom_property",
    path="custom_properties",
    noun="custom_property",
    needs={"name": str, "resourceType": str},
    shows={"description": "", "isLocked": False, "isVisible": True, "dataGroupId": None},
    id_key="customPropertyId",
    # seeds: "PUT - full replacement"; resource type, data group and type cannot be said in one.
    replaced=frozenset(
        {"name", "description", "displayFormula", "composedProperties", "behavior", "isLocked", "isVisible"}
    ),
)
ALERT: Final = Kind(
    name="alert",
    path="alerts/custom",
    noun="alert",
    needs={"bookmark_id": int, "name": str, "condition": dict, "frequency": int, "subscriptions": list},
    shows={
        "paused": False,
        "notification_windows": None,
        "creator": {"id": ME["id"], "first_name": "local", "last_name": "", "email": ME["email"]},
        "workspace": {"id": 1, "name": "All Project Data"},
        "last_checked": None,
        "last_fired": None,
        "valid": True,
        "results": None,
    },
)
WEBHOOK: Final = Kind(
    name="webhook",
    path="webhooks",
    noun="webhook",
    needs={"name": str, "url": str},
    shows={"is_enabled": True, "auth_type": None, "creator_id": ME["id"], "creator_name": ME["name"]},
    uuid=True,
)
FLAG: Final = Kind(
    name="flag",
    path="feature-flags",
    noun="flag",
    # feature-flags-management.openapi.yaml: FeatureFlagRequest
    needs={"name": str, "key": str, "tags": list, "context": str, "serving_method": str, "ruleset": dict},
    shows={
        "description": None,
        "status": "disabled",
        "experiment_id": None,
        "data_group_id": None,
        "content_type": "feature-flags",
        "enabled_at": None,
        "deleted": None,
        "project_id": None,
        **_CREATOR,
        **_MAY,
    },
    uuid=True,
    replaced=frozenset(
        {
            *("name", "key", "description", "tags", "experiment_id", "status", "context", "data_group_id"),
            *("serving_method", "ruleset", "workspace_id", "is_experiment_active"),
        }
    ),
)
EXPERIMENT: Final = Kind(
    name="experiment",
    path="experiments",
    noun="experiment",
    needs={"name": str},
    shows={
        "description": None,
        "hypothesis": None,
        "status": "draft",
        "variants": [],
        "metrics": [],
        "settings": {},
        "exposures_cache": {},
        "results_cache": {},
        "start_date": None,
        "end_date": None,
        "feature_flag": None,
        "tags": [],
        "content_type": "experiments",
        "deleted": None,
        **_CREATOR,
        **_MAY,
    },
    uuid=True,
    made=201,  # experiments.openapi.yaml
)
_SAVED_SHOWS: Final = {
    "description": None,
    "created_by": ME,
    "verified": False,
    "is_visible": True,
    "is_locked": False,
    "project_id": None,
    **_MAY,
}
METRIC: Final = Kind(
    name="metric",
    path="metrics",
    noun="metric",
    needs={"name": str, "type": str, "definition": dict},
    shows={**_SAVED_SHOWS, "owned_by": None, "contacts": []},
)
BEHAVIOR: Final = Kind(
    name="behavior",
    path="behaviors",
    noun="behavior",
    needs={"name": str, "type": str, "definition": dict},
    shows=_SAVED_SHOWS,
)
LEXICON_TAG: Final = Kind(
    name="lexicon_tag", path="data-definitions/tags", noun="tag", needs={"name": str}, stamps=None
)
CUSTOM_EVENT: Final = Kind(
    name="custom_event",
    path="custom_events",
    noun="custom_event",
    needs={"name": str, "alternatives": list},
    stamps=None,
)
DROP_FILTER: Final = Kind(
    name="drop_filter",
    path="data-definitions/events/drop-filters",
    noun="drop_filter",
    needs={"eventName": str},
    shows={"filters": [], "active": True, "displayName": None},
    stamps=("created", "lastModified"),
)
DELETION_REQUEST: Final = Kind(
    name="deletion_request",
    path="data-definitions/events/deletion-requests",
    noun="deletion_request",
    shows={"displayName": None, "filters": None, "deletedEventsCount": 0, "requestingUser": ME},
    stamps=("created", "lastModified"),
)
LOOKUP_TABLE: Final = Kind(
    name="lookup_table",
    path="data-definitions/lookup-tables",
    noun="lookup_table",
    needs={"name": str},
    shows={"hasMappedProperties": False},
    stamps=("createdAt", "lastModifiedAt"),
)
