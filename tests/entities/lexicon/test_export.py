from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from mixpanel_async import MixpanelError, ParamTypeError, ParamValidationError
from mixpanel_transports.fake import json_reply
from tests.faces import both, raised


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ({"status": "ok", "results": "queued"}, {"status": "pending", "message": "queued"}),
        ({"status": "ok", "results": {"url": "u"}}, {"url": "u"}),
    ],
    ids=["taken", "done"],
)
def test_an_export_may_only_be_taken(answer: Any, found: Any) -> None:
    assert both(lambda ws: ws.export_lexicon(), json_reply(answer))[0] == found


def test_everything_is_exported_unless_types_are_said() -> None:
    _, (request,) = both(lambda ws: ws.export_lexicon(), json_reply({"results": {}}))

    (types,) = parse_qs(urlsplit(request.url).query)["export_type"]
    assert json.loads(types) == ["All Events and Properties", "All User Profile Properties"]


@pytest.mark.parametrize(
    ("types", "kind"), [([], ParamValidationError), (["x", ""], ParamValidationError), ("x", ParamTypeError)]
)
def test_defect_9_no_types_are_not_all_types(types: Any, kind: type[MixpanelError]) -> None:
    error, requests = raised(lambda ws: ws.export_lexicon(export_types=types))

    assert (type(error), requests) == (kind, [])
    assert "export_types" in str(error)
