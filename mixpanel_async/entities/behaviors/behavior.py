"""Saved behaviors themselves: what is known of one, and what is said to save or change it."""

from __future__ import annotations

from typing import Any, cast

from attrs import field, frozen

from mixpanel_async.entities._collection import Collection
from mixpanel_async.entities._model import Params
from mixpanel_async.entities._saved import Saved
from mixpanel_async.entities._titles import is_description, is_name, titled
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.entities.behaviors.definitions import BehaviorDefinition, defines, written
from mixpanel_async.specs.references import BehaviorRef

__all__ = ["CreateBehaviorParams", "SavedBehavior", "UpdateBehaviorParams"]


@frozen(kw_only=True, eq=False, repr=False)
class SavedBehavior(Saved):
    """A behavior with a name, for use in any metric: its *type* is ``simple``, ``funnel`` or ``retention``.

    *definition* is what it is in the server's words. The ``can_`` fields are about the account that asks.
    """

    @property
    def behavior_type(self) -> str:
        """Its *type*."""
        return self.type

    def to_ref(self) -> BehaviorRef:
        """What stands for it in a metric: ``FunnelMetric(behavior.to_ref())``."""
        return BehaviorRef(self.id, cast("Any", self.type))


@frozen(kw_only=True, eq=False, repr=False)
class CreateBehaviorParams(Params):
    """A behavior to be saved under a *name*.

    *behavior* is a ``SimpleBehavior``, ``FunnelBehavior`` or ``RetentionBehavior``, or the server's own words in a
    ``RawBehaviorDefinition``.
    """

    name: str = field(validator=is_name)
    behavior: BehaviorDefinition = field(validator=defines)
    description: str | Unset | None = field(default=UNSET, validator=is_description)

    def to_body(self) -> dict[str, Any]:
        """The JSON that is sent."""
        definition, said = written(self.behavior), titled(super().to_body())
        del said["behavior"]
        return {"type": definition["behavior"]["type"], **said, "definition": definition}


@frozen(kw_only=True, eq=False, repr=False)
class UpdateBehaviorParams(Params):
    """What to change of a saved behavior. A *behavior* replaces the one it is, and is of the same type."""

    name: str | Unset = field(default=UNSET, validator=is_name)
    description: str | Unset | None = field(default=UNSET, validator=is_description)
    behavior: BehaviorDefinition | Unset = field(default=UNSET, validator=defines)
    verified: bool | Unset | None = UNSET

    def to_body(self) -> dict[str, Any]:
        """The JSON that is sent, but for the definition."""
        said = titled(super().to_body())
        said.pop("behavior", None)
        return said


BEHAVIORS = Collection(SavedBehavior, "behavior", "BH4_DELETE_NOT_PERMITTED")
"""The behaviors of a project."""
