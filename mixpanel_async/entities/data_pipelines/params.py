"""What all data pipelines have in common, and where they may lead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from attrs import field, frozen

from mixpanel_async.dates import Day, day_text
from mixpanel_async.entities._choices import one_of
from mixpanel_async.entities._model import Params
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.entities.data_pipelines.texts import several
from mixpanel_async.errors import ParamValidationError

__all__ = ["PipelineParams"]

Frequency = Literal["daily", "hourly"]
DataSource = Literal["events", "people"]
SchemaType = Literal["monoschema", "multischema"]
DataFormat = Literal["json", "parquet"]
Encryption = Literal["none", "aes", "kms"]


def _from_day(day: Day | Unset) -> str | Unset:
    return UNSET if day is UNSET else day_text(day, "from_date")


def _to_day(day: Day | Unset) -> str | Unset:
    return UNSET if day is UNSET else day_text(day, "to_date")


# Without slots, so that a kind of pipeline can be put together of what it exports and where to.
@frozen(kw_only=True, eq=False, repr=False, slots=False)
class PipelineParams(Params):
    """What every pipeline says: the days that are exported, both included, without *to_date* for ever.

    *from_date* is at most six months ago; only a *trial*, thirty days of everything, needs none. *frequency* belongs
    to a pipeline without *to_date*. *events* are the only ones exported; *where* is a segmentation expression.
    """

    from_date: Day | Unset = field(default=UNSET, converter=_from_day)
    to_date: Day | Unset = field(default=UNSET, converter=_to_day)
    trial: bool | Unset = UNSET
    frequency: Frequency | Unset = field(default=UNSET, validator=one_of(Frequency))
    events: Sequence[str] | Unset = field(default=UNSET, validator=several)
    where: str | Unset = UNSET

    def __attrs_post_init__(self) -> None:
        if self.from_date is UNSET and self.trial is not True:
            raise ParamValidationError(f"{type(self).__name__}: there is no from_date; give the first day to export")


@frozen(kw_only=True, eq=False, repr=False, slots=False)
class SchematizedPipelineParams(PipelineParams):
    """What a pipeline into tables says besides: one table for all events, or one for each.

    With *sync*, which Mixpanel demands, what changes in Mixpanel later on is exported again.
    """

    schema_type: SchemaType = field(default="monoschema", validator=one_of(SchemaType))
    sync: Literal[True] = True
    data_source: DataSource | Unset = field(default=UNSET, validator=one_of(DataSource))


@frozen(kw_only=True, eq=False, repr=False, slots=False)
class GCSPipelineParams(PipelineParams):
    """A bucket of Google Cloud Storage."""

    gcs_bucket: str
    gcs_region: str
    gcs_prefix: str | Unset = UNSET


@frozen(kw_only=True, eq=False, repr=False, slots=False)
class S3PipelineParams(PipelineParams):
    """A bucket of Amazon S3, and the role that may write to it."""

    s3_bucket: str
    s3_region: str
    s3_role: str
    s3_prefix: str | Unset = UNSET
    s3_encryption: Encryption | Unset = field(default=UNSET, validator=one_of(Encryption))
    s3_kms_key_id: str | Unset = UNSET


@frozen(kw_only=True, eq=False, repr=False, slots=False)
class AzurePipelineParams(PipelineParams):
    """A container of Azure Blob Storage, and the service principal that may write to it."""

    storage_account: str
    container_name: str
    client_id: str
    client_secret: str = field(repr=False)
    tenant_id: str
    prefix: str | Unset = UNSET
