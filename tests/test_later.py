"""Operations are loaded when they are first used, and nobody can tell."""

from __future__ import annotations

import inspect
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import Any

import pytest

import mixpanel_async
import mixpanel_sync
from mixpanel_async.groups import HOMES
from mixpanel_async.later import Later, later
from mixpanel_sync.groups import HOMES as FACES
from mixpanel_transports.fake import Fake, json_reply

HERE = __name__


class Sums:
    """A group of operations."""

    def total(self, *numbers: int) -> int:
        """Their sum."""
        return sum(numbers) + self.start

    @property
    def start(self) -> int:
        """Where sums begin."""
        return 100


def made() -> type[Any]:
    """A class with these operations, none of them loaded."""
    owner = type("Owner", (), {})
    later(owner, {f"{HERE}.Sums": ("total", "start")})
    return owner


def test_an_operation_is_the_one_of_its_group() -> None:
    owner = made()

    assert (owner().total(1, 2), owner.total, owner().start) == (103, Sums.total, 100)


def test_it_is_looked_for_once() -> None:
    owner = made()
    assert isinstance(vars(owner)["total"], Later)

    _ = owner.total

    assert vars(owner) | {"total": Sums.total} == {**vars(owner)}


def test_a_derived_class_may_replace_it_and_ask_for_what_it_replaces() -> None:
    class Derived(made()):  # type: ignore[misc]  # it is made here
        def total(self, *numbers: int) -> int:
            found: int = super().total(*numbers)
            return -found

    assert Derived().total(1) == -101


def test_threads_that_come_at_once_all_find_it() -> None:
    owner = made()

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda number: owner().total(number), range(50)))

    assert found == [100 + number for number in range(50)]


@pytest.mark.parametrize(("homes", "package"), [(HOMES, mixpanel_async), (FACES, mixpanel_sync)], ids=["core", "face"])
def test_the_list_says_where_each_operation_of_a_workspace_stands(homes: Any, package: Any) -> None:
    for home, names in homes.items():
        module, _, group = home.rpartition(".")
        stands = vars(getattr(import_module(module), group))
        assert {name: getattr(package.Workspace, name) for name in names if not isinstance(stands[name], property)} == {
            name: stands[name] for name in names if not isinstance(stands[name], property)
        }


def test_no_operation_stands_in_two_groups() -> None:
    names = [name for group in HOMES.values() for name in group]

    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("package", ["mixpanel_async", "mixpanel_sync"])
def test_what_is_not_loaded_can_be_seen_and_asked_for_help(package: str) -> None:
    code = (
        f"import inspect, pydoc\nfrom {package} import Workspace\n"
        "print('list_annotations' in dir(Workspace), hasattr(Workspace, 'query'), hasattr(Workspace, 'nothing'))\n"
        "print(str(inspect.signature(Workspace.create_annotation)).replace(chr(39), ''))\n"
        "print('The annotation made.' in pydoc.render_doc(Workspace))\n"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.splitlines()

    assert said == ["True True False", "(self, params: CreateAnnotationParams) -> Annotation", "True"]


def test_members_are_functions_as_if_they_were_inherited() -> None:
    members = dict(inspect.getmembers(mixpanel_sync.Workspace, inspect.isfunction))

    assert {name for names in FACES.values() for name in names} - members.keys() == {"project", "workspace"}


def test_a_property_of_a_group_is_one_of_the_workspace() -> None:
    with mixpanel_sync.Workspace(transport=Fake(json_reply([])), project_id=7, workspace_id=9) as ws:
        view = ws.workspace
        assert (ws.project.id, view and view.id) == ("7", 9)
