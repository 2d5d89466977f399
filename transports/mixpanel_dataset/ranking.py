"""Which of the events stay, and in what order they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from mixpanel_dataset.gathering import NUMBER
from mixpanel_dataset.names import PROCESSED, SEQ

if TYPE_CHECKING:
    import polars as pl

IDENTITY: Final = ("event", "distinct_id", "time", "insert_id")
_NEEDED: Final = (*IDENTITY, PROCESSED, NUMBER)

DAY_MS: Final = 86_400_000
_DAY_BITS: Final = 40
_MS_BITS: Final = 13


def deciding(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """What decides on the events of *frames*, one below the other."""
    import polars as pl

    return pl.concat([frame.select(_NEEDED) for frame in frames], rechunk=True)


def ranked(events: pl.DataFrame, *, deduplicate: bool, after: int = -1, beside: int | None = None) -> pl.DataFrame:
    """The events that stay, in order of time, with ``seq``, which is larger than *after*.

    *beside* says how many events of the same day stand beside these, with times among theirs: then these are counted
    from there on, with numbers that no others have.

    With *deduplicate*, of events equal in name, user, time and ``$insert_id`` it is the one ingested last. Those
    without an id all stay.
    """
    kept = _newest(events) if deduplicate else events
    ordered = kept.sort("time", "insert_id", "event", "distinct_id", NUMBER, nulls_last=True)
    times = ordered["time"]
    numbers = _numbers(times, after) if beside is None else _counted(times, beside)
    return ordered.with_columns(numbers.alias(SEQ))


def _newest(events: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    ids = events["insert_id"]
    if ids.n_unique() == len(ids) - ids.null_count() + (ids.null_count() > 0):
        return events
    # docs: reference/event-deduplication; mp_processing_time_ms is when Mixpanel ingested the event.
    named = events.filter(ids.is_not_null()).sort(PROCESSED, NUMBER, nulls_last=False)
    return pl.concat([named.unique(IDENTITY, keep="last"), events.filter(ids.is_null())])


def _numbers(times: pl.Series, after: int) -> pl.Series:
    """Day, millisecond and rank among the events of one millisecond, in one number that rises with time.

    So windows that lie apart in time never share a number. Where a millisecond has more events than its bits can count
    they go on counting in the next ones.
    """
    import polars as pl

    first = times // DAY_MS * (1 << _DAY_BITS) + times % DAY_MS * (1 << _MS_BITS)
    rank = pl.int_range(len(times), dtype=pl.Int64, eager=True)
    return pl.select((first - rank).clip(after + 1).cum_max() + rank).to_series()


def _counted(times: pl.Series, first: int) -> pl.Series:
    """The day, and after all its milliseconds a count from *first* on."""
    import polars as pl

    count = pl.int_range(first, first + len(times), dtype=pl.Int64, eager=True)
    return times // DAY_MS * (1 << _DAY_BITS) + (DAY_MS << _MS_BITS) + count
