"""Blocks of a body on disk: whole lines, nothing lost, whatever way it was packed."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from mixpanel_async.errors import ExportError
from mixpanel_async.export.blocks import Spool

EVENT = b'{"event": "Login", "properties": {"time": 1767225600, "note": "%s"}}'
SHORT = [EVENT % str(number).encode() for number in range(60_000)]
LONG = EVENT % (b"x" * 5_000_000)
BODIES = {
    "lines": b"\n".join([*SHORT, b""]),
    "no newline at the end": b"\n".join(SHORT),
    "a long line": b"\n".join([*SHORT, LONG, *SHORT, b""]),
    "a long line alone": LONG,
    "blank lines": b"\n" * 3_000_000 + EVENT,
    "nothing": b"",
}
LONGEST = 2**26


def _spool(file: Path, content: bytes, coding: str) -> Spool:
    file.write_bytes(content)
    return Spool(file, coding, len(content), 0.0, lambda text: text)


def _members(body: bytes, each: int) -> bytes:
    return b"".join(gzip.compress(body[start : start + each], 1) for start in range(0, max(len(body), 1), each))


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("each", [None, 10_000, 2**30], ids=["plain", "many members", "one member"])
def test_blocks_are_the_body_cut_after_newlines(tmp_path: Path, body: bytes, each: int | None) -> None:
    content, coding = (body, "") if each is None else (_members(body, each), "gzip")

    blocks = list(_spool(tmp_path / "body", content, coding).blocks())

    assert b"".join(blocks) == body
    assert all(block.endswith(b"\n") for block in blocks[:-1])
    assert all(len(block) >= 2**21 for block in blocks[:-1])
    assert all(len(block) < 2**22 + len(LONG) for block in blocks)


def test_a_line_longer_than_any_event_is_refused_by_its_beginning(tmp_path: Path) -> None:
    body = b"\n".join([*SHORT[:10], b'{"endless": "' + b"y" * LONGEST])

    with pytest.raises(ExportError, match=r'a line of more than 67,108,864 bytes.*begins \'{"endless": "yyy'):
        list(_spool(tmp_path / "body", gzip.compress(body, 1), "gzip").blocks())


def test_the_longest_line_is_taken_whatever_stands_before_it(tmp_path: Path) -> None:
    longest = EVENT % (b"z" * (LONGEST - len(EVENT) + len(b"%s")))
    body = b"\n".join([*SHORT, longest, b""])

    blocks = list(_spool(tmp_path / "body", gzip.compress(body, 1), "gzip").blocks())

    assert len(longest) == LONGEST
    assert b"".join(blocks) == body
