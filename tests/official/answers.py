"""Which operations of ours answer which documented one, each asked for as little and for as much as there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from mixpanel_async import (
    BulkCreateSchemasParams,
    ChangeFeatureFlagParams,
    CreateAnnotationParams,
    CreateAnnotationTagParams,
    CreateEventStreamImportParams,
    CreateExperimentParams,
    CreateFeatureFlagParams,
    CreateGroupsImportParams,
    CreateLookupTableImportParams,
    CreatePeopleImportParams,
    CreateServiceAccountParams,
    DatabricksAutoscale,
    DatabricksClusterConfig,
    DatabricksParams,
    EditAWSPipelineParams,
    EditAzurePipelineParams,
    EditBigQueryPipelineParams,
    EditPipelineParams,
    ExperimentConcludeParams,
    ExperimentDecideParams,
    RawAmazonS3PipelineParams,
    RawAzurePipelineParams,
    RawGCSPipelineParams,
    SchemaEntry,
    SchematizedAWSPipelineParams,
    SchematizedAzurePipelineParams,
    SchematizedBigQueryPipelineParams,
    SchematizedGCSPipelineParams,
    SchematizedSnowflakePipelineParams,
    UpdateAnnotationParams,
    UpdateExperimentParams,
    UpdateFeatureFlagParams,
    UpdateWarehouseImportParams,
    WarehouseJoinProperty,
)

Ask = Callable[[Any], Any]

UUID = "6f0c2c8e-3d1a-4c59-9d0b-0d5f6f1f2a33"
TOKEN = "0123456789abcdef0123456789abcdef"

NOTE = CreateAnnotationParams(date="2026-01-31 12:00:00", description="Launch")
TAGGED = CreateAnnotationParams(date="2026-01-31 12:00:00", description="Launch", tags=[7])
ANNOTATIONS: Mapping[str, tuple[Ask, ...]] = {
    "list-all-annotations-for-project": (
        lambda ws: ws.list_annotations(),
        lambda ws: ws.list_annotations(from_date="2026-01-01", to_date="2026-01-31"),
    ),
    "create-annotation": (lambda ws: ws.create_annotation(NOTE), lambda ws: ws.create_annotation(TAGGED)),
    "get-annotation": (lambda ws: ws.get_annotation(1),),
    "patch-annotation": (
        lambda ws: ws.update_annotation(1, UpdateAnnotationParams()),
        lambda ws: ws.update_annotation(1, UpdateAnnotationParams(description="Launch", tags=[7])),
    ),
    "delete-annotation": (lambda ws: ws.delete_annotation(1),),
    "get-annotation-tags": (lambda ws: ws.list_annotation_tags(),),
    "create-annotation-tag": (lambda ws: ws.create_annotation_tag(CreateAnnotationTagParams(name="release")),),
}

EXPERIMENT: dict[str, Any] = {
    "name": "Checkout",
    "description": "Shorter",
    "hypothesis": "Shorter sells more",
    "settings": {"confidence": 0.95},
    "variants": [{"key": "short"}],
    "metrics": [{"id": 1}],
    "global_access_type": "off",
}
RUN: dict[str, Any] = {
    "status": "active",
    "start_date": date(2026, 1, 1),
    "end_date": "2026-01-31T00:00:00",
    "exposures_cache": {},
    "results_cache": {},
    "tags": ["shop"],
}
EXPERIMENTS: Mapping[str, tuple[Ask, ...]] = {
    "list-experiments": (lambda ws: ws.list_experiments(),),
    "create-experiment": (
        lambda ws: ws.create_experiment(CreateExperimentParams(name="Checkout")),
        lambda ws: ws.create_experiment(CreateExperimentParams(**EXPERIMENT)),
    ),
    "get-experiment": (lambda ws: ws.get_experiment(UUID),),
    "update-experiment": (
        lambda ws: ws.update_experiment(UUID, UpdateExperimentParams()),
        lambda ws: ws.update_experiment(UUID, UpdateExperimentParams(**EXPERIMENT, **RUN)),
    ),
    "delete-experiment": (lambda ws: ws.delete_experiment(UUID),),
    "archive-experiment": (lambda ws: ws.archive_experiment(UUID),),
    "unarchive-experiment": (lambda ws: ws.restore_experiment(UUID),),
    "decide-experiment": (
        lambda ws: ws.decide_experiment(UUID, ExperimentDecideParams(success=False)),
        lambda ws: ws.decide_experiment(UUID, ExperimentDecideParams(success=True, variant="short", message="Won")),
    ),
    "force-conclude-experiment": (
        lambda ws: ws.conclude_experiment(UUID),
        lambda ws: ws.conclude_experiment(UUID, params=ExperimentConcludeParams(end_date=date(2026, 1, 31))),
    ),
    "launch-experiment": (lambda ws: ws.launch_experiment(UUID),),
}

RULES: dict[str, Any] = {
    "variants": [{"key": "On", "value": True, "is_control": False, "split": 1.0}],
    "rollout": [{"rollout_percentage": 0.5, "variant_splits": {"On": 1.0}}],
    "test": {"On": {"ada": "On"}},
}
FLAG: dict[str, Any] = {
    "name": "Checkout",
    "key": "checkout",
    "description": "Shorter",
    "tags": ["shop"],
    "experiment_id": UUID,
    "status": "enabled",
    "context": "distinct_id",
    "data_group_id": 5,
    "serving_method": "client",
    "ruleset": RULES,
    "workspace_id": 77,
    "is_experiment_active": False,
    "hash_salt": TOKEN,
    "reset_hash_salt": False,
}
WHOLE_FLAG = UpdateFeatureFlagParams(name="Checkout", key="checkout", status="disabled", ruleset=RULES)
FLAGS: Mapping[str, tuple[Ask, ...]] = {
    "list-feature-flags": (
        lambda ws: ws.list_feature_flags(),
        lambda ws: ws.list_feature_flags(include_archived=True),
    ),
    "create-feature-flag": (
        lambda ws: ws.create_feature_flag(CreateFeatureFlagParams(name="Checkout", key="checkout")),
        lambda ws: ws.create_feature_flag(CreateFeatureFlagParams(**FLAG)),
    ),
    "get-feature-flag": (lambda ws: ws.get_feature_flag(UUID),),
    "delete-feature-flag": (lambda ws: ws.delete_feature_flag(UUID),),
    "update-feature-flag": (
        lambda ws: ws.update_feature_flag(UUID, WHOLE_FLAG),
        lambda ws: ws.update_feature_flag(UUID, UpdateFeatureFlagParams(**FLAG)),
        lambda ws: ws.change_feature_flag(UUID, ChangeFeatureFlagParams(description="Shorter")),
    ),
}

USERS = ["ada", "bob"]
GDPR: Mapping[str, tuple[Ask, ...]] = {
    "create-retrieval": (
        lambda ws: ws.request_data_retrieval(USERS, project_token=TOKEN),
        lambda ws: ws.request_data_retrieval(
            USERS, project_token=TOKEN, compliance_type="CCPA", disclosure_type="Sources"
        ),
    ),
    "get-retrieval": (lambda ws: ws.get_data_retrieval("task", project_token=TOKEN),),
    "create-deletion": (lambda ws: ws.request_data_deletion(USERS, project_token=TOKEN),),
    "get-deletion": (lambda ws: ws.get_data_deletion("task", project_token=TOKEN),),
    "delete-deletion": (lambda ws: ws.cancel_data_deletion("task", project_token=TOKEN),),
}

LOGIN: dict[str, Any] = {
    "description": "A user came back",
    "properties": {"plan": {"type": "string", "metadata": {"com.mixpanel": {"hidden": True}}}},
    "metadata": {"com.mixpanel": {"$source": "code", "tags": ["core"], "dropped": False}},
}
ENTRY = SchemaEntry(entity_type="event", name="Login", schema_definition=LOGIN)
SCHEMAS: Mapping[str, tuple[Ask, ...]] = {
    "list-all-schemas-for-project": (lambda ws: ws.list_schema_registry(), lambda ws: ws.lexicon_schemas()),
    "upload-schemas-for-project": (
        lambda ws: ws.create_schemas_bulk(BulkCreateSchemasParams(entries=[ENTRY])),
        lambda ws: ws.create_schemas_bulk(BulkCreateSchemasParams(entries=[ENTRY], truncate=True)),
    ),
    "delete-all-schemas-in-project": (lambda ws: ws.delete_schemas(),),
    "list-schemas-for-entity": (
        lambda ws: ws.list_schema_registry(entity_type="event"),
        lambda ws: ws.lexicon_schemas(entity_type="event"),
    ),
    "delete-schemas-for-entity": (lambda ws: ws.delete_schemas(entity_type="event"),),
    "delete-schema-by-entity-and-name": (lambda ws: ws.delete_schemas(entity_type="event", entity_name="Login"),),
    "upload-schema-by-entity-and-name": (lambda ws: ws.create_schema("event", "Login", LOGIN),),
}

ROBOT = CreateServiceAccountParams(
    username="robot", role="admin", expires=datetime(2027, 1, 1, tzinfo=UTC), projects={12345: "analyst"}
)
SERVICE_ACCOUNTS: Mapping[str, tuple[Ask, ...]] = {
    "list-service-accounts": (lambda ws: ws.list_service_accounts(4711),),
    "create-service-account": (
        lambda ws: ws.create_service_account(4711, CreateServiceAccountParams(username="robot")),
        lambda ws: ws.create_service_account(4711, ROBOT),
    ),
    "get-service-account": (lambda ws: ws.get_service_account(4711, 7),),
    "delete-service-account": (lambda ws: ws.delete_service_account(4711, 7),),
    "list-project-service-accounts": (lambda ws: ws.list_project_service_accounts(),),
    "add-service-accounts-to-projects": (
        lambda ws: ws.add_service_accounts_to_projects(4711, [7, 8], {12345: "analyst"}),
    ),
    "remove-service-accounts-from-projects": (
        lambda ws: ws.remove_service_accounts_from_projects(4711, {12345: [7, 8]}),
    ),
}

WINDOW: dict[str, Any] = {
    "from_date": "2026-01-01",
    "to_date": date(2026, 1, 31),
    "trial": False,
    "frequency": "daily",
    "events": ["Login", "Purchase"],
    "where": 'properties["plan"] == "pro"',
}
TABLES: dict[str, Any] = {**WINDOW, "schema_type": "multischema", "data_source": "people"}
GCS: dict[str, Any] = {"gcs_bucket": "box", "gcs_region": "us-east1", "gcs_prefix": "mixpanel"}
S3: dict[str, Any] = {
    "s3_bucket": "box",
    "s3_region": "us-east-1",
    "s3_role": "arn:aws:iam::1:role/r",
    "s3_prefix": "mixpanel",
    "s3_encryption": "kms",
    "s3_kms_key_id": "key",
}
GLUE: dict[str, Any] = {"glue_database": "db", "glue_role": "arn:aws:iam::1:role/g", "glue_table_prefix": "m"}
AZURE: dict[str, Any] = {
    "storage_account": "store",
    "container_name": "box",
    "client_id": "client",
    "client_secret": "secret",
    "tenant_id": "tenant",
    "prefix": "mixpanel",
}
SNOWFLAKE: dict[str, Any] = {
    f"snowflake_{name}": name
    for name in (
        "account_name",
        "warehouse",
        "storage_integration",
        "user",
        "password",
        "role",
        "database",
        "schema",
        "prefix",
    )
}
BIGQUERY: dict[str, Any] = {"gcp_project": "p", "bq_dataset_name": "d", "bq_region": "EU", "bq_prefix": "m"}
PIPELINE_KINDS = (
    RawGCSPipelineParams(from_date="2026-01-01", gcs_bucket="box", gcs_region="us-east1"),
    RawGCSPipelineParams(**WINDOW, **GCS),
    RawAmazonS3PipelineParams(**WINDOW, **S3),
    RawAzurePipelineParams(**WINDOW, **AZURE),
    SchematizedGCSPipelineParams(**TABLES, **GCS, data_format="parquet"),
    SchematizedAWSPipelineParams(**TABLES, **S3, **GLUE, use_glue=True, data_format="json"),
    SchematizedAzurePipelineParams(**TABLES, **AZURE, data_format="json"),
    SchematizedBigQueryPipelineParams(**TABLES, **BIGQUERY),
    SchematizedSnowflakePipelineParams(**TABLES, **SNOWFLAKE),
)
EDIT: dict[str, Any] = {"events": ["Login"], "where": 'properties["plan"] == "pro"'}
EDITS = (
    EditPipelineParams(),
    EditPipelineParams(**EDIT),
    EditAzurePipelineParams(**EDIT, azure_client_id="c", azure_client_secret="s", azure_tenant_id="t"),
    EditBigQueryPipelineParams(**EDIT, bq_share_with_group=["data@example.com"]),
    EditAWSPipelineParams(**EDIT, **GLUE),
)


def _making(params: Any) -> Ask:
    return lambda ws: ws.create_warehouse_pipeline(params)


def _editing(params: Any) -> Ask:
    return lambda ws: ws.edit_warehouse_pipeline("events", params)


PIPELINES: Mapping[str, tuple[Ask, ...]] = {
    "list-warehouse-pipeline-jobs": (lambda ws: ws.list_warehouse_pipeline_jobs(),),
    "create-warehouse-pipeline": tuple(map(_making, PIPELINE_KINDS)),
    "edit-warehouse-pipeline": tuple(map(_editing, EDITS)),
    "cancel-warehouse-pipeline": (lambda ws: ws.cancel_warehouse_pipeline("events"),),
    "pause-warehouse-pipeline": (lambda ws: ws.pause_warehouse_pipeline("events"),),
    "resume-warehouse-pipeline": (lambda ws: ws.resume_warehouse_pipeline("events"),),
    "get-warehouse-pipeline-status": (
        lambda ws: ws.get_warehouse_pipeline_status("events"),
        lambda ws: ws.get_warehouse_pipeline_summary("events", status=["failed"]),
    ),
    "list-warehouse-pipeline-sync-dates": (lambda ws: ws.list_warehouse_pipeline_sync_dates("events"),),
}

CLUSTER = DatabricksClusterConfig(
    spark_version="15.4.x-scala2.12",
    node_type_id="n2-standard-4",
    driver_node_type_id=None,
    num_workers=2,
    autoscale=DatabricksAutoscale(min_workers=1, max_workers=4),
    spark_conf={"a": "b"},
    spark_env_vars={},
    data_security_mode="SINGLE_USER",
    single_user_name="ada",
    custom_tags={},
    policy_id="p",
    instance_pool_id="i",
    driver_instance_pool_id="d",
    enable_elastic_disk=True,
    runtime_engine="PHOTON",
    aws_attributes={},
    azure_attributes={},
    gcp_attributes={},
    init_scripts=[{}],
)
SOURCE: dict[str, Any] = {"warehouse_source_id": 5, "table_params": {"table": "events"}}
MORE: dict[str, Any] = {"run_every": "daily", "databricks_params": DatabricksParams(export_cluster_config=CLUSTER)}
ROWS: dict[str, Any] = {
    "sync_mode": "time_based",
    "insert_time_column_name": "inserted",
    "json_properties_column_name": "more",
    "property_mappings": {"plan": "Plan"},
}
STREAM: dict[str, Any] = {
    "time_column_name": "time",
    "user_column_name": "user",
    "device_column_name": "device",
    "company_column_name": "company",
}
JOIN = WarehouseJoinProperty(value="product_id", resource_type="event", custom_property_id=None)
LOOKUP: dict[str, Any] = {"mixpanel_property": JOIN, "property_key_column_name": "id", "sync_mode": "full_sync"}
IMPORT_KINDS = {
    "event_stream": (
        CreateEventStreamImportParams(**SOURCE, sync_mode="mirror_mode", time_column_name="time", event_name="Login"),
        CreateEventStreamImportParams(**SOURCE, **MORE, **ROWS, **STREAM, event_name="Login"),
        CreateEventStreamImportParams(**SOURCE, **MORE, **ROWS, **STREAM, event_column_name="event"),
    ),
    "people": (CreatePeopleImportParams(**SOURCE, **MORE, **ROWS, user_column_name="user"),),
    "groups": (CreateGroupsImportParams(**SOURCE, **MORE, **ROWS, group_key="company", group_id_column="id"),),
    "lookup_table": (
        CreateLookupTableImportParams(**SOURCE, **LOOKUP),
        CreateLookupTableImportParams(**SOURCE, **MORE, **LOOKUP),
    ),
}


def _importing(kind: str) -> tuple[Ask, ...]:
    def asking(params: Any) -> Ask:
        return lambda ws: getattr(ws, f"create_{kind}_import")(params)

    return tuple(map(asking, IMPORT_KINDS[kind]))


WAREHOUSE: Mapping[str, tuple[Ask, ...]] = {
    "list-warehouse-imports": (lambda ws: ws.list_warehouse_imports(),),
    "get-warehouse-import": (lambda ws: ws.get_warehouse_import(9),),
    "update-warehouse-import": (
        lambda ws: ws.update_warehouse_import(9, UpdateWarehouseImportParams(paused=True, run_every=0)),
        lambda ws: ws.update_warehouse_import(9, UpdateWarehouseImportParams(paused=True, **MORE)),
    ),
    "delete-warehouse-import": (
        lambda ws: ws.delete_warehouse_import(9),
        lambda ws: ws.delete_warehouse_import(9, delete_data=True),
    ),
    "create-event-stream-import": _importing("event_stream"),
    "create-people-import": _importing("people"),
    "create-groups-import": _importing("groups"),
    "create-lookup-table-import": _importing("lookup_table"),
    "run-an-import": (lambda ws: ws.run_warehouse_import(9),),
    "get-import-history": (lambda ws: ws.get_warehouse_import_history(9),),
}

_BY_FILE = {
    "annotations": ANNOTATIONS,
    "data-pipelines": PIPELINES,
    "experiments": EXPERIMENTS,
    "feature-flags-management": FLAGS,
    "gdpr": GDPR,
    "lexicon-schemas": SCHEMAS,
    "service-accounts": SERVICE_ACCOUNTS,
    "warehouse-connectors": WAREHOUSE,
}
ANSWERS: Mapping[str, tuple[Ask, ...]] = {
    f"{file}: {name}": asks for file, table in _BY_FILE.items() for name, asks in table.items()
}

# Documented operations without one of ours, and why.
UNANSWERED: Mapping[str, str] = {
    "lexicon-schemas: list-schemas-by-entity-and-name": (
        "lexicon_schema asks for the list and names one: the same schema, and with it whose it is"
    )
}

# Documented fields of bodies that are never said, and why.
UNSAID: Mapping[str, Mapping[str, str]] = {}
