"""What is known of a data pipeline and of its tasks."""

from __future__ import annotations

from attrs import field, frozen

from mixpanel_async.entities._model import Entity

__all__ = ["NewPipelines", "PipelineDaySync", "PipelineJob", "PipelineTask"]


@frozen(kw_only=True, eq=False, repr=False)
class PipelineJob(Entity):
    """A pipeline as it is listed. *last_dispatched* is text such as ``2019-02-01 12:00:00 US/Pacific``."""

    name: str
    dispatcher: str | None = field(default=None, metadata={"wire": "Dispatcher"})
    last_dispatched: str | None = None
    frequency: str | None = None
    sync_enabled: bool | None = None


@frozen(kw_only=True, eq=False, repr=False)
class NewPipelines(Entity):
    """The names of pipelines just made, two where events and users are exported, and the data set they fill."""

    pipeline_names: tuple[str, ...]
    bigquery_dataset_name: str | None = None


@frozen(kw_only=True, eq=False, repr=False)
class PipelineTask(Entity):
    """One task of a pipeline; how its times are written is undocumented."""

    name: str | None = None
    state: str | None = None
    last_finish: str | None = None
    run_at: str | None = None
    from_date: str | None = None
    to_date: str | None = None
    project_id: int | None = None


@frozen(kw_only=True, eq=False, repr=False)
class PipelineDaySync(Entity):
    """When the data of a day were exported again, each time as ``2019-08-19 14:27:46.044605 -0700 PDT``."""

    date: str
    sync_times: tuple[str, ...] = ()
    status: str | None = None
