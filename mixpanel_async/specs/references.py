"""What is saved in the project and can stand in for its definition: behaviors and custom events, by their ids."""

from __future__ import annotations

from typing import Any, Literal, get_args

from attrs import frozen

from mixpanel_async.errors import ParamTypeError, ParamValidationError
from mixpanel_async.specs.shown import shown

__all__ = ["BehaviorRef", "CustomEventRef"]

BehaviorType = Literal["simple", "funnel", "retention"]


@frozen(repr=False)
class CustomEventRef:
    """A custom event saved in the project, by its id."""

    id: int

    def __repr__(self) -> str:
        return shown(self)

    def __attrs_post_init__(self) -> None:
        check_id(self.id, "CE1_INVALID_ID")

    @property
    def name(self) -> str:
        """What the params call it."""
        return f"$custom_event:{self.id}"


@frozen(repr=False)
class BehaviorRef:
    """A behavior saved in the project, by its id: several events as one, a funnel, or a retention."""

    id: int
    type: BehaviorType

    def __repr__(self) -> str:
        return shown(self, 2)

    def __attrs_post_init__(self) -> None:
        check_id(self.id, "BR1_INVALID_ID")
        if self.type not in get_args(BehaviorType):
            raise ParamValidationError(
                f"type is {self.type!r}; it is one of {', '.join(get_args(BehaviorType))}", "BR2_INVALID_TYPE"
            )

    def clause(self) -> dict[str, Any]:
        """The ``behavior`` of a clause that measures it."""
        return {"type": self.type, "id": self.id}


def check_id(given: object, code: str) -> None:
    """Refuse what cannot be an id."""
    if not isinstance(given, int) or isinstance(given, bool) or given <= 0:
        raise ParamValidationError(f"id is {given!r}; ids are positive numbers", code)


def check_behavior(given: object, own: type, kind: BehaviorType) -> None:
    """Refuse what is neither a behavior of the class *own* nor a reference to one."""
    if isinstance(given, BehaviorRef):
        if given.type != kind:
            message = f"the saved behavior is a {given.type}; give BehaviorRef({given.id}, {kind!r})"
            raise ParamValidationError(message, "BH5_BEHAVIOR_REF_TYPE")
    elif not isinstance(given, own):
        raise ParamTypeError(f"behavior is {given!r}; give a {own.__name__} or a BehaviorRef")


def check_index(given: object, name: str, code: str = "MT4_INVALID_INDEX") -> None:
    """Refuse what cannot be a position; None is none."""
    if given is not None and (not isinstance(given, int) or isinstance(given, bool) or given < 0):
        raise ParamValidationError(f"{name} is {given!r}; positions are whole numbers from 0", code)
