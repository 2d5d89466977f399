"""Operations on data pipelines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mixpanel_async.answer import Answer
from mixpanel_async.call import Operations
from mixpanel_async.entities._calls import entities, mapping
from mixpanel_async.entities._model import given
from mixpanel_async.entities.data_pipelines.calls import ask, make, pipeline_name, tell
from mixpanel_async.entities.data_pipelines.changes import EditPipelineParams
from mixpanel_async.entities.data_pipelines.params import PipelineParams
from mixpanel_async.entities.data_pipelines.pipelines import NewPipelines, PipelineDaySync, PipelineJob, PipelineTask


class DataPipelines(Operations):
    """Exports of a project to a store or a warehouse, again and again.

    Deprecated: Mixpanel has deprecated the Data Pipelines API; use JSON pipelines, which are set up in Mixpanel's own
    pages. A project may have two pipelines without an end and one with one.
    """

    async def list_warehouse_pipeline_jobs(self) -> list[PipelineJob]:
        """The project's pipelines.

        Deprecated: Mixpanel has deprecated the Data Pipelines API; use JSON pipelines.

        ``[job.name for job in await ws.list_warehouse_pipeline_jobs()]``
        """
        return await self._call(ask("list_warehouse_pipeline_jobs", "/jobs", _jobs))

    async def create_warehouse_pipeline(self, params: PipelineParams) -> NewPipelines:
        """The pipelines made, of the kind that *params* are: ``RawGCSPipelineParams`` and its sisters.

        Deprecated: Mixpanel has deprecated the Data Pipelines API; use JSON pipelines.

        ``await ws.create_warehouse_pipeline(SchematizedBigQueryPipelineParams(from_date="2026-01-01", gcp_project="p",
        bq_dataset_name="mixpanel", bq_region="EU"))``
        """
        return await self._call(make(self._session, params))

    async def edit_warehouse_pipeline(self, name: str, params: EditPipelineParams) -> None:
        """Change what a pipeline exports.

        Deprecated: Mixpanel has deprecated the Data Pipelines API; use JSON pipelines.

        ``await ws.edit_warehouse_pipeline("events-daily-gcs-raw", EditPipelineParams(events=["Login"]))``
        """
        return await self._call(
            tell("edit_warehouse_pipeline", "/edit", self._session, name, given(params, EditPipelineParams))
        )

    async def cancel_warehouse_pipeline(self, name: str) -> None:
        """Remove a pipeline, and its history; ``pause_warehouse_pipeline`` keeps that.

        Deprecated: Mixpanel has deprecated the Data Pipelines API; use JSON pipelines.

        ``await ws.cancel_warehouse_pipeline("events-daily-gcs-raw")``
        """
        return await self._call(tell("cancel_warehouse_pipeline", "/cancel", self._session, name))

    async def pause_warehouse_pipeline(self, name: str) -> None:
        """Stop what a pipeline does, until it is resumed.

        Deprecated: Mixpanel has deprecated the Data Pipelines API; use JSON pipelines.

        ``await ws.pause_warehouse_pipeline("events-daily-gcs-raw")``
        """
        return await self._call(tell("pause_warehouse_pipeline", "/pause", self._session, name))

    async def resume_warehouse_pipeline(self, name: str) -> None:
        """Let a paused pipeline go on.

        Deprecated: Mixpanel has deprecated the Data Pipelines API; use JSON pipelines.

        ``await ws.resume_warehouse_pipeline("events-daily-gcs-raw")``
        """
        return await self._call(tell("resume_warehouse_pipeline", "/resume", self._session, name))

    async def get_warehouse_pipeline_status(
        self, name: str, *, status: Sequence[str] = ()
    ) -> dict[str, list[PipelineTask]]:
        """A pipeline's tasks by how they went, or those that went as *status* says.

        Of *status* Mixpanel knows ``pending``, ``running``, ``retried``, ``failed``, ``canceled`` and ``timed_out``.
        Deprecated: Mixpanel has deprecated the Data Pipelines API; use JSON pipelines.

        ``(await ws.get_warehouse_pipeline_status("events-daily-gcs-raw", status=["failed"])).get("failed", [])``
        """
        query = {**pipeline_name(name), "status": list(status) or None}
        return await self._call(ask("get_warehouse_pipeline_status", "/status", _tasks, query))

    async def get_warehouse_pipeline_summary(self, name: str, *, status: Sequence[str] = ()) -> dict[str, Any]:
        """How many tasks of a pipeline went how, as it is sent; the shape is undocumented.

        Deprecated: Mixpanel has deprecated the Data Pipelines API; use JSON pipelines.

        ``await ws.get_warehouse_pipeline_summary("events-daily-gcs-raw")``
        """
        query = {**pipeline_name(name), "summary": "true", "status": list(status) or None}
        return await self._call(ask("get_warehouse_pipeline_summary", "/status", mapping, query))

    async def list_warehouse_pipeline_sync_dates(self, name: str) -> list[PipelineDaySync]:
        """The days a pipeline has exported, each with the times at which it did.

        Deprecated: Mixpanel has deprecated the Data Pipelines API; use JSON pipelines.

        ``[day.date for day in await ws.list_warehouse_pipeline_sync_dates("events-daily-gcs-raw")]``
        """
        return await self._call(ask("list_warehouse_pipeline_sync_dates", "/timeline", _syncs, pipeline_name(name)))


def _jobs(answer: Answer) -> list[PipelineJob]:
    """The jobs of all projects in the answer: it was asked for one."""
    return [job for _, rows in answer.entries() for job in entities(PipelineJob, rows)]


def _tasks(answer: Answer) -> dict[str, list[PipelineTask]]:
    return {state: entities(PipelineTask, rows) for state, rows in answer.entries() if isinstance(rows.value, list)}


def _syncs(answer: Answer) -> list[PipelineDaySync]:
    return entities(PipelineDaySync, answer.required("day_syncs"))
