"""The rules of a retention's buckets, whichever question or metric describes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, get_args

from mixpanel_async.errors import ValidationError
from mixpanel_async.specs.retentions import RetentionSettings
from mixpanel_async.specs.unknown_words import word_problems
from mixpanel_async.specs.words import RetentionAlignment, RetentionUnboundedMode, TimeUnit

MAX_BUCKETS = 730


def bucket_problems(sizes: Sequence[Any] | None) -> Iterator[ValidationError]:
    """Rules that the sizes of buckets break."""
    sizes = sizes or ()
    wrong = [size for size in sizes if not isinstance(size, float) and not _is_size(size)]
    for index, size in enumerate(sizes):
        if isinstance(size, float):
            message = f"{size} is no whole number of units"
            yield ValidationError(f"bucket_sizes[{index}]", message, "R5_BUCKET_SIZES_INTEGER")
    if wrong:
        message = f"bucket_sizes holds {', '.join(map(repr, wrong))}; sizes are whole numbers from 1"
        yield ValidationError("bucket_sizes", message, "R5_BUCKET_SIZES_POSITIVE")
    if len(sizes) > MAX_BUCKETS:
        message = f"there are {len(sizes)} buckets; at most {MAX_BUCKETS} are allowed"
        yield ValidationError("bucket_sizes", message, "R5_BUCKET_SIZES_TOO_MANY")
    if all(map(_is_size, sizes)) and any(left >= right for left, right in pairwise(sizes)):
        message = "bucket_sizes does not rise; sort it and name each size once"
        yield ValidationError("bucket_sizes", message, "R6_BUCKET_SIZES_ASCENDING")


def bucketing_problems(settings: RetentionSettings) -> Iterator[ValidationError]:
    """Rules that the unit and the alignment of buckets break."""
    units, alignments = get_args(TimeUnit), get_args(RetentionAlignment)
    yield from word_problems("retention_unit", settings.retention_unit, units, "R7_INVALID_RETENTION_UNIT")
    yield from word_problems("alignment", settings.alignment, alignments, "R8_INVALID_ALIGNMENT")


def unbounded_problems(mode: RetentionUnboundedMode | None) -> Sequence[ValidationError]:
    """Rules that the mode of unbounded retention breaks."""
    if mode is None:
        return ()
    return word_problems("unbounded_mode", mode, get_args(RetentionUnboundedMode), "R13_INVALID_UNBOUNDED_MODE")


def _is_size(size: object) -> bool:
    return isinstance(size, int) and not isinstance(size, bool) and size > 0
