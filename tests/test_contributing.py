"""The example in CONTRIBUTING.md works as it stands."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mixpanel_async import UNSET, Workspace
from mixpanel_transports.drive import drive
from mixpanel_transports.fake import Fake, json_reply
from tests.virtual import VirtualBlockingRuntime

TEXT = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text("utf-8")


@pytest.fixture
def stickers() -> Any:
    (code,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    module = ModuleType("stickers")
    exec(compile(code, "CONTRIBUTING.md", "exec", dont_inherit=True), vars(module))
    return module


def ask(stickers: Any, operation: Any, reply: Any) -> tuple[Any, Fake]:
    fake = Fake(json_reply(reply))
    session: Any = {"username": "u", "secret": "s", "project_id": "1", "region": "us"}

    class Extended(stickers.Stickers, Workspace):  # type: ignore[misc]  # made of what the example says
        pass

    return drive(operation(Extended(transport=fake, runtime=VirtualBlockingRuntime(), **session))), fake


def test_what_is_listed_keeps_what_is_not_declared(stickers: Any) -> None:
    found, _ = ask(stickers, lambda ws: ws.list_stickers(), {"results": [{"id": 1, "name": "a", "new": 5}]})

    assert (found[0], found[0].extra) == (stickers.Sticker(id=1, name="a", raw={"new": 5}), {"new": 5})


@pytest.mark.parametrize(("width", "body"), [(UNSET, {"name": "b"}), (None, {"name": "b", "width": None})])
def test_what_is_unset_is_not_sent(stickers: Any, width: Any, body: dict[str, Any]) -> None:
    params = stickers.UpdateStickerParams(name="b", width=width)
    _, fake = ask(stickers, lambda ws: ws.update_sticker(1, params), {"results": {"id": 1, "name": "b"}})

    assert json.loads(fake.requests[0].body) == body
