"""What the engine takes where Mixpanel's documents are silent: named options, said with every answer they touch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Self, TypeVar

import attrs
from attrs import field, frozen
from attrs.validators import in_

from mixpanel_local.errors import BadRequest

T = TypeVar("T")


def _choice(default: T, *others: T) -> T:
    """An option that has *default* unless one of *others* is chosen."""
    return field(default=default, validator=in_((default, *others)), metadata={"choices": (default, *others)})


def _whole(default: int, least: int, most: int) -> int:
    """An option that has *default* unless another whole number from *least* to *most* is chosen."""
    choices = range(least, most + 1)
    return field(default=default, validator=in_(choices), metadata={"choices": choices})


@frozen(kw_only=True)
class Assumptions:
    """Choices of the engine; the defaults are what comes closest to the documents."""

    week_start: str = _choice("monday", "sunday")
    """The day a week begins: a project setting, Monday by the documents' example (docs/reports, Date Range)."""

    session_timeout: int = _whole(30, 1, 1440)
    """Minutes of silence that end a session: a project setting, 30 unless changed (docs/features/sessions)."""

    session_gap: str = _choice("ends", "continues")
    """What a silence of exactly the timeout does to the session; the documents' example has a longer one."""

    percentiles: str = _choice("interpolated", "nearest")
    """How a percentile between two values is found; the documents call theirs approximate and say no more."""

    most_frequent_tie: str = _choice("least", "largest")
    """Which of several equally frequent values is the most frequent one."""

    number_breakdown: str = _choice("ranges", "values")
    """How numbers are broken down that no ranges are given for: above 12 values in about ten even ranges (the
    documents say even ones, and not which), or by value."""

    date_breakdown: str = _choice("day", "values")
    """How dates are broken down that no unit is given for."""

    rolling_missing: str = _choice("skipped", "zero")
    """What intervals before the first event of all add to a rolling average: they are not counted, or count as 0."""

    rolling_history: str = _choice("read", "cut")
    """Whether the first points of a rolling average read what came before the range (docs/reports/insights), or are
    left out, as is seen in replies."""

    division_by_zero: str = _choice("nothing", "zero")
    """What a formula comes to where it divides by zero."""

    formula_missing: str = _choice("nothing", "zero")
    """What a metric without a value is in a formula."""

    year_comparison: str = _choice("workday", "date")
    """Which day of a year ago a day is compared with: the next Monday where it was a weekend (docs/reports/insights,
    Compare to past), or the same date whatever it was."""

    lexicon_hidden: str = _choice("left out", "counted")
    """Whether "any event", and what flows show, is without the events that the Lexicon hides: they are gone from the
    menu (docs/reports), and older documents count them. Sessions are without them (docs/features/sessions)."""

    first_time_order: str = _choice("event", "filtered")
    """What a user's first time ever is: the first of the event, which then has to pass the filters, or the first that
    passes them (docs/reports, First time ever: not said)."""

    filter_equals_case: str = _choice("exact", "folded")
    """Whether *equals* tells upper from lower case."""

    filter_contains_case: str = _choice("folded", "exact")
    """Whether *contains*, *starts with* and *ends with* tell upper from lower case."""

    filter_unset_differs: str = _choice("yes", "no")
    """Whether what is not set passes *does not equal* and *does not contain*."""

    filter_false_unset: str = _choice("no", "yes")
    """Whether what is not set passes *is false*, as it would if it were cast to a boolean."""

    filter_empty_list: str = _choice("passes", "fails")
    """Whether an empty list passes a filter that all its items have to pass."""

    filter_window: str = _choice("days", "hours")
    """Where the last N days of a filter begin, and the next N end: with whole days, the one under way being one more,
    or N times 24 hours from now."""

    cohort_window: str = _choice("days", "hours")
    """Where the last N days of a cohort's event begin: with the day N days ago, the day under way being one more, as
    date ranges do (docs/reports, Date Range), or N times 24 hours ago; docs/users/cohorts does not say."""

    track_days: int = _whole(5, 1, 36_500)
    """Days that an event sent to /track may have happened ago (reference/track-event)."""

    feed_order: str = _choice("oldest_first", "newest_first")
    """The order of an activity feed: that of the documents' example (reference/activity-stream-query)."""

    funnel_grace_seconds: int = _whole(2, 0, 60)
    """Steps no further apart than this count in either order: 2 by docs/reports/funnels, Grace period.

    0 is no grace period.
    """

    funnel_grace_end: str = _choice("inside", "outside")
    """Whether steps exactly the grace period apart are within it."""

    funnel_grace_from: str = _choice("latest", "previous")
    """What a step may come before: the latest step so far, or the one it follows, so that the grace adds up."""

    funnel_grace_time: str = _choice("zero", "signed")
    """How long a step took that came before the one it follows: no time, or less than none."""

    funnel_grace_exclusions: str = _choice("apply", "ignore")
    """Whether the grace period widens what is excluded too; the documents say so and not how."""

    funnel_ties: str = _choice("log", "strict", "any")
    """Without a grace period, steps at the same millisecond: in the log's order, not at all, or in any order."""

    funnel_window_end: str = _choice("inside", "outside")
    """Whether a step exactly as long after the first as the conversion window is in time."""

    funnel_month_days: int = _whole(30, 28, 31)
    """How many days a month of a conversion window has."""

    funnel_exclusion_on_step: str = _choice("excludes", "spares")
    """What an event does that is excluded and the next step: it ends the attempt, or it is the step."""

    funnel_hold_undefined: str = _choice("value", "nothing")
    """Whether events without a property held constant have that in common, or take no part."""

    funnel_attribution: str = _choice("first_defined", "last_defined", *(f"step_{number}" for number in range(1, 101)))
    """Which step's property breaks funnels down and filters them; the documents imply the first that has it.

    A step that an attempt did not reach has no value, and meets no filter.
    """

    funnel_frequency_end: str = _choice("last step", "attempt over")
    """Until when a frequency counts in an attempt that did not convert: up to the last step it took, or until it was
    over (docs/features/computed-properties: "between steps")."""

    funnel_totals_absorb: str = _choice("absorbed", "counted")
    """Re-entry optimized, totals: whether first steps before the same second step are one entry, or several of which
    only the last one goes on."""

    funnel_aggressive: str = _choice("optimized", "every")
    """What re-entry ``aggressive`` is, of which no document speaks; *every* counts each first step by itself."""

    funnel_converting_event: str = _choice("leaves", "reenters")
    """Whether the event that completes an attempt can also begin the next one."""

    funnel_time_segments: str = _choice("once", "each")
    """Uniques broken down by the time of a step: a user counts once, where the first entry is (docs/reports/funnels/
    funnels-faq, table with a day breakdown), or once in each segment as with other properties."""

    funnel_trends: str = _choice("separate", "split")
    """Funnels over time: one per interval (docs/reports/funnels, line chart), or one whose entries are split by it."""
    retention_birth: str = _choice("by report", "first in range", "every interval", "first ever")
    """The rows a user is born in. By report: the retention report has everyone in every row in which they did the first
    event (docs/reports/retention, User Cohort Buckets); the API's "birth" is first time retention (reference, Query
    Retention Report), of which the documents do not say that it counts a user once in the range. First ever: by the
    first such event in all the data, if it lies in the range."""

    retention_birth_event: str = _choice("first in row", "last in row")
    """Which of a row's first events starts a user's clock; the documents only say "that particular user's"."""

    retention_bucket_zero: str = _choice("later event", "birth event counts")
    """What it takes to come back in bucket 0, when both events can be the same one: the API's example has fewer users
    there than in the row (reference, Query Retention Report). In streaks the first event counts, as documented."""

    retention_bucket_sizes: str = _choice("lengths", "bounds")
    """What custom bucket sizes are: lengths of the brackets (docs/reports/retention, Setting Custom Brackets), or where
    each ends, counted from the first event, as the rising sizes that clients ask for suggest."""

    retention_bucket_count: str = _choice("date range", "until now")
    """How many buckets a report without custom ones has: as many as fit into its days, or into those since its first
    one; at most 60 (docs/reports/retention, FAQ)."""

    retention_on_or_after_horizon: str = _choice("last bucket", "no end")
    """How late a return may be to count as "on or after": the API accumulates the buckets "from right to left"; the
    report speaks of "any time in the future" (docs/reports/retention, On or After)."""

    retention_segment_event: str = _choice("by report", "first", "second")
    """The event a breakdown is read on. By report: the first one, as in the retention report's walk-through ("the
    browser version they are using to Sign Up"); the API's ``on`` segments the second event."""

    retention_average: str = _choice("worked", "pooled")
    """The average rate: as worked out in the documents' example, 56 % there, or weighted "by the number of users who
    enter", as its text says, which is 60 % (docs/reports/retention, FAQ)."""

    retention_property_average: str = _choice("returning users", "all users")
    """The users among whom a property is averaged: those who came back in the bucket, or the whole row."""

    retention_cumulative: str = _choice("sum of buckets", "users so far")
    """What a cumulative retention shows: its buckets added up, or everyone who came back so far; no document says."""

    retention_future_buckets: str = _choice("left out", "zero")
    """Buckets that have not begun yet: the API is known to reply shorter lists for late rows."""

    retention_metric_bucket: int = _whole(1, 0, 59)
    """The bucket of a retention among other metrics that names none; 0 holds those who came back at once."""

    retention_frequency_end: str = _choice("last bucket", "no end")
    """Until when a frequency counts after a first event: to the end of the last bucket, or at any time
    (docs/features/computed-properties: "after step 1")."""

    retention_interval_rows: str = _choice("interval", "unit")
    """How long the rows of ``/retention`` are when its ``interval`` is not 1: no document says."""

    funnel_buckets: str = _choice("split", "separate")
    """What the dates of the API's saved funnels are: entries into one funnel, split, as clients add them up, or a
    funnel each (reference/funnels-query does not say)."""

    funnel_where: str = _choice("events", "funnels")
    """What the ``where`` of the API's saved funnels filters: "events" (reference/funnels-query), or whole funnels."""

    funnel_worst: str = _choice("relative", "absolute")
    """The worst step of the API's saved funnels: the one with the lowest rate, or with the most users lost."""

    formula_today: str = _choice("utc", "project")
    """Whose date and time ``today()`` is in a custom property (docs/features/custom-properties does not say); dates in
    properties are UTC."""

    formula_time_text: str = _choice("utc", "project")
    """The time zone in which ``string()`` writes the time of an event; one example there corrects it from UTC."""

    formula_round: str = _choice("away", "even", "up")
    """Where ``round()`` takes a half: away from zero, to the even number, or up."""

    formula_length: str = _choice("characters", "bytes")
    """What ``len()`` counts in text."""

    formula_in_case: str = _choice("ignored", "exact")
    """Case in ``x in text``; ``==``, ``has_prefix()`` and regular expressions ignore it."""

    formula_undefined_equal: str = _choice("yes", "no")
    """Whether ``undefined == undefined``, and so two properties that are both not set."""

    formula_all_of_none: str = _choice("true", "false")
    """What ``all()`` is of an empty list."""

    formula_list_first: int = _choice(0, 1)
    """The number of a list's first item in ``X[n]``; that of ``split()`` is 1."""

    formula_datedif_days: str = _choice("calendar", "elapsed")
    """The days of ``datedif()``: from date to date as spreadsheets count, or whole 24 hours."""

    formula_datedif_backwards: str = _choice("negative", "undefined")
    """``datedif()`` from a later date to an earlier one."""

    formula_group_references: str = _choice("dollar", "none")
    """Whether ``$1`` in the replacement of ``regex_replace()`` is the first group, as PCRE2 has it."""

    flow_collapse_repeats: bool = _choice(False, True)
    """Whether an event that follows itself is one, in reports that do not say (``collapse_repeated``)."""

    flow_ties: str = _choice("by name", "keep all")
    """Which of equally frequent events are shown where there is not room for all (docs/reports/flows, Other Events):
    the first ones by name, or every one."""

    flow_trail: str = _choice("no end", "conversion window", "date range")
    """How long after an anchor its next events may happen: the documents speak of "the time period specified in the
    report" (docs/reports/flows, Drop off), and bound only the way to the last anchor by the conversion window."""

    flow_before_range: str = _choice("seen", "unseen")
    """Whether events before the report's days are shown before an anchor that lies in them."""

    flow_between_anchors: str = _choice("once", "both sides")
    """Whether an event between two anchors is shown once, as what followed the first one as far as there is room, or
    both as that and as what led to the second one."""

    flow_segment_event: str = _choice("first anchor", "last anchor")
    """The anchor that a breakdown is read on: the first one, or the last one that was reached."""

    flow_filter: str = _choice("all events", "anchors")
    """What the filters of a report narrow: everything shown ("filters exclude unwanted data"), or only the anchors."""

    flow_session_events: str = _choice("anchors only", "shown")
    """Whether starts and ends of sessions are shown among the events, or only where they were picked as anchors."""

    flow_exclusions_after: str = _choice("end the flow", "ignored")
    """What excluded events do behind the last anchor: nothing after them is shown, or they are like others."""

    flow_custom_events: str = _choice("oldest first", "newest first", "not shown")
    """Which custom event an event between anchors is shown as that is part of several, and which 50 there is room for:
    Mixpanel has the ones that are queried most, of which nothing is known here; or none is (docs/reports/flows)."""

    flow_frequency: str = _choice("date range", "all time")
    """When frequencies that name no time are counted: in the report's days, or ever (docs/features/computed-properties
    has insights, funnels and retention)."""

    flow_step_age: str = _choice("was in the", "was not in the")
    """What ``>`` and a number of days mean in the filter of a step: clients send both kinds of "the last" alike."""

    @classmethod
    def of(cls, chosen: Mapping[str, Any]) -> Self:
        """The defaults, but for what is *chosen* by name."""
        known = attrs.fields_dict(cls)
        for name, value in chosen.items():
            if name not in known:
                raise BadRequest(f"no assumption is called {name!r}; there are {', '.join(sorted(known))}")
            if value not in known[name].metadata["choices"]:
                raise BadRequest(f"assumption {name!r} is {value!r}; it is {_told(known[name].metadata['choices'])}")
        return cls(**chosen)

    def named(self, *names: str) -> dict[str, Any]:
        """The values of *names*, for the ``meta`` of an answer that rests on them."""
        return {name: getattr(self, name) for name in names}


def _told(choices: Sequence[object]) -> str:
    if isinstance(choices, range):
        return f"a whole number from {choices[0]} to {choices[-1]}"
    return f"one of {', '.join(map(repr, choices))}"


DOCUMENTED: Final = Assumptions()
"""The defaults."""
