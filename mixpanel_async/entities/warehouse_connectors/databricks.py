"""The cluster that Databricks exports a table with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from mixpanel_async.entities._model import Params
from mixpanel_async.entities._unset import UNSET, Unset

__all__ = ["DatabricksAutoscale", "DatabricksClusterConfig", "DatabricksParams"]


@frozen(kw_only=True, eq=False, repr=False)
class DatabricksAutoscale(Params):
    """How few and how many workers a cluster may have."""

    min_workers: int | Unset = UNSET
    max_workers: int | Unset = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class DatabricksClusterConfig(Params):
    """A cluster in the words of Databricks. *autoscale* goes before *num_workers*.

    *driver_node_type_id* is the workers' type by default; ``data_security_mode="SINGLE_USER"`` needs
    *single_user_name*. Mixpanel adds ``PYSPARK_PYTHON`` to *spark_env_vars* and ``provider=mixpanel`` to *custom_tags*.
    """

    spark_version: str | Unset = UNSET
    node_type_id: str | Unset = UNSET
    driver_node_type_id: str | Unset | None = UNSET
    num_workers: int | Unset = UNSET
    autoscale: DatabricksAutoscale | Unset | None = UNSET
    spark_conf: Mapping[str, str] | Unset | None = UNSET
    spark_env_vars: Mapping[str, str] | Unset | None = UNSET
    data_security_mode: str | Unset | None = UNSET
    single_user_name: str | Unset | None = UNSET
    custom_tags: Mapping[str, str] | Unset | None = UNSET
    policy_id: str | Unset | None = UNSET
    instance_pool_id: str | Unset | None = UNSET
    driver_instance_pool_id: str | Unset | None = UNSET
    enable_elastic_disk: bool | Unset | None = UNSET
    runtime_engine: str | Unset | None = UNSET
    aws_attributes: Mapping[str, Any] | Unset | None = UNSET
    azure_attributes: Mapping[str, Any] | Unset | None = UNSET
    gcp_attributes: Mapping[str, Any] | Unset | None = UNSET
    init_scripts: Sequence[Mapping[str, Any]] | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class DatabricksParams(Params):
    """What an import from Databricks needs besides: the cluster that the table is exported with."""

    export_cluster_config: DatabricksClusterConfig | Unset | None = UNSET
