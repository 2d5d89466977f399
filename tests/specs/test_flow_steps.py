from __future__ import annotations

import pytest

from mixpanel_async import FlowStep, ParamTypeError, ParamValidationError


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"event": ""}, "EV1_EMPTY_EVENT"),
        ({"event": "a\x00"}, "EV2_CONTROL_CHAR_EVENT"),
        ({"event": "A", "forward": 6}, "FL3_FORWARD_RANGE"),
        ({"event": "A", "reverse": -1}, "FL4_REVERSE_RANGE"),
        ({"event": "A", "session_event": "end"}, "FS1_SESSION_EVENT_MISMATCH"),
        ({"event": "$session_end", "session_event": "start"}, "FS1_SESSION_EVENT_MISMATCH"),
        ({"event": "$session_start", "session_event": "middle"}, "FS1_SESSION_EVENT_MISMATCH"),
    ],
)
def test_a_step_that_cannot_be_is_refused(options: dict[str, str], code: str) -> None:
    with pytest.raises(ParamValidationError) as caught:
        FlowStep(**options)

    assert caught.value.code == code


def test_the_event_is_looked_at_first() -> None:
    with pytest.raises(ParamValidationError) as caught:
        FlowStep("", forward=9)

    assert caught.value.code == "EV1_EMPTY_EVENT"


def test_a_direction_that_is_no_number_is_refused() -> None:
    with pytest.raises(ParamTypeError, match=r"forward is '3'"):
        FlowStep("A", forward="3")


@pytest.mark.parametrize("reach", [0, 5])
def test_both_ends_of_the_range_are_taken(reach: int) -> None:
    step = FlowStep("A", reach, reach)

    assert (step.forward, step.reverse) == (reach, reach)


def test_a_session_step_names_its_event() -> None:
    assert FlowStep("$session_end", session_event="end").session_event == "end"
