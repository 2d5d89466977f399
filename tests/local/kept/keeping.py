"""An empty project with our own client at it, and calls as another client might word them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from mixpanel_transports.message import Request

APP = "https://mixpanel.com/api/app"


def asked(method: str, path: str, body: object = None, **arguments: Any) -> Request:
    """A call of the app API."""
    headers: Mapping[str, str] = {} if body is None else {"content-type": "application/json"}
    content = b"" if body is None else json.dumps(body).encode()
    return Request(method, f"{APP}{path}?{urlencode(arguments)}", headers, content)


def formed(path: str, **form: Any) -> Request:
    """A form for the app API."""
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return Request("POST", f"{APP}{path}", headers, urlencode(form).encode())
