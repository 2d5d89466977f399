"""Troubles of this machine, in words that say what to do."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

from attrs import field, frozen

from mixpanel_async.errors import ExportError, MixpanelError
from mixpanel_async.export.urls import shown
from mixpanel_dataset.errors import StoreError

T = TypeVar("T")

_FULL: Final = ("no space left", "disk is full", "disk quota exceeded", "file too large", "os error 28")

_DISK_FULL: Final = "EXPORT_DISK_FULL"

_STORES: Final = (
    ("botocore.exceptions", "BotoCoreError"),
    ("botocore.exceptions", "ClientError"),
    ("google.auth.exceptions", "GoogleAuthError"),
    ("azure.core.exceptions", "AzureError"),
    ("aiohttp", "ClientError"),
    ("paramiko", "SSHException"),
)


@frozen
class Theirs:
    """Errors of functions that users gave: those are no troubles of this machine."""

    _errors: list[BaseException] = field(factory=list, init=False)

    def __contains__(self, error: BaseException) -> bool:
        return any(error is each for each in self._errors)

    def calling(self, function: Callable[[T], object]) -> Callable[[T], object]:
        """*function*, whose errors are known from now on."""

        def call(value: T) -> object:
            try:
                return function(value)
            except BaseException as error:
                self._errors.append(error)
                raise

        return call


@contextmanager
def told(where: object) -> Iterator[Theirs]:
    """A disk that is full, or cannot be written or read, is an ``ExportError`` about *where*.

    Functions of the user's are called through what this gives: what they raise stays what it is.
    """
    theirs = Theirs()
    try:
        yield theirs
    except MixpanelError as error:
        if isinstance(error, StoreError) and error not in theirs and _is_full(error):
            raise ExportError(error.message, _DISK_FULL) from error
        raise
    except _known_errors() as error:
        if error in theirs or not _is_trouble(error):
            raise
        raise _of(error, where) from error


def _known_errors() -> tuple[type[Exception], ...]:
    """What a trouble of the machine may come as."""
    return (sqlite3.Error, _polars_errors(), *store_errors())


def store_errors() -> tuple[type[Exception], ...]:
    """What goes wrong with files comes as these: the clients of stores elsewhere have others than ``OSError``."""
    known = ((sys.modules.get(module), name) for module, name in _STORES)
    return (OSError, *(getattr(module, name) for module, name in known if module is not None))


def _polars_errors() -> type[Exception]:
    """What polars raises: it has classes of its own for what the system says."""
    from polars.exceptions import PolarsError

    return PolarsError


def _is_trouble(error: Exception) -> bool:
    """Whether the machine is to blame, and not a mistake in what was asked of it."""
    if isinstance(error, _polars_errors()):
        return _is_full(error)
    return not isinstance(error, sqlite3.Error) or isinstance(error, sqlite3.OperationalError) or _is_damage(error)


def _is_damage(error: Exception) -> bool:
    """Whether a database is none, or malformed: what sqlite finds wrong otherwise has classes below this one."""
    return type(error) is sqlite3.DatabaseError


def _of(error: Exception, where: object) -> ExportError:
    said = shown(str(error))
    if _is_damage(error):
        return ExportError(
            f"the journal of {where} is damaged ({said}); export into another folder, or remove the journal and "
            "the data, and begin anew",
            "EXPORT_DISK",
        )
    if _is_full(error):
        return ExportError(
            f"the disk of {where} is full ({said}); make room, then run the same again: what is there stays, and only "
            "what is missing is fetched",
            _DISK_FULL,
        )
    return ExportError(
        f"{where} cannot be written or read ({said}); mend it, then run the same again: what is there stays, and only "
        "what is missing is fetched",
        "EXPORT_DISK",
    )


def _is_full(error: Exception) -> bool:
    return any(words in str(error).lower() for words in _FULL)
