"""Calls of the app API, and readers of what they answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from mixpanel_async.answer import Answer
from mixpanel_async.call import Call, QueryValue
from mixpanel_async.callers import warn_caller
from mixpanel_async.entities._misread import MisreadError
from mixpanel_async.entities._model import Entity, Params, given
from mixpanel_async.entities._reader import reader_of
from mixpanel_async.entities._record import plain, secret_names
from mixpanel_async.entities._unset import UNSET, Unset

__all__ = ["PartialReply"]

E = TypeVar("E", bound=Entity)
K = TypeVar("K")
T = TypeVar("T")


class PartialReply(UserWarning):
    """A row of a list could not be read and is left out: *row* as it was sent, *path* to it, and the *problem*.

    A Workspace made with ``strict=True`` raises instead.
    """

    def __init__(self, row: Any, path: str, problem: str) -> None:
        super().__init__(row, path, problem)
        self.row, self.path, self.problem = row, path, problem

    def __str__(self) -> str:
        return f"a row of the answer is left out, {self.path}: {self.problem}"


def app_call(
    method: str,
    path: str,
    read: Callable[[Answer], T],
    *,
    args: Mapping[str, str | int] | None = None,
    query: Mapping[str, QueryValue] | None = None,
    params: Params | Unset = UNSET,
    body: Mapping[str, Any] | Sequence[Any] | None = None,
    form: Mapping[str, str | None] | None = None,
    view: int | None = None,
    safe: bool | None = None,
) -> Call[T]:
    """A call of the app API; a POST is sent once, since a second one may create a second thing, or what *safe* says.

    Its body is what somebody gave as *params*, or a *body* of ours.
    """
    said = body if params is UNSET else given(params, Params)
    return Call(
        method=method,
        family="app",
        path=path,
        args=args or {},
        query=query or {},
        json=None if said is None else plain(said),
        form=form,
        workspace_id=view,
        safe=method != "POST" if safe is None else safe,
        secrets=secret_names(type(said)) if isinstance(said, Params) else frozenset(),
        read=read,
    )


def one(kind: type[E]) -> Callable[[Answer], E]:
    """A reader of one *kind*."""
    return lambda answer: entity(kind, answer.results())


def many(kind: type[E]) -> Callable[[Answer], list[E]]:
    """A reader of a list of *kind*."""
    return lambda answer: entities(kind, answer.results())


def one_or_nothing(kind: type[E]) -> Callable[[Answer], E | None]:
    """A reader of one *kind*, or of an answer that only says that it is done."""

    def read(answer: Answer) -> E | None:
        said = answer.results()
        return entity(kind, said) if said.value and said.value != {"status": "ok"} else None

    return read


def many_or_nothing(kind: type[E]) -> Callable[[Answer], list[E] | None]:
    """A reader of a list of *kind*, or of an answer that only says that it is done."""

    def read(answer: Answer) -> list[E] | None:
        said = answer.results()
        return None if said.value in (None, {}, {"status": "ok"}) else entities(kind, said)

    return read


def mapping(answer: Answer) -> dict[str, Any]:
    """A reader of an object that is kept as it is."""
    return answer.results().object()


def mapping_or_nothing(answer: Answer) -> dict[str, Any]:
    """The same, empty where the answer has nothing to say."""
    return answer.results().object_or_nothing()


def objects(answer: Answer) -> list[dict[str, Any]]:
    """A reader of a list of objects that are kept as they are."""
    return [each.object() for each in answer.results().rows()]


def id_list(answer: Answer) -> list[int]:
    """A reader of a list of ids."""
    return [each.whole() for each in answer.results().rows()]


def done(answer: Answer) -> None:
    """A reader of what has nothing to say but that it is done."""


def entity(kind: type[E], answer: Answer) -> E:
    """The *kind* that *answer* is."""
    try:
        return reader_of(kind)(answer.value)
    except MisreadError as problem:
        raise answer.at(None, problem.path).refusal(problem.problem) from None


def entities(kind: type[E], answer: Answer) -> list[E]:
    """The list of *kind* that *answer* is; a row that cannot be read is left out with a ``PartialReply`` warning."""
    return [found for _, found in _readable(kind, answer, enumerate(answer.array()), "[{}]")]


def entities_by_key(kind: type[E], answer: Answer) -> dict[str, E]:
    """The *kind* under each key of the object that *answer* is, as tolerantly."""
    return dict(_readable(kind, answer, answer.object().items(), ".{}"))


def _readable(kind: type[E], answer: Answer, rows: Iterable[tuple[K, Any]], step: str) -> Iterator[tuple[K, E]]:
    read = reader_of(kind)
    for key, row in rows:
        try:
            found = read(row)
        except MisreadError as problem:
            place = answer.at(row, step.format(key) + problem.path)
            if answer.strict:
                raise place.refusal(problem.problem) from None
            warn_caller(PartialReply(row, place.path, problem.problem))
        else:
            yield key, found
