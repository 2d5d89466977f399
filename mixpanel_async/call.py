"""An operation as a value, and the class whose methods perform such values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import field, frozen

from mixpanel_async.session import Family, Session

if TYPE_CHECKING:
    from mixpanel_async.answer import Answer
    from mixpanel_async.connection import Connection
    from mixpanel_async.deprecation import Deprecation

T = TypeVar("T")

QueryValue = str | int | Sequence[str] | None


@frozen(kw_only=True)
class Call(Generic[T]):
    """One exchange with an API family, and what its JSON means.

    *path* is a template: ``/schemas/{kind}``, filled percent-encoded from *args*. Of the app API it begins with
    ``{project}``, or with ``{scope}``: the pinned data view where there is one, else the project. Query values that are
    None are left out. The body is *json*, or *form*, in which None is left out too and each of several values stands by
    itself. What query, *form* or a *json* object has under the names in *secrets* stands in no error. *read* turns the
    answer into the result; of a *raw* one, which need not be JSON, it gets the bytes. *names_project* says whether a
    query's query string carries the project (False where the body does), *names_view* whether it carries the data view;
    *safe* whether the server minds a second sending; *bulk* and *silence* are those of ``Request``. *deprecated* is
    said to who makes the call, where Mixpanel answers it. *deadline* is how many seconds it is given, where it differs
    from its family's and the Workspace has no ``timeout``.
    """

    method: str = "GET"
    family: Family = "query"
    path: str
    args: Mapping[str, str | int] = field(factory=dict)
    query: Mapping[str, QueryValue] = field(factory=dict, repr=False)
    json: Any = field(default=None, repr=False)
    form: Mapping[str, str | Sequence[str] | None] | None = field(default=None, repr=False)
    workspace_id: int | None = None
    names_project: bool = True
    names_view: bool = True
    safe: bool = True
    bulk: bool = False
    silence: float | None = None
    deadline: float | None = None
    deprecated: Deprecation | None = None
    raw: bool = False
    secrets: frozenset[str] = frozenset()
    read: Callable[[Answer], T]

    @property
    def template(self) -> str:
        """The path as people know it: without what every path of the app API begins with, and without arguments."""
        return self.path.removeprefix("{scope}").removeprefix("{project}")

    @property
    def label(self) -> str:
        """What errors call it."""
        return f"{self.method} {self.template}"


class Operations:
    """A group of operations on one project; ``Workspace`` inherits them all."""

    _connection: Connection

    @property
    def _session(self) -> Session:
        return self._connection.session

    async def _call(self, call: Call[T]) -> T:
        """Perform *call* and read its reply."""
        return await self._connection.perform(call)
