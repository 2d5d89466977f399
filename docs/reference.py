"""Writes ``docs/reference/``: every operation and every public value, a page for each kind of thing, from docstrings.

``python docs/reference.py`` writes, ``--check`` says what differs from the folder.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import mixpanel_async
from mixpanel_async.groups import HOMES

HERE = Path(__file__).parent / "reference"
HEADER = "<!-- Generated from docstrings by docs/reference.py: edit these. -->"
TITLES = {"": "The package", "queries": "Questions", "specs": "Words of questions"}

Pages = Mapping[str, str]


def pages() -> Pages:
    """Every page by its file name."""
    topics = _topics()
    found = {f"{_slug(topic)}.md": _page(topic, modules) for topic, modules in sorted(topics.items())}
    return found | {"README.md": _index(topics)}


def differences(written: Pages) -> Iterator[str]:
    """One line for each file that is stale, missing or left over."""
    for name, text in written.items():
        path = HERE / name
        if not path.is_file():
            yield f"missing: {path}"
        elif path.read_text("utf-8") != text:
            yield f"stale: {path}"
    yield from (f"left over: {path}" for path in sorted(HERE.glob("*.md")) if path.name not in written)


def write(written: Pages) -> None:
    """Make the folder what *written* says."""
    HERE.mkdir(exist_ok=True)
    for path in HERE.glob("*.md"):
        path.unlink()
    for name, text in written.items():
        (HERE / name).write_text(text, "utf-8")


def _topics() -> Mapping[str, list[str]]:
    """What each page is about: the modules of a kind of thing, those that offer something."""
    offering = {type_.__module__ for type_ in _groups()} | set(_names())
    topics: dict[str, list[str]] = defaultdict(list)
    for module in sorted(offering):
        topics[_topic(module.removeprefix("mixpanel_async."))].append(module)
    return topics


def _topic(module: str) -> str:
    folders = [folder for folder in module.split(".") if not folder.startswith("_")]
    return ".".join(folders[:2]) if folders[0] in ("entities", "queries") else folders[0] if len(folders) > 1 else ""


def _groups() -> list[type]:
    return [mixpanel_async.Workspace, *map(_class_at, HOMES)]


def _class_at(place: str) -> type:
    module, _, name = place.rpartition(".")
    found: type = getattr(import_module(module), name)
    return found


def _names() -> Mapping[str, list[str]]:
    """The public names of each module."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, home in vars(mixpanel_async)["_HOME_OF"].items():
        found[f"mixpanel_async.{home}"].append(name)
    return found


def _page(topic: str, modules: Iterable[str]) -> str:
    lines = [HEADER, f"# {_title(topic)}"]
    for module in modules:
        lines += _section(module)
    return "\n\n".join(lines) + "\n"


def _section(module: str) -> Iterator[str]:
    yield _text(import_module(module))
    for group in _groups():
        if group.__module__ == module:
            yield from _operations(group)
    for name in _names().get(module, ()):
        yield from _value(name)


def _operations(group: type) -> Iterator[str]:
    for name, function in vars(group).items():
        if not name.startswith("_") and callable(getattr(function, "__func__", function)):
            yield f"### `ws.{name}`"
            yield f"```python\n{_signature(name, function)}\n```"
            yield _text(function)


def _value(name: str) -> Iterator[str]:
    value = getattr(mixpanel_async, name)
    yield f"### `{name}`"
    if inspect.isclass(value) or inspect.isfunction(value):
        yield f"```python\n{_signature(name, value)}\n```"
        yield _text(value)
    else:
        yield f"`{value!r}`"


def _signature(name: str, value: Any) -> str:
    try:
        signature = str(inspect.signature(value)).replace("'", "")
    except (TypeError, ValueError):
        return name
    signature = signature.removesuffix(" -> None") if inspect.isclass(value) else signature
    awaited = "await " if inspect.iscoroutinefunction(value) else ""
    return awaited + name + re.sub(r", raw: Mapping\[str, Any\] = NOTHING|(?<=^\()self(, )?", "", signature)


def _text(value: Any) -> str:
    return (inspect.getdoc(value) or "").replace("``", "`")


def _title(topic: str) -> str:
    return TITLES.get(topic) or topic.split(".")[-1].replace("_", " ").capitalize()


def _slug(topic: str) -> str:
    return topic.replace(".", "-") or "package"


def _index(topics: Iterable[str]) -> str:
    lines = [f"- [{_title(topic)}]({_slug(topic)}.md)" for topic in sorted(topics, key=_title)]
    return "\n\n".join([HEADER, "# Reference", "\n".join(lines)]) + "\n"


if __name__ == "__main__":
    made = pages()
    if "--check" in sys.argv:
        sys.exit("\n".join(differences(made)) or None)
    write(made)
