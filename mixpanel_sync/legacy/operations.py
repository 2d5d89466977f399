# Generated from mixpanel_async.legacy.operations by mixpanel_sync._generate: edit that module, not this one.
# pyright: reportIncompatibleVariableOverride=false
"""All of the older reports together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mixpanel_sync.legacy.counts import Counts
from mixpanel_sync.legacy.frequency import Frequency
from mixpanel_sync.legacy.funnels import SavedFunnels
from mixpanel_sync.legacy.numeric import NumericSegmentation
from mixpanel_sync.legacy.retention import RetentionReport
from mixpanel_sync.legacy.segmentation import Segmentation

if TYPE_CHECKING:
    from mixpanel_async.legacy import operations as core


class LegacyReports(Segmentation, NumericSegmentation, SavedFunnels, RetentionReport, Frequency, Counts):
    """The older reports, asked by GET with expressions."""

    _core: core.LegacyReports
