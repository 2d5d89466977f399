"""Whatever the server sends, a program's answer is a result that can be looked at or an error that says where."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import mixpanel_sync
from mixpanel_async.errors import QueryError, ResponseValidationError
from mixpanel_transports.fake import Fake, json_reply
from tests.jql.test_operations import HELPERS
from tests.virtual import VirtualBlockingRuntime

WORDS = ("key", "value", "count", "date", "event", "bucket_min", "user_count", "total", "properties", "percentile", "")
PLAIN = st.none() | st.booleans() | st.integers() | st.just(10**400) | st.floats() | st.sampled_from([*WORDS, "\ud800"])
JSON = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=12,
)
ASKED = st.sampled_from([lambda ws: ws.jql("main"), *(ask for ask, *_ in HELPERS.values())])


@settings(deadline=None)
@given(ASKED, JSON | st.lists(JSON, max_size=4))
def test_it_is_a_result_or_an_error_with_a_place(ask: Any, reply: Any) -> None:
    outcome = _outcome(ask, reply)
    if isinstance(outcome, ResponseValidationError):
        assert outcome.details["path"].startswith("$")
    elif isinstance(outcome, QueryError):
        assert (isinstance(reply, dict), outcome.status_code) == (True, 200)
    else:
        assert len(outcome.to_table_dict()) == len(outcome.df)
        assert all((repr(outcome), outcome._repr_html_(), outcome.to_dict()))


def _outcome(ask: Any, reply: Any) -> Any:
    """The result, with its frame made, or the error of ours."""
    with mixpanel_sync.Workspace(transport=Fake(json_reply(reply)), runtime=VirtualBlockingRuntime()) as ws:
        try:
            result = ask(ws)
            _ = result.df
        except (ResponseValidationError, QueryError) as refusal:
            return refusal
        return result
