from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import (
    FlowQuery,
    FunnelQuery,
    InsightsQuery,
    ParamValidationError,
    RetentionQuery,
    UserQuery,
    Workspace,
)


@pytest.mark.parametrize(
    ("kind", "sender"),
    [
        (InsightsQuery, Workspace.run_params),
        (FunnelQuery, Workspace.run_funnel_params),
        (RetentionQuery, Workspace.run_retention_params),
        (FlowQuery, Workspace.run_flow_params),
        (UserQuery, Workspace.run_user_params),
    ],
)
def test_params_that_no_question_says_can_still_be_sent_by_their_own_operation(kind: Any, sender: Any) -> None:
    with pytest.raises(ParamValidationError) as refused:
        kind.from_params({"sections": 1, "date_range": 1, "where": 1})

    assert str(refused.value).endswith(f" {sender.__name__}")
