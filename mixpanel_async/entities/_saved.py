"""What saved metrics and saved behaviors have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from attrs import field, frozen

from mixpanel_async.entities._creator import CohortCreator
from mixpanel_async.entities._model import Entity
from mixpanel_async.errors import ParamTypeError, ParamValidationError

S = TypeVar("S", bound="Saved")


@frozen(kw_only=True, eq=False, repr=False)
class Saved(Entity):
    """A definition with a name. The ``can_`` fields are about the account that asks."""

    id: int
    name: str
    type: str
    description: str | None = None
    definition: Mapping[str, Any] = field(factory=dict)
    created: datetime | None = None
    modified: datetime | None = None
    created_by: CohortCreator | None = None
    verified: bool = False
    last_verified: datetime | None = None
    last_verified_by: CohortCreator | None = None
    is_visible: bool | None = None
    is_locked: bool | None = None
    can_view: bool | None = None
    can_update_basic: bool | None = None
    can_share: bool | None = None


def chosen(saved: Sequence[S], kind: str | None, kinds: Sequence[str], name_contains: str | None) -> list[S]:
    """Those of one *kind*, which must be among the *kinds* there are, whose names hold a text in any case."""
    if kind is not None and kind not in kinds:
        raise ParamValidationError(f"the type is {kind!r}; it is one of {', '.join(kinds)}")
    if not (name_contains is None or isinstance(name_contains, str)):
        raise ParamTypeError(f"name_contains is {name_contains!r}; give a text")
    text = (name_contains or "").casefold()
    return [each for each in saved if kind in (None, each.type) and text in each.name.casefold()]


def refuse_another_kind(stored: Saved, kind: str) -> None:
    """Raise where what is saved is not of the *kind* that its new definition is of."""
    if stored.type != kind:
        message = (
            f"{stored.name!r} ({stored.id}) is a {stored.type}, the new definition a {kind}; "
            f"a definition is replaced by one of its kind, save the {kind} by itself"
        )
        raise ParamValidationError(message, "SM3_KIND_CHANGE", {"id": stored.id, "type": stored.type})
