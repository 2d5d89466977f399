"""Calls of the pipelines API: forms that name the project, and the warning that they are deprecated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from attrs import evolve

from mixpanel_async.answer import Answer
from mixpanel_async.arguments import said
from mixpanel_async.call import Call, QueryValue
from mixpanel_async.deprecation import Deprecation
from mixpanel_async.entities._calls import done, one
from mixpanel_async.entities._model import Params, given
from mixpanel_async.entities._record import secret_names
from mixpanel_async.entities.data_pipelines.changes import EditPipelineParams
from mixpanel_async.entities.data_pipelines.params import PipelineParams
from mixpanel_async.entities.data_pipelines.pipelines import NewPipelines
from mixpanel_async.session import Session

T = TypeVar("T")

_WHY = "Mixpanel has deprecated the Data Pipelines API"
_INSTEAD = "JSON pipelines, which are set up in Mixpanel's own pages"


def ask(
    operation: str, path: str, read: Callable[[Answer], T], query: Mapping[str, QueryValue] | None = None
) -> Call[T]:
    """Ask something of pipelines; *operation* is what the caller calls."""
    return Call(family="pipelines", path=path, query=query or {}, deprecated=_deprecated(operation), read=read)


def make(session: Session, params: PipelineParams) -> Call[NewPipelines]:
    """Make a pipeline."""
    return _told(
        "create_warehouse_pipeline",
        "/create",
        one(NewPipelines),
        session,
        given(params, PipelineParams).to_body(),
        type(params),
    )


def tell(
    operation: str, path: str, session: Session, name: str, params: EditPipelineParams | None = None
) -> Call[None]:
    """Change the pipeline *name*; what Mixpanel answers to that is undocumented."""
    body = {**pipeline_name(name), **(params.to_body() if params else {})}
    return evolve(_told(operation, path, done, session, body, type(params) if params else None), raw=True)


def _told(
    operation: str,
    path: str,
    read: Callable[[Answer], T],
    session: Session,
    body: Mapping[str, Any],
    kind: type[Params] | None,
) -> Call[T]:
    return Call(
        method="POST",
        family="pipelines",
        path=path,
        form={"project_id": session.project_id, **{name: _form_value(value) for name, value in body.items()}},
        names_project=False,
        safe=False,
        secrets=secret_names(kind) if kind else frozenset(),
        deprecated=_deprecated(operation),
        read=read,
    )


def pipeline_name(name: str) -> dict[str, str]:
    """The pipeline that is meant."""
    return {"name": said(name, "name", "the name of a pipeline")}


def _deprecated(operation: str) -> Deprecation:
    return Deprecation(f"{operation}()", "0.1", _WHY, _INSTEAD)


def _form_value(value: Any) -> str | Sequence[str]:
    if isinstance(value, bool):
        return "true" if value else "false"
    return [str(item) for item in value] if isinstance(value, list) else str(value)
