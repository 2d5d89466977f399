"""An export of profiles as a value."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Self, TypedDict, Unpack
from urllib.parse import quote

from attrs import field, frozen

from mixpanel_async.arguments import at_least_one_if_given, expression, said, texts, yes_or_no
from mixpanel_async.errors import ParamTypeError, ParamValidationError
from mixpanel_async.profiles.pages import page_size_in_range

__all__ = ["ProfilesExport", "ProfilesExportOptions"]


class ProfilesExportOptions(TypedDict, total=False):
    """Everything an export of profiles may say; ``ProfilesExport`` says what each means."""

    where: str | None
    cohort_id: int | None
    output_properties: Sequence[str] | None
    group_key: str | None
    group_id: str | int | None
    incremental: bool
    page_size: int | None


def _names(names: Sequence[str] | None) -> tuple[str, ...] | None:
    if names is None:
        return None
    listed = texts(names, "output_properties")
    if not listed:
        raise ParamValidationError("output_properties is empty; name some, or leave it out for all")
    return tuple(dict.fromkeys(listed))


def _expression(_: object, __: object, value: Any) -> None:
    expression(value, "where")


def _cohort(_: object, __: object, value: Any) -> None:
    at_least_one_if_given(value, "cohort_id")


def _key(_: object, __: object, value: Any) -> None:
    if value is not None:
        said(value, "group_key", "the property that names the groups")


def _group(_: object, __: object, value: Any) -> None:
    if value is not None and type(value) is not int:
        said(value, "group_id", "the number of that kind of group")


def _flag(_: object, __: object, value: Any) -> None:
    yes_or_no(value, "incremental")


@frozen(kw_only=True)
class ProfilesExport:
    """All profiles, of users or of the groups of one key, that meet *where* and belong to the cohort *cohort_id*.

    *group_key* is the property that names the groups, ``company`` say, *group_id* the number of that kind of group in
    the project's settings; both go together. *output_properties* are fetched instead of all. *incremental* fetches the
    profiles that changed since the last whole run, by their ``$last_seen``, and keeps the others as they are: profiles
    that were deleted meanwhile stay. *page_size* is how many profiles one call brings, 1000 unless said.
    """

    where: str | None = field(default=None, validator=_expression)
    cohort_id: int | None = field(default=None, validator=_cohort)
    output_properties: tuple[str, ...] | None = field(default=None, converter=_names)
    group_key: str | None = field(default=None, validator=_key)
    group_id: str | int | None = field(default=None, validator=_group)
    incremental: bool = field(default=False, validator=_flag)
    page_size: int | None = field(default=None, validator=page_size_in_range)

    def __attrs_post_init__(self) -> None:
        if (self.group_key is None) != (self.group_id is None):
            raise ParamValidationError(
                "group_key and group_id go together: the property's name, and the group's number"
            )
        if self.incremental and self.output_properties is not None and "$last_seen" not in self.output_properties:
            raise ParamValidationError("an incremental export goes by $last_seen; name it in output_properties too")

    @classmethod
    def of(cls, export: Self | None, **options: Unpack[ProfilesExportOptions]) -> Self:
        """The export itself where one is given, else the one made of *options*."""
        if export is None:
            return cls(**options)
        if not isinstance(export, cls):
            raise ParamTypeError(f"{export!r} is no export; give a ProfilesExport, or its options by name")
        if options:
            raise ParamTypeError(f"a ProfilesExport is whole; give {', '.join(options)} to it instead")
        return export

    @property
    def kind(self) -> str:
        """What its files are called: users and each kind of group are exports of their own."""
        return "users" if self.group_id is None else f"group-{quote(str(self.group_id), safe='')}"

    def identity(self) -> Mapping[str, Any]:
        """What must stay the same for one folder to hold it."""
        return {
            "where": self.where or None,
            "cohort_id": self.cohort_id,
            "output_properties": self.output_properties and sorted(self.output_properties),
            "group_key": self.group_key,
            "group_id": self.group_id,
        }

    def asked(self, since: str | None) -> dict[str, Any]:
        """The question to the engage API; *since* is the ``$last_seen`` to begin from, None for all profiles."""
        tests = [self.where and f"({self.where})", since and f'(properties["$last_seen"] >= {json.dumps(since)})']
        asked = {
            "where": " and ".join(filter(None, tests)) or None,
            "filter_by_cohort": None if self.cohort_id is None else json.dumps({"id": self.cohort_id}),
            "output_properties": None if self.output_properties is None else json.dumps(self.output_properties),
            "data_group_id": None if self.group_id is None else str(self.group_id),
        }
        return {name: value for name, value in asked.items() if value is not None}
