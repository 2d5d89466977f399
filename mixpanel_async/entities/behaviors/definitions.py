"""What a saved behavior is, as it is given and as it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, get_args

from attrs import Attribute, field, frozen

from mixpanel_async.entities._measures import measure_problems
from mixpanel_async.entities._unset import UNSET
from mixpanel_async.errors import ParamTypeError, ParamValidationError, ValidationError
from mixpanel_async.queries.bookmark.questions import refuse
from mixpanel_async.specs.funnel_metrics import FunnelBehavior, FunnelMetric
from mixpanel_async.specs.problems import at
from mixpanel_async.specs.references import BehaviorType
from mixpanel_async.specs.retention_metrics import RetentionBehavior, RetentionMetric
from mixpanel_async.specs.shown import shown
from mixpanel_async.specs.simple_behaviors import SimpleBehavior

__all__ = ["RawBehaviorDefinition"]

KINDS: tuple[BehaviorType, ...] = get_args(BehaviorType)

_OF_A_QUESTION = "filter"
"""A question's clause has it, what is saved has not."""


def _own(definition: Mapping[str, Any]) -> Mapping[str, Any]:
    behavior = definition.get("behavior") if isinstance(definition, Mapping) else None
    if not isinstance(behavior, Mapping) or not isinstance(behavior.get("type"), str):
        raise ParamValidationError(
            f"RawBehaviorDefinition: definition is {definition!r}; give an object with a behavior that has a type, "
            "{'behavior': {'type': 'funnel', ...}}"
        )
    return deepcopy(dict(definition))


@frozen(repr=False)
class RawBehaviorDefinition:
    """What a saved behavior is, in the server's own words; nothing in it is checked before it is sent.

    *definition* has ``behavior``, as ``SavedBehavior.definition`` has.
    """

    # Nested mappings have no hash.
    definition: Mapping[str, Any] = field(hash=False, converter=_own)

    def __repr__(self) -> str:
        return shown(self)

    @property
    def behavior_type(self) -> str:
        """``simple``, ``funnel`` or ``retention``."""
        return str(self.definition["behavior"]["type"])


Behavior = SimpleBehavior | FunnelBehavior | RetentionBehavior
BehaviorDefinition = Behavior | RawBehaviorDefinition


def defines(params: object, each: Attribute[Any], value: object) -> None:
    """A validator of a behavior, which may be left out where its field may."""
    if value is not UNSET and not isinstance(value, BehaviorDefinition):
        hint = "give a SimpleBehavior, FunnelBehavior or RetentionBehavior, or wrap the server's own words"
        raise ParamTypeError(f"{type(params).__name__}: {each.name} is {value!r}; {hint} in a RawBehaviorDefinition")


def written(behavior: BehaviorDefinition) -> dict[str, Any]:
    """It as the server keeps it."""
    if isinstance(behavior, RawBehaviorDefinition):
        return deepcopy(dict(behavior.definition))
    clause = {name: value for name, value in behavior.clause().items() if name != _OF_A_QUESTION}
    if isinstance(behavior, SimpleBehavior) and behavior.name is None:
        del clause["name"]
    return {"behavior": clause}


def check(behavior: BehaviorDefinition) -> None:
    """Raise for a behavior that breaks rules of the questions it is for, all of them together."""
    refuse(at("behavior", _problems(behavior)))


def _problems(behavior: BehaviorDefinition) -> Sequence[ValidationError]:
    match behavior:
        case RawBehaviorDefinition():
            return ()
        case SimpleBehavior():
            return [*behavior.name_problems(), *behavior.property_problems()]
        case FunnelBehavior():
            return measure_problems(FunnelMetric(behavior))
    return measure_problems(RetentionMetric(behavior))
