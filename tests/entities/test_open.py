"""Params given as they are sent."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve, field, frozen

from mixpanel_async.entities._model import Params
from mixpanel_async.entities._open import OpenParams, as_sent
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.errors import ParamTypeError


@as_sent
@frozen(kw_only=True, eq=False, repr=False)
class Closed(Params):
    kind: str = field(metadata={"wire": "type"})


@as_sent
@frozen(kw_only=True, eq=False, repr=False)
class Open(OpenParams):
    kind: str = field(metadata={"wire": "type"})
    note: str | Unset | None = UNSET


@pytest.mark.parametrize("said", [{"kind": "a"}, {"type": "a"}])
def test_a_field_is_given_by_its_name_or_by_that_on_the_wire(said: dict[str, Any]) -> None:
    assert Closed(**said).to_body() == {"type": "a"}


def test_given_by_both_names_it_is_refused() -> None:
    with pytest.raises(ParamTypeError, match="Closed is told the same twice: type, kind"):
        Closed(type="a", kind="b")  # type: ignore[call-arg]  # at run time it is taken


def test_params_that_are_not_open_take_no_other_names() -> None:
    with pytest.raises(TypeError, match="'colour'"):
        Closed(type="a", colour="red")  # type: ignore[call-arg]  # refused


@pytest.mark.parametrize("said", [{"colour": None}, {"extra": {"colour": None}}])
def test_open_params_send_what_nobody_declared(said: dict[str, Any]) -> None:
    assert Open(kind="a", **said).to_body() == {"type": "a", "colour": None}


def test_extra_does_not_hide_what_is_declared() -> None:
    assert Open(kind="a", note=None, extra={"note": "x"}).to_body() == {"type": "a", "note": None}


def test_open_params_are_changed_like_others() -> None:
    params = Open(kind="a", extra={"colour": "red"})

    assert evolve(params, note="n").to_body() == {"type": "a", "note": "n", "colour": "red"}
    assert params == Open(kind="a", extra={"colour": "red"})
