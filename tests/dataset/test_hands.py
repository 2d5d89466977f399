"""Work side by side: results in order, errors as they are, always the same threads."""

from __future__ import annotations

import threading

import pytest

from mixpanel_dataset.hands import Hands, processors


def test_results_are_in_the_order_of_the_parts() -> None:
    assert Hands().map(len, ["a" * size for size in range(50)]) == list(range(50))


def test_nothing_comes_of_nothing() -> None:
    assert Hands().map(len, []) == []


def test_an_error_is_the_callers() -> None:
    with pytest.raises(ZeroDivisionError):
        Hands().map(lambda part: 1 // part, [1, 0, 1])
    with pytest.raises(ZeroDivisionError):
        Hands().call(lambda: 1 // 0)


def test_one_hand_is_one_thread_whoever_calls() -> None:
    hands = Hands(1)
    found = {hands.call(threading.get_ident)}
    other = threading.Thread(target=lambda: found.add(hands.call(threading.get_ident)))
    other.start()
    other.join()
    assert len(found) == 1
    assert threading.get_ident() not in found


def test_no_more_threads_are_at_work_than_processors() -> None:
    hands = Hands()
    assert len(set(hands.map(lambda _: threading.get_ident(), range(100)))) <= processors()
