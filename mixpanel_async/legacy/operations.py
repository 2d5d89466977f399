"""All of the older reports together."""

from __future__ import annotations

from mixpanel_async.legacy.counts import Counts
from mixpanel_async.legacy.frequency import Frequency
from mixpanel_async.legacy.funnels import SavedFunnels
from mixpanel_async.legacy.numeric import NumericSegmentation
from mixpanel_async.legacy.retention import RetentionReport
from mixpanel_async.legacy.segmentation import Segmentation


class LegacyReports(Segmentation, NumericSegmentation, SavedFunnels, RetentionReport, Frequency, Counts):
    """The older reports, asked by GET with expressions."""
