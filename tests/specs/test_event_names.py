from __future__ import annotations

import pytest

from mixpanel_async import Metric, ParamValidationError
from mixpanel_async.specs.event_names import is_invisible


@pytest.mark.parametrize("name", ["tab\tand\nnewline", " padded ", "Ünïcode ☃", "\u200b visible"])
def test_an_event_may_be_called_so(name: str) -> None:
    assert Metric(name).name_problems() == ()


@pytest.mark.parametrize(
    ("name", "code"), [("", "EV1_EMPTY_EVENT"), ("\u00a0", "EV1_EMPTY_EVENT"), ("a\x1fb", "EV2_CONTROL_CHAR_EVENT")]
)
def test_it_may_not(name: str, code: str) -> None:
    with pytest.raises(ParamValidationError) as caught:
        Metric(name)

    assert caught.value.code == code


@pytest.mark.parametrize("name", ["\u200b", "\ufeff\u00ad", "\u2060 "])
def test_nothing_of_it_can_be_seen(name: str) -> None:
    assert is_invisible(name)


def test_the_error_is_raised_where_the_metric_is_written() -> None:
    with pytest.raises(ParamValidationError) as caught:
        Metric("")

    assert caught.traceback[0].path.name == "test_event_names.py"
