"""What can be changed of a data pipeline."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import field, frozen

from mixpanel_async.entities._model import Params
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.entities.data_pipelines.texts import several

__all__ = ["EditAWSPipelineParams", "EditAzurePipelineParams", "EditBigQueryPipelineParams", "EditPipelineParams"]


@frozen(kw_only=True, eq=False, repr=False)
class EditPipelineParams(Params):
    """Which *events* a pipeline exports from now on, and *where*; what is exported again of older days, too."""

    events: Sequence[str] | Unset = field(default=UNSET, validator=several)
    where: str | Unset = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class EditAzurePipelineParams(EditPipelineParams):
    """The same of a pipeline into Azure, and its service principal."""

    azure_client_id: str | Unset = UNSET
    azure_client_secret: str | Unset = field(default=UNSET, repr=False)
    azure_tenant_id: str | Unset = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class EditBigQueryPipelineParams(EditPipelineParams):
    """The same of a pipeline into BigQuery, and addresses of groups that shall see the data set as well."""

    bq_share_with_group: Sequence[str] | Unset = field(default=UNSET, validator=several)


@frozen(kw_only=True, eq=False, repr=False)
class EditAWSPipelineParams(EditPipelineParams):
    """The same of a pipeline into tables in Amazon S3, and the Glue database that describes them."""

    glue_database: str | Unset = UNSET
    glue_role: str | Unset = UNSET
    glue_table_prefix: str | Unset = UNSET
