"""An export of events as a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, Self, TypedDict, Unpack
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import Attribute, field, frozen

from mixpanel_async.arguments import at_least_one, expression, yes_or_no
from mixpanel_async.dates import Day, day_range, day_text
from mixpanel_async.errors import ParamTypeError, ParamValidationError
from mixpanel_async.export.asks import events_asked_for
from mixpanel_async.export.plan import LARGE_WINDOW

__all__ = ["EventsExport", "EventsExportOptions", "RecordedTimes"]

RecordedTimes = Literal["utc", "project"]

ATTEMPTS: Final = 5
CONCURRENCY: Final = 8
LOOK_BACK: Final = 5


class EventsExportOptions(TypedDict, total=False):
    """Everything an export of events may say; ``EventsExport`` says what each means."""

    from_date: Day | None
    to_date: Day | None
    events: str | Sequence[str] | None
    where: str | None
    incremental: bool
    look_back: int
    deduplicate: bool
    recorded_times: RecordedTimes
    time_zone: str
    raw_copy: bool
    reconcile: bool
    concurrency: int
    attempts: int
    window_bytes: int
    silence: float
    longest: float


def _at_least(least: float) -> Any:
    def check(_: object, attribute: Attribute[Any], value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ParamTypeError(f"{attribute.name} is {value!r}; give a number")
        if not value >= least:
            raise ParamValidationError(f"{attribute.name} is {value}; it is {least:g} or more")

    return check


def _whole(_: object, attribute: Attribute[Any], value: Any) -> None:
    at_least_one(value, attribute.name)


def _flag(_: object, attribute: Attribute[Any], value: Any) -> None:
    yes_or_no(value, attribute.name)


def _expression(_: object, attribute: Attribute[Any], value: Any) -> None:
    expression(value, attribute.name)


def _day(_: object, attribute: Attribute[Any], value: Any) -> None:
    if value is not None:
        day_text(value, attribute.name)


def _recorded(_: object, __: object, value: str) -> None:
    if value not in ("utc", "project"):
        raise ParamValidationError(
            f"recorded_times is {value!r}; it is 'utc', or 'project' for a project made before 2023"
        )


def _zone(_: object, __: object, value: str) -> None:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, TypeError) as problem:
        raise ParamValidationError(f"time_zone={value!r} is none; write one like 'Europe/Berlin'") from problem


@frozen(kw_only=True)
class EventsExport:
    """All events from *from_date* to *to_date*, both included, of *events* (one name or several) that meet *where*.

    Days and times: a project made since 2023 has its events recorded in UTC, and is asked for days of UTC. An older one
    has the clock of its *time_zone* in both, which *recorded_times* = ``"project"`` says: its days are asked for, and
    its times become the UTC they mean. Of an hour that its clocks went through twice the first is meant, which nobody
    can tell any more; a time that they skipped becomes the moment they did, and stays as recorded in a property
    ``time``. Both options are kept with the data, and tell the embedded Mixpanel whose days they are.

    *incremental* fetches besides what is missing the days that may have changed: those that were fetched less than
    *look_back* days after their end. Without days, it goes on from the first one there is until today.

    *deduplicate* keeps of events equal in name, user, time and ``$insert_id`` the one ingested last. *raw_copy* keeps
    the lines as they were sent, gzipped, in the folder ``raw``. A day that is fetched again may stand in several files
    there: in each of them only the days count that ``export.json`` has beside its name. *reconcile* compares with the
    Query API's counts, for a call or more of its budget.

    *concurrency* windows are under way at once, each tried *attempts* times; none is planned for more than
    *window_bytes* of JSON, unless one day has more. A reply in which nothing comes for *silence* seconds, or that takes
    *longest* seconds, counts as broken.
    """

    from_date: Day | None = field(default=None, validator=_day)
    to_date: Day | None = field(default=None, validator=_day)
    events: tuple[str, ...] | None = field(default=None, converter=events_asked_for)
    where: str | None = field(default=None, validator=_expression)
    incremental: bool = field(default=False, validator=_flag)
    look_back: int = field(default=LOOK_BACK, validator=_at_least(0))
    deduplicate: bool = field(default=True, validator=_flag)
    recorded_times: RecordedTimes = field(default="utc", validator=_recorded)
    time_zone: str = field(default="UTC", validator=_zone)
    raw_copy: bool = field(default=False, validator=_flag)
    reconcile: bool = field(default=False, validator=_flag)
    concurrency: int = field(default=CONCURRENCY, validator=_whole)
    attempts: int = field(default=ATTEMPTS, validator=_whole)
    window_bytes: int = field(default=LARGE_WINDOW, validator=_at_least(1))
    silence: float = field(default=300.0, validator=_at_least(0.001))
    longest: float = field(default=3600.0, validator=_at_least(0.001))

    def __attrs_post_init__(self) -> None:
        if self.from_date is not None and self.to_date is not None:
            day_range(self.from_date, self.to_date)
        if self.reconcile and self.where:
            raise ParamValidationError("the Query API counts all events of a name; reconcile goes without where")
        if not self.incremental and (self.from_date is None or self.to_date is None):
            raise ParamValidationError("from_date and to_date say which days; only an incremental export knows them")

    @classmethod
    def of(cls, export: Self | None, **options: Unpack[EventsExportOptions]) -> Self:
        """The export itself where one is given, else the one made of *options*."""
        if export is None:
            return cls(**options)
        if not isinstance(export, cls):
            raise ParamTypeError(f"{export!r} is no export; give an EventsExport, or its options by name")
        if options:
            raise ParamTypeError(f"an EventsExport is whole; give {', '.join(options)} to it instead")
        return export

    @property
    def clock(self) -> ZoneInfo | None:
        """The zone whose clocks have recorded the times; None if they are UTC."""
        return ZoneInfo(self.time_zone) if self.recorded_times == "project" else None

    def identity(self) -> Mapping[str, Any]:
        """What must stay the same for one folder to hold it."""
        return {
            "events": sorted(self.events) if self.events else None,
            "where": self.where or None,
            "deduplicate": self.deduplicate,
            "recorded_times": self.recorded_times,
            "time_zone": self.time_zone,
            "raw_copy": self.raw_copy,
            # Where a project's clock was kept as it was, the same folder cannot go on.
            **({"times": "UTC"} if self.clock else {}),
        }
