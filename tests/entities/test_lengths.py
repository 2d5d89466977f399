"""Fields of params that hold text of a certain length."""

from __future__ import annotations

import pytest
from attrs import field, frozen

from mixpanel_async.entities._lengths import length
from mixpanel_async.entities._model import Params
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.errors import ParamValidationError


@frozen(kw_only=True, eq=False, repr=False)
class Named(Params):
    name: str | Unset | None = field(default=UNSET, validator=length(1, 3))
    code: str | Unset = field(default=UNSET, validator=length(2, 2))


@pytest.mark.parametrize("name", ["a", "abc", None, UNSET])
def test_what_has_the_length_or_is_no_text_passes(name: str | Unset | None) -> None:
    assert Named(name=name).name == name


@pytest.mark.parametrize("name", ["", "abcd"])
def test_what_is_too_short_or_too_long_is_refused(name: str) -> None:
    with pytest.raises(ParamValidationError, match=f"^Named: name has {len(name)} characters; give it 1 to 3$"):
        Named(name=name)


def test_one_length_alone_is_said_alone() -> None:
    with pytest.raises(ParamValidationError, match=r"code has 3 characters; give it 2$"):
        Named(code="abc")
