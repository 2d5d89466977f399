"""What the machine refuses is told as such; a mistake is not."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from polars.exceptions import ComputeError

from mixpanel_async.errors import ExportError, StoreError
from mixpanel_async.export.troubles import told


def raising(error):
    with told("out"):
        raise error


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (PermissionError(13, "Permission denied"), "EXPORT_DISK", "out cannot be written or read"),
        (OSError(28, "No space left on device"), "EXPORT_DISK_FULL", "the disk of out is full"),
        (sqlite3.OperationalError("database or disk is full"), "EXPORT_DISK_FULL", "the disk of out is full"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "EXPORT_DISK", "out cannot be written"),
        (sqlite3.DatabaseError("file is not a database"), "EXPORT_DISK", "the journal of out is damaged"),
        (ComputeError("No space left on device"), "EXPORT_DISK_FULL", "the disk of out is full"),
        (StoreError("w could not be put: No space left on device"), "EXPORT_DISK_FULL", "w could not be put"),
    ],
)
def test_what_the_machine_refuses_says_what_to_do(error, code, said):
    with pytest.raises(ExportError, match=said) as caught:
        raising(error)
    assert (caught.value.code, caught.value.__cause__) == (code, error)


@pytest.mark.parametrize("error", [ComputeError("no such column"), sqlite3.InterfaceError("bad"), KeyError("mine")])
def test_a_mistake_is_what_it_is(error):
    with pytest.raises(type(error)) as caught:
        raising(error)
    assert caught.value is error


@pytest.mark.parametrize(
    ("statement", "kind"),
    [("insert into a values (1)", sqlite3.IntegrityError), ("select ?", sqlite3.ProgrammingError)],
)
def test_a_mistake_in_what_is_asked_of_a_journal_is_no_damage_to_it(statement, kind):
    with closing(sqlite3.connect(":memory:")) as journal:
        journal.execute("create table a (b integer primary key)")
        journal.execute("insert into a values (1)")
        with pytest.raises(kind), told("out"):
            journal.execute(statement)


def test_what_functions_of_users_raise_is_theirs_and_nothing_else():
    theirs, ours = BrokenPipeError("theirs"), BrokenPipeError("ours")

    def fail(error):
        raise error

    def fail_after(call):
        try:
            call(theirs)
        finally:
            raise ours

    with pytest.raises(BrokenPipeError, match="theirs"), told("out") as known:
        known.calling(fail)(theirs)
    with pytest.raises(ExportError, match="ours"), told("out") as known:
        fail_after(known.calling(fail))
