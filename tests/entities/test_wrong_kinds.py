"""What is of a wrong kind is refused before anything is sent, by every operation on what people keep in Mixpanel."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import pytest

import mixpanel_sync
from mixpanel_async import MixpanelError, ParamTypeError, ParamValidationError
from mixpanel_sync.groups import HOMES
from mixpanel_transports.fake import Fake
from tests.faces import raised
from tests.virtual import VirtualBlockingRuntime

# What stands for an argument that is not looked at.
NAMES = {"entity_type": "event", "entity_name": "Login", "property_name": "plan", "event_name": "Login", "name": "p"}


def operations(argument: str) -> Iterator[tuple[str, str]]:
    """The operations that take an *argument* of that name, and what its kind is called."""
    for home, names in HOMES.items():
        for name in names if ".entities." in home else ():
            found = inspect.signature(getattr(mixpanel_sync.Workspace, name)).parameters if callable_(name) else {}
            if argument in found and not name.startswith("stream_"):
                yield name, found[argument].annotation


def callable_(name: str) -> bool:
    return callable(getattr(mixpanel_sync.Workspace, name))


def refused(name: str, **said: Any) -> MixpanelError:
    """The error of an operation, all other arguments being well; nothing is sent."""
    operation, fake = getattr(mixpanel_sync.Workspace, name), Fake()
    needed = [each for each in inspect.signature(operation).parameters.values() if each.default is each.empty]
    others = {each.name: NAMES.get(each.name, 7) for each in needed if each.name not in ("self", *said)}
    with (
        mixpanel_sync.Workspace(transport=fake, project_id=1, workspace_id=2, runtime=VirtualBlockingRuntime()) as ws,
        pytest.raises(MixpanelError) as caught,
    ):
        operation(ws, **others, **said)
    assert fake.requests == []
    return caught.value


@pytest.mark.parametrize(("name", "kind"), [each for each in operations("params") if each[1].endswith("Params")])
@pytest.mark.parametrize("value", [None, {"name": "A"}, 5], ids=["none", "dict", "number"])
def test_params_are_params(name: str, kind: str, value: Any) -> None:
    error = refused(name, params=value)

    assert isinstance(error, ParamTypeError)
    assert str(error).startswith(f"params is a {type(value).__name__}; give ")


@pytest.mark.parametrize("argument", ["ids", "entries", "tags", "behavior_ids", "metric_ids", "data_group_ids"])
@pytest.mark.parametrize("value", ["12", b"12", 12, [object()]], ids=["text", "bytes", "number", "things"])
def test_lists_are_lists_of_what_they_are_of(argument: str, value: Any) -> None:
    taken = [name for name, _ in operations(argument)]
    errors = [refused(name, **{argument: value}) for name in taken]

    assert taken
    assert {type(error) for error in errors} == {ParamTypeError}
    assert all(str(error).startswith(f"{argument} is ") for error in errors)


IDS = sorted({
    argument
    for home, names in HOMES.items()
    for name in names
    if ".entities." in home and callable_(name)
    for argument in inspect.signature(getattr(mixpanel_sync.Workspace, name)).parameters
    if argument.endswith("_id") and argument not in ("project_id",)
})  # fmt: skip


@pytest.mark.parametrize("argument", IDS)
@pytest.mark.parametrize("value", [b"7", 1.5, True, object()], ids=lambda value: type(value).__name__)
def test_ids_are_numbers_or_text(argument: str, value: Any) -> None:
    for name, kind in operations(argument):
        if "params" not in inspect.signature(getattr(mixpanel_sync.Workspace, name)).parameters and "None" not in kind:
            error = refused(name, **{argument: value})
            assert isinstance(error, ParamTypeError | ParamValidationError), name


def test_of_nothing_nothing_is_sent() -> None:
    fake = Fake()
    with mixpanel_sync.Workspace(transport=fake, project_id=1) as ws:
        ws.bulk_delete_dashboards([])
        ws.bulk_delete_bookmarks([])
        ws.bulk_update_bookmarks([])
        ws.bulk_delete_cohorts([])
        ws.bulk_update_cohorts([])
        ws.bulk_delete_alerts([])
    assert fake.requests == []


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda ws: ws.list_alerts(skip_user_filter="no"), "skip_user_filter is 'no'"),
        (lambda ws: ws.list_alerts(bookmark_id=1.5), "bookmark_id is 1.5"),
        (lambda ws: ws.list_data_volume_anomalies(query_params=[("a", "b")]), "query_params is a list"),
        (lambda ws: ws.get_property_definitions(resource_type=5), "resource_type is 5"),
        (lambda ws: ws.update_blueprint_cohorts(5), "cohorts is 5"),
        (lambda ws: ws.update_blueprint_cohorts([5]), "cohorts[0] is a int"),
        (lambda ws: ws.create_blueprint(5), "template_type is 5"),
        (lambda ws: ws.delete_lexicon_tag(""), "tag_name is ''"),
        (lambda ws: ws.delete_event_definition(5), "event_name is 5"),
        (lambda ws: ws.remove_service_accounts_from_projects(1, [7]), "projects is [7]"),
        (lambda ws: ws.remove_service_accounts_from_projects(1, {12: "78"}), "projects[12] is '78'"),
        (lambda ws: ws.add_service_accounts_to_projects(1, "78", {12: "admin"}), "service_account_ids is '78'"),
    ],
)
def test_what_is_refused_is_named(ask: Any, said: str) -> None:
    error, requests = raised(ask)

    assert isinstance(error, ParamTypeError | ParamValidationError)
    assert said in str(error)
    assert requests == []
