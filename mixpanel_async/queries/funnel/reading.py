"""A funnel report read back into the options of a question."""

from __future__ import annotations

from mixpanel_async.queries.bookmark.reading import Options, read_measured_alone, read_mode, read_sections
from mixpanel_async.queries.funnel.params import CHARTS
from mixpanel_async.specs.reading.behaviors import read_funnel, read_saved
from mixpanel_async.specs.reading.measurement import read_measured
from mixpanel_async.specs.reading.place import Place


def read(given: Place) -> Options:
    """The options that make the question."""
    shown = read_measured_alone(given)
    behavior, measurement = shown.get("behavior"), shown.get("measurement")
    saved = read_saved(behavior)
    return {
        **read_sections(given),
        **(read_funnel(behavior) if saved is None else {"steps": saved}),
        "math": measurement.get("math").text(),
        "math_property": measurement.get("property").if_given(read_measured),
        "mode": read_mode(given, CHARTS),
    }
