"""Documented operations, with every reference in them followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from attrs import frozen

HERE = Path(__file__).parent
# They say "exactly one of" where several may fit, and without declaring what else there is.
_MEANT = {"oneOf": "anyOf"}
_NO_SCHEMA = ("nullable", "discriminator")
METHODS = ("get", "post", "put", "patch", "delete")


@frozen
class Documented:
    """One documented operation: its place, and what is said of requests and replies."""

    name: str
    method: str
    path: str
    parameters: tuple[Mapping[str, Any], ...]
    said: Mapping[str, Any]

    def query(self, *, required: bool = False) -> set[str]:
        """Names of what the query string may hold, or must."""
        found = (each for each in self.parameters if each["in"] == "query")
        return {each["name"] for each in found if each.get("required") or not required}

    @property
    def request(self) -> Mapping[str, Any] | None:
        """The schema of the body that is sent, where there is one."""
        content = self.said.get("requestBody", {}).get("content", {})
        return next((kind["schema"] for kind in content.values() if "schema" in kind), None)

    @property
    def status(self) -> int:
        """The status of success."""
        return next(int(status) for status in self.said["responses"] if status.startswith("2"))

    @property
    def response(self) -> Mapping[str, Any] | None:
        """The schema of the reply, where one is documented."""
        schema: Mapping[str, Any] | None = self._reply.get("schema")
        return schema

    @property
    def examples(self) -> list[Any]:
        """Whole replies that are shown."""
        shown = [each["value"] for each in self._reply.get("examples", {}).values()]
        return [*shown, *([self.response["example"]] if self.response and "example" in self.response else [])]

    @property
    def _reply(self) -> Mapping[str, Any]:
        reply: Mapping[str, Any] = self.said["responses"][str(self.status)]
        return next(iter(reply.get("content", {}).values()), {})


@cache
def documented() -> dict[str, Documented]:
    """All documented operations, by file and name."""
    return {f"{file}: {each.name}": each for file in _files() for each in _operations(_document(file))}


def _files() -> list[str]:
    return sorted(path.name.removesuffix(".openapi.yaml") for path in HERE.glob("*.yaml"))


def _document(file: str) -> Mapping[str, Any]:
    whole = yaml.safe_load((HERE / f"{file}.openapi.yaml").read_text("utf-8"))
    return dict(_followed(whole, whole))


def _operations(document: Mapping[str, Any]) -> Iterator[Documented]:
    base = urlsplit(document["servers"][0]["url"]).path
    for path, methods in document["paths"].items():
        for method in METHODS & methods.keys():
            said = methods[method]
            parameters = (*methods.get("parameters", ()), *said.get("parameters", ()))
            yield Documented(said["operationId"], method.upper(), base + path, parameters, said)


def _followed(node: Any, whole: Any) -> Any:
    """*node* with what is referred to in place of references, and null as JSON Schema says it."""
    if isinstance(node, list):
        return [_followed(each, whole) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        target = whole
        for step in node["$ref"].split("/")[1:]:
            target = target[step]
        return _followed(target, whole)
    said = {_MEANT.get(key, key): _followed(value, whole) for key, value in node.items() if key not in _NO_SCHEMA}
    said |= {"x-kinds": _kinds(node["discriminator"], whole)} if "discriminator" in node else {}
    return {"anyOf": [said, {"type": "null"}]} if node.get("nullable") is True else said


def _kinds(discriminator: Mapping[str, Any], whole: Any) -> dict[str, Any]:
    """Which of several schemas is meant, by the value that tells."""
    return {kind: _followed({"$ref": place}, whole) for kind, place in discriminator["mapping"].items()}
