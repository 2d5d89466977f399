"""The kinds of data pipelines that can be made."""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen

from mixpanel_async.entities._choices import one_of
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.entities.data_pipelines.params import (
    AzurePipelineParams,
    DataFormat,
    GCSPipelineParams,
    S3PipelineParams,
    SchematizedPipelineParams,
)

__all__ = [
    "RawAmazonS3PipelineParams",
    "RawAzurePipelineParams",
    "RawGCSPipelineParams",
    "SchematizedAWSPipelineParams",
    "SchematizedAzurePipelineParams",
    "SchematizedBigQueryPipelineParams",
    "SchematizedGCSPipelineParams",
    "SchematizedSnowflakePipelineParams",
]


@frozen(kw_only=True, eq=False, repr=False, slots=False)
class RawGCSPipelineParams(GCSPipelineParams):
    """Raw events as JSON into Google Cloud Storage."""

    type: Literal["gcs-raw"] = "gcs-raw"


@frozen(kw_only=True, eq=False, repr=False, slots=False)
class RawAmazonS3PipelineParams(S3PipelineParams):
    """Raw events as JSON into Amazon S3."""

    type: Literal["s3-raw"] = "s3-raw"


@frozen(kw_only=True, eq=False, repr=False, slots=False)
class RawAzurePipelineParams(AzurePipelineParams):
    """Raw events as JSON into Azure Blob Storage."""

    type: Literal["azure-raw"] = "azure-raw"


@frozen(kw_only=True, eq=False, repr=False, slots=False)
class SchematizedGCSPipelineParams(SchematizedPipelineParams, GCSPipelineParams):
    """Events or users as tables in Google Cloud Storage."""

    type: Literal["gcs-schema"] = "gcs-schema"
    data_format: DataFormat | Unset = field(default=UNSET, validator=one_of(DataFormat))


@frozen(kw_only=True, eq=False, repr=False, slots=False)
class SchematizedAWSPipelineParams(SchematizedPipelineParams, S3PipelineParams):
    """Events or users as tables in Amazon S3, with *use_glue* described in a Glue database."""

    type: Literal["aws"] = "aws"
    data_format: DataFormat | Unset = field(default=UNSET, validator=one_of(DataFormat))
    use_glue: bool | Unset = UNSET
    glue_database: str | Unset = UNSET
    glue_role: str | Unset = UNSET
    glue_table_prefix: str | Unset = UNSET


@frozen(kw_only=True, eq=False, repr=False, slots=False)
class SchematizedAzurePipelineParams(SchematizedPipelineParams, AzurePipelineParams):
    """Events or users as tables in Azure Blob Storage."""

    type: Literal["azure-blob"] = "azure-blob"
    data_format: DataFormat | Unset = field(default=UNSET, validator=one_of(DataFormat))


@frozen(kw_only=True, eq=False, repr=False, slots=False)
class SchematizedBigQueryPipelineParams(SchematizedPipelineParams):
    """Events or users as tables in BigQuery."""

    gcp_project: str
    bq_dataset_name: str
    bq_region: str
    bq_prefix: str | Unset = UNSET
    type: Literal["bigquery"] = "bigquery"


@frozen(kw_only=True, eq=False, repr=False, slots=False)
class SchematizedSnowflakePipelineParams(SchematizedPipelineParams):
    """Events or users as tables in Snowflake."""

    snowflake_account_name: str
    snowflake_warehouse: str
    snowflake_storage_integration: str
    snowflake_user: str
    snowflake_password: str = field(repr=False)
    snowflake_role: str
    snowflake_database: str
    snowflake_schema: str
    snowflake_prefix: str | Unset = UNSET
    type: Literal["snowflake"] = "snowflake"
