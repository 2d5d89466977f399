"""Rules that what is to be saved breaks as a measure of a question."""

from __future__ import annotations

from collections.abc import Sequence

from mixpanel_async.errors import ValidationError
from mixpanel_async.specs.roles import Measure


def measure_problems(measure: Measure) -> Sequence[ValidationError]:
    """All of them: of its names, its measurement, its custom properties."""
    return [*measure.name_problems(), *measure.problems(), *measure.property_problems()]
