"""A reply that was tampered with is read correctly or refused by its place; nothing else ever happens."""

from __future__ import annotations

import contextlib
import copy
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mixpanel_async import ResponseValidationError
from mixpanel_sync import Workspace
from mixpanel_transports.fake import Fake
from mixpanel_transports.message import Reply
from tests.faces import workspace_options
from tests.legacy import test_counts, test_frequency, test_funnels, test_numeric, test_retention
from tests.legacy.asking import DAYS

REPORTS = {
    "segmentation": (lambda ws: ws.segmentation("A", **DAYS), test_counts.EVENTS_EXAMPLE),
    "event_counts": (test_counts.events, test_counts.EVENTS_EXAMPLE),
    "property_counts": (test_counts.values, test_counts.PROPERTIES_EXAMPLE),
    "funnel": (test_funnels.funnel, test_funnels.EXAMPLE),
    "funnel by segment": (
        test_funnels.funnel,
        {"data": {"2026-01-01": {"$overall": test_funnels.steps(3, 2), "US": test_funnels.steps(3, 2)}}},
    ),
    "retention": (test_retention.retention, test_retention.EXAMPLE),
    "frequency": (test_frequency.frequency, test_frequency.EXAMPLE),
    "ranges": (test_numeric.ranges, test_numeric.RANGES_EXAMPLE),
    "sums": (test_numeric.sums, test_numeric.SUM_EXAMPLE),
    "averages": (test_numeric.averages, test_numeric.AVERAGE_EXAMPLE),
}
NUMBERS = st.sampled_from([0, -1, 0.5, 2**63, 10**400, 1e308, math.inf, math.nan])
TEXTS = st.sampled_from(["", "\ud800", "a\0b", "1", "2026-01-01"])
ODD = st.recursive(
    NUMBERS | TEXTS | st.none() | st.booleans(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS | st.just("first"), inner, max_size=2),
    max_leaves=4,
)


@pytest.mark.parametrize("name", REPORTS)
@given(data=st.data())
def test_a_changed_reply_is_read_or_refused(name: str, data: st.DataObject) -> None:
    ask, reply = REPORTS[name]
    changed = [copy.deepcopy(reply)]
    for _ in range(data.draw(st.integers(1, 3))):
        _change(changed, data)
    body = json.dumps(changed[0]).encode()
    with (
        Workspace(**workspace_options(Fake(Reply(200, {}, body)), {})) as ws,
        contextlib.suppress(ResponseValidationError),
    ):
        _look(ask(ws))


def _look(result: Any) -> None:
    """Use all there is of a result; a frame without rows stands for an answer without numbers."""
    assert result.df.columns
    assert result.to_dict()
    assert len(result.to_table_dict()) == result.df.height
    assert repr(result)
    assert list(result.__rich_repr__())
    assert result._repr_html_()


def _change(node: Any, data: st.DataObject) -> None:
    """Somewhere in *node*, which is not empty, replace something, leave it out of an object, or put more beside it."""
    key = data.draw(st.sampled_from(list(node) if isinstance(node, dict) else range(len(node))))
    inner = node[key]
    if isinstance(inner, dict | list) and inner and data.draw(st.integers(0, 3)):
        _change(inner, data)
    elif isinstance(node, dict) and data.draw(st.booleans()):
        del node[key]
        node |= data.draw(st.dictionaries(st.text(max_size=3), ODD, max_size=1))
    else:
        node[key] = data.draw(ODD)
