"""The calls that requests under privacy laws are made and looked at by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from mixpanel_async.answer import Answer
from mixpanel_async.arguments import said
from mixpanel_async.call import Call
from mixpanel_async.entities._calls import done, entity
from mixpanel_async.entities._model import Entity
from mixpanel_async.entities.privacy_requests.requests import DataDeletion, DataRetrieval

E = TypeVar("E", bound=Entity)
T = TypeVar("T")

RETRIEVALS = "/data-retrievals/v3.0/"
DELETIONS = "/data-deletions/v3.0/"

_SHOWN = "the token shown under Project settings, Overview"
_LINKS = ("results", "result", "destination_url")
"""What the link to an export is called: by the OpenAPI document, by the guide, in the answer to a new request."""


def new_retrievals(distinct_ids: Sequence[str], token: str, body: Mapping[str, Any]) -> Call[list[DataRetrieval]]:
    """Ask for the data of users."""
    return _new(RETRIEVALS, distinct_ids, token, body, _retrieval)


def new_deletions(distinct_ids: Sequence[str], token: str, body: Mapping[str, Any]) -> Call[list[DataDeletion]]:
    """Ask for users to be deleted."""
    return _new(DELETIONS, distinct_ids, token, body, _deletion)


def the_retrieval(tracking_id: str, token: str) -> Call[DataRetrieval]:
    """Ask how far a retrieval is."""
    return _of_one("GET", RETRIEVALS, tracking_id, token, lambda row: _retrieval(row, {"tracking_id": tracking_id}))


def the_deletion(tracking_id: str, token: str) -> Call[DataDeletion]:
    """Ask how far a deletion is."""
    return _of_one("GET", DELETIONS, tracking_id, token, lambda row: _deletion(row, {"tracking_id": tracking_id}))


def cancellation(tracking_id: str, token: str) -> Call[None]:
    """Withdraw a deletion."""
    return _of_one("DELETE", DELETIONS, tracking_id, token, done)


def _new(
    path: str,
    distinct_ids: Sequence[str],
    token: str,
    body: Mapping[str, Any],
    read: Callable[[Answer, Mapping[str, Any]], E],
) -> Call[list[E]]:
    asked = {"distinct_ids": list(distinct_ids)}

    def requests(answer: Answer) -> list[E]:
        found = answer.results()
        rows = list(found.items()) if isinstance(found.value, list) else [found]
        if not rows:
            raise found.refusal("no request stands in it")
        return [read(row, _tracked(row) | asked) for row in rows]

    return _call("POST", path, token, requests, json={**asked, **body})


def _of_one(method: str, path: str, tracking_id: str, token: str, read: Callable[[Answer], T]) -> Call[T]:
    return _call(method, f"{path}{{id}}/", token, lambda answer: read(answer.results()), args={"id": tracking_id})


def _call(method: str, path: str, token: str, read: Callable[[Answer], T], **more: Any) -> Call[T]:
    query = {"token": said(token, "project_token", _SHOWN)}
    safe, secrets = method != "POST", frozenset(query)
    return Call(method=method, family="app", path=path, query=query, secrets=secrets, safe=safe, read=read, **more)


def _tracked(row: Answer) -> dict[str, Any]:
    """The name of a new request, ``task_id`` in the OpenAPI document, ``tracking_id`` in the guide."""
    return {"tracking_id": row.required("task_id").value} if row.get("tracking_id").value is None else {}


def _retrieval(row: Answer, known: Mapping[str, Any]) -> DataRetrieval:
    sent = row.object()
    links = [sent[name] for name in _LINKS if sent.get(name)]
    rest = {name: value for name, value in sent.items() if name not in _LINKS}
    return entity(DataRetrieval, row.at({**known, **rest, "results": links[0] if links else None}, ""))


def _deletion(row: Answer, known: Mapping[str, Any]) -> DataDeletion:
    return entity(DataDeletion, row.at({**known, **row.object()}, ""))
