"""Profiles still to be fetched, and the token that lets a later call go on with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, count
from typing import Any, Self

from attrs import asdict, evolve, frozen

from mixpanel_async.errors import MixpanelError, ParamValidationError

SESSION_EXPIRED = "SESSION_EXPIRED"

# What is asked beside the question.
_PAGING = frozenset({"limit", "page_size"})


@frozen(kw_only=True)
class Left:
    """What *params* ask for in the session *session_id*: the *missing* pages, then *page* and those after it.

    *last* is the number of the last page, *limit* how many profiles are still wanted; None where that is not known.
    """

    params: Mapping[str, Any]
    session_id: str | None = None
    missing: Sequence[int] = ()
    page: int = 0
    last: int | None = None
    limit: int | None = None

    @classmethod
    def of(
        cls,
        question: Mapping[str, Any],
        token: Mapping[str, Any] | None,
        paging: Mapping[str, Any],
        *,
        limit: int | None = None,
    ) -> Self:
        """All that *question* asks for, or what a *token* leaves of it; a token needs no question beside it.

        *paging* goes out with the question.
        """
        if token is None:
            return cls(params={**question, **_given(paging)}, limit=limit)
        left = cls._read(token)
        if question and question != left.question:
            raise ParamValidationError(
                f"resume goes on with {left.question}, not with {dict(question)}; give it alone, or with its question"
            )
        if (size := paging["page_size"]) not in (None, left.params.get("page_size")):
            raise ParamValidationError(f"resume counts pages of another size than {size}; leave out page_size")
        return left

    @classmethod
    def _read(cls, token: Any) -> Self:
        if not _is_token(token):
            raise ParamValidationError(f"resume is {token!r}; give details['resume'] of the error that broke off")
        return cls(**token)

    @property
    def question(self) -> Mapping[str, Any]:
        """What is asked, whatever the pages."""
        return {name: value for name, value in self.params.items() if name not in _PAGING}

    @property
    def numbers(self) -> Iterator[int]:
        """The pages' numbers, without an end where it is not known."""
        return chain(self.missing, count(self.page) if self.last is None else range(self.page, self.last + 1))

    def before(self, number: int) -> int:
        """How many of these pages stand before page *number*."""
        return self.missing.index(number) if number < self.page else len(self.missing) + number - self.page

    def after(self, number: int, rows: int, session_id: str | None) -> Self:
        """The rest, once page *number*, the first of these, has come with so many *rows*."""
        return evolve(
            self,
            session_id=self.session_id or session_id,
            missing=[page for page in self.missing if page != number],
            page=max(self.page, number + 1),
            limit=None if self.limit is None else max(self.limit - rows, 0),
        )

    def without(self, numbers: Mapping[int, Any], rows: int) -> Self:
        """The rest, once pages of these *numbers* have come, in whatever order, with so many *rows*."""
        page = max([self.page, *(number + 1 for number in numbers)])
        open_pages = (*self.missing, *range(self.page, page))
        return evolve(
            self,
            missing=[number for number in open_pages if number not in numbers],
            page=page,
            limit=None if self.limit is None else max(self.limit - rows, 0),
        )

    def mark(self, failure: MixpanelError) -> None:
        """Let *failure* carry the token, where the session can still be gone on with."""
        if self.session_id is not None and failure.code != SESSION_EXPIRED:
            failure.details["resume"] = self.token()
            failure.add_note("to go on where this broke off, make the call again with resume=error.details['resume']")

    def token(self) -> dict[str, Any]:
        """The same as plain JSON."""
        plain = asdict(self, recurse=False) | {"missing": list(self.missing) or None, "params": dict(self.params)}
        return _given(plain)


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


_KINDS: Mapping[str, tuple[type, ...]] = {
    "params": (Mapping,),
    "session_id": (str,),
    "missing": (list, tuple),
    "page": (int,),
    "last": (int,),
    "limit": (int,),
}


def _is_token(token: object) -> bool:
    """Whether *token* is one that ``Left.token`` made."""
    return (
        isinstance(token, Mapping)
        and token.keys() >= {"params", "session_id", "page"}
        and all(isinstance(value, _KINDS.get(name, ())) for name, value in token.items())
        and all(isinstance(page, int) for page in token.get("missing", ()))
    )
