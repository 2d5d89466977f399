"""Troubles of this machine, in words that say what to do."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from mixpanel_async.errors import ExportError, MixpanelError
from mixpanel_async.export.urls import shown

_FULL: Final = ("no space left", "disk is full", "disk quota exceeded", "file too large", "os error 28")

_STORES: Final = (
    ("botocore.exceptions", "BotoCoreError"),
    ("botocore.exceptions", "ClientError"),
    ("google.auth.exceptions", "GoogleAuthError"),
    ("azure.core.exceptions", "AzureError"),
    ("aiohttp", "ClientError"),
    ("paramiko", "SSHException"),
)


@contextmanager
def told(where: object) -> Iterator[None]:
    """A disk that is full, or cannot be written or read, is an ``ExportError`` about *where*."""
    try:
        yield
    except MixpanelError:
        raise
    except (OSError, sqlite3.Error) as error:
        raise _of(error, where) from error
    except _polars_errors() as error:
        if not _is_full(error):
            raise
        raise _of(error, where) from error
    except store_errors() as error:
        raise _of(error, where) from error


def store_errors() -> tuple[type[Exception], ...]:
    """What the clients of stores elsewhere raise, where they are in use: not all of it is an ``OSError``."""
    known = ((sys.modules.get(module), name) for module, name in _STORES)
    return tuple(getattr(module, name) for module, name in known if module is not None)


def _polars_errors() -> type[Exception]:
    """What polars raises: it has classes of its own for what the system says."""
    from polars.exceptions import PolarsError

    return PolarsError


def _of(error: Exception, where: object) -> ExportError:
    said = shown(str(error))
    if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
        return ExportError(
            f"the journal of {where} is damaged ({said}); export into another folder, or remove the journal and "
            "the data, and begin anew",
            "EXPORT_DISK",
        )
    if _is_full(error):
        return ExportError(
            f"the disk of {where} is full ({said}); make room, then run the same again: what is there stays, and only "
            "what is missing is fetched",
            "EXPORT_DISK_FULL",
        )
    return ExportError(
        f"{where} cannot be written or read ({said}); mend it, then run the same again: what is there stays, and only "
        "what is missing is fetched",
        "EXPORT_DISK",
    )


def _is_full(error: Exception) -> bool:
    return any(words in str(error).lower() for words in _FULL)
