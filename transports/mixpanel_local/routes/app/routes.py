"""All that the app API answers."""

from __future__ import annotations

from typing import Final

from mixpanel_local.routes.app import (
    alerts,
    boards,
    business_context,
    cohorts,
    custom_properties,
    experiments,
    flags,
    identity,
    links,
    notes,
    refused,
    reports,
    saved,
    schemas,
    webhooks,
)
from mixpanel_local.routes.app.governance import (
    audits,
    deletions,
    drop_filters,
    enforcement,
    lookup_tables,
    privacy,
)
from mixpanel_local.routes.app.lexicon import events, properties, tags

ROUTES: Final = tuple(
    route
    for module in (
        identity,
        boards,
        reports,
        cohorts,
        notes,
        custom_properties,
        alerts,
        webhooks,
        flags,
        experiments,
        saved,
        links,
        business_context,
        events,
        properties,
        tags,
        schemas,
        drop_filters,
        lookup_tables,
        deletions,
        privacy,
        enforcement,
        audits,
        refused,
    )
    for route in module.ROUTES
)
