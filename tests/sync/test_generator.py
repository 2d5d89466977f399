"""What the generator compares, refuses and rewrites."""

from __future__ import annotations

from pathlib import Path

import pytest

from mixpanel_sync._generate.__main__ import main
from mixpanel_sync._generate.docstrings import blocking
from mixpanel_sync._generate.problem import Unfaceable
from mixpanel_sync._generate.tree import differences, face_tree, write
from tests.sync.conftest import TOY, as_it_is, toy_tree

OPENING = '"""A core."""\nfrom __future__ import annotations\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An up-to-date face of the toy core."""
    folder = tmp_path / "toy_sync"
    write(toy_tree(folder), folder)
    return folder


def found(folder: Path) -> list[str]:
    return [line.replace(str(folder), "") for line in differences(toy_tree(folder), folder)]


def refused(tmp_path: Path, body: str) -> str:
    """Why a core whose class ``A`` has this *body* gets no face."""
    core = tmp_path / "core"
    core.mkdir()
    (core / "__init__.py").write_text('_HOMES = {"a": ("A",)}\n')
    (core / "a.py").write_text(OPENING + body)
    with pytest.raises(Unfaceable) as caught:
        face_tree(core, tmp_path / "face", lay_out=as_it_is)
    return str(caught.value)


def test_a_fresh_face_has_no_differences(folder: Path) -> None:
    assert found(folder) == []


def test_a_face_older_than_its_core_is_stale(folder: Path) -> None:
    with (folder / "orders.py").open("a") as file:
        file.write("# edited by hand\n")
    assert found(folder) == ["stale: /orders.py"]


def test_a_face_not_written_is_missing(folder: Path) -> None:
    (folder / "feed.py").unlink()
    assert found(folder) == ["missing: /feed.py"]


def test_a_face_whose_core_is_gone_is_orphaned(folder: Path) -> None:
    (folder / "old").mkdir()
    (folder / "old" / "returns.py").write_text("")
    assert found(folder) == ["orphaned: /old/returns.py"]


def test_what_is_written_by_hand_is_no_orphan(folder: Path) -> None:
    (folder / "_face.py").write_text("")
    (folder / "_generate").mkdir()
    (folder / "_generate" / "source.py").write_text("")
    assert found(folder) == []


def test_writing_removes_orphans_and_keeps_what_is_written_by_hand(folder: Path) -> None:
    (folder / "old.py").write_text("")
    (folder / "_face.py").write_text("")
    write(toy_tree(folder), folder)
    assert not (folder / "old.py").exists()
    assert (folder / "_face.py").exists()


def test_the_tree_is_the_same_every_time(folder: Path) -> None:
    assert toy_tree(folder) == toy_tree(folder)


def test_each_generated_file_names_its_source(folder: Path) -> None:
    headers = [path.read_text().splitlines()[0] for path in sorted(folder.glob("*.py"))]
    assert headers[1] == "# Generated from toy_async.feed by mixpanel_sync._generate: edit that module, not this one."


def test_classes_that_are_not_public_or_values_have_no_face(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == [
        "__init__.py",
        "feed.py",
        "greeting.py",
        "linked.py",
        "orders.py",
        "shop.py",
    ]
    assert "class Order(" not in (folder / "orders.py").read_text()


def test_the_command_writes_then_finds_nothing_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("ruff", reason="ruff lays out generated text")
    face = tmp_path / "toy_sync"
    assert main(["--check"], core=TOY, face=face) == 1
    assert f"missing: {face / 'shop.py'}; run python -m mixpanel_sync._generate" in capsys.readouterr().err
    assert main([], core=TOY, face=face) == 0
    assert main(["--check"], core=TOY, face=face) == 0


def test_rows_without_pages_are_refused(tmp_path: Path) -> None:
    body = "class A:\n    def __aiter__(self): ...\n    async def __anext__(self) -> int: ...\n"
    assert refused(tmp_path, body) == "core.a: A has __aiter__; give it __anext__, pages() and close() too"


def test_a_maker_without_a_runtime_is_refused(tmp_path: Path) -> None:
    body = (
        "from typing import Self\nclass A:\n    async def ask(self) -> int: ...\n"
        "    @classmethod\n    def made(cls) -> Self: ...\n"
    )
    assert "core.a:7: A.made waits on an event loop; give it a parameter runtime" in refused(tmp_path, body)


def test_a_face_inside_another_type_is_refused(tmp_path: Path) -> None:
    body = "class A:\n    async def others(self) -> list[A]: ...\n"
    assert "core.a:4: A has a face and stands inside another type" in refused(tmp_path, body)


def test_a_face_as_parameter_is_refused(tmp_path: Path) -> None:
    body = "class A:\n    async def join(self, other: A) -> int: ...\n"
    assert "only a method that returns it bare can be followed" in refused(tmp_path, body)


def test_an_awaitable_returned_by_a_plain_method_is_refused(tmp_path: Path) -> None:
    body = (
        "from collections.abc import Awaitable\nclass A:\n    async def ask(self) -> int: ...\n"
        "    def later(self) -> Awaitable[int]: ...\n"
    )
    assert "core.a:6: returns a type with Awaitable in it; make the method async" in refused(tmp_path, body)


def test_a_decorator_nobody_knows_is_refused(tmp_path: Path) -> None:
    body = "class A:\n    @cached\n    async def ask(self) -> int: ...\n"
    assert refused(tmp_path, body) == "ask (line 5): no face knows the decorator @cached"


def test_a_public_attribute_is_refused(tmp_path: Path) -> None:
    body = "class A:\n    colour: str\n    async def ask(self) -> int: ...\n"
    assert refused(tmp_path, body) == "core.a: A.colour is no method; make it a property"


def test_a_core_that_says_nothing_about_its_names_is_refused(tmp_path: Path) -> None:
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "__init__.py").write_text("")
    with pytest.raises(Unfaceable, match="core: no _HOMES"):
        face_tree(tmp_path / "core", tmp_path / "face", lay_out=as_it_is)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("await ws.query(1)", "ws.query(1)"),
        ("x = await anext(rows)", "x = next(rows)"),
        ("async with a as b:\n    async for c in b:", "with a as b:\n    for c in b:"),
        ("async def main():\n    import anyio\n    ...\nanyio.run(main, 3)", "def main():\n    ...\nmain(3)"),
        ("import asyncio\nasyncio.run(main())", "main()"),
        (">>> from asyncio import run\n>>> a", ">>> a"),
        ("await stream.aclose()", "stream.close()"),
        ("import core\ncore.x, scores", "import face\nface.x, scores"),
        ("If you await the reply, an async caller waits.", "If you await the reply, an async caller waits."),
    ],
)
def test_text_is_rewritten_where_it_is_code(text: str, expected: str) -> None:
    assert blocking(text, "core", "face") == expected
