"""The records in a call: JSON or lines of it, packed or not, as they are or in the ``data`` of a form or a query."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from mixpanel_dataset.strict_json import no_constant
from mixpanel_local.engine.shape import check_depth
from mixpanel_local.errors import BadRequest
from mixpanel_local.routes.context import Call

MOST_RECORDS: Final = 2_000
_MOST_BYTES: Final = 10 * 2**20
_GZIP_WINDOW: Final = 31
_PLAIN: Final = ("", "identity")
_CODINGS: Final = (*_PLAIN, "gzip", "x-gzip")


class TooLarge(BadRequest):
    """More than Mixpanel takes at once."""


def records(call: Call) -> Sequence[Any]:
    """What is sent, one by one; what they are is not looked at."""
    text = call.arguments["data"] if "data" in call.arguments else _text(call)
    found = _lines(text) if "ndjson" in call.headers.get("content-type", "") else _parsed(text)
    sent = found if isinstance(found, list) else [found]
    if len(sent) > MOST_RECORDS:
        raise TooLarge(f"request exceeds max limit of {MOST_RECORDS} records")
    return sent


def flag(call: Call, name: str) -> bool:
    """Whether an argument such as ``verbose`` is 1."""
    return call.arguments.get(name, "0") not in ("", "0", "false")


def unpacked(call: Call, most: int) -> bytes:
    """The body, out of its gzip where it is in one; at most so many bytes."""
    coding = call.headers.get("content-encoding", "").strip().lower()
    if coding not in _CODINGS:
        raise BadRequest(f"content-encoding: {coding!r} is not taken; send gzip, or the records as they are")
    content = call.body if coding in _PLAIN else _inflated(call.body, most)
    if len(content) > most:
        raise TooLarge(f"request exceeds max limit of {most} bytes")
    return content


def _inflated(packed: bytes, most: int) -> bytes:
    """What is in *packed*, in one gzip member or in several; of more than *most* bytes only the first."""
    content = b""
    while packed and len(content) <= most:
        inflater = zlib.decompressobj(wbits=_GZIP_WINDOW)
        try:
            content += inflater.decompress(packed, most + 1 - len(content))
        except zlib.error as error:
            raise BadRequest(f"the body is not gzip: {error}") from None
        if not inflater.eof and len(content) <= most:
            raise BadRequest("the body's gzip ends too early")
        packed = inflater.unused_data
    return content


def _text(call: Call) -> str:
    try:
        return unpacked(call, _MOST_BYTES).decode()
    except UnicodeDecodeError as error:
        raise BadRequest(f"the body is not UTF-8 at byte {error.start}") from None


def _lines(text: str) -> list[Any]:
    return [_loaded(line) for line in text.splitlines() if line.strip()]


def _parsed(text: str) -> Any:
    """JSON, or JSON in base64."""
    if text.lstrip()[:1] in ("[", "{"):
        return _loaded(text)
    try:
        # Older SDKs leave the padding out, and a + in a query is read as a blank.
        padded = text.replace(" ", "+") + "=" * (-len(text) % 4)
        return _loaded(base64.b64decode(padded, altchars=b"-_" if "-" in text or "_" in text else None).decode())
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise BadRequest("data, missing or invalid: it is neither JSON nor JSON in base64") from None


def _loaded(text: str) -> Any:
    """What is said; of what stands in it only NaN and Infinity are refused here, and what cannot be read again."""
    try:
        value = json.loads(text, parse_constant=no_constant)
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"data, missing or invalid: not JSON: {error}") from None
    check_depth(value, "data")
    return value


def as_record(value: Any) -> Mapping[str, Any]:
    """A record; anything else has nothing that a record has."""
    return value if isinstance(value, Mapping) else {}
