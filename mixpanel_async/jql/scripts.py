"""The five programs behind the discovery helpers.

The embedded Mixpanel runs no JavaScript: it knows these programs by their digests and answers them by SQL, so a change
here needs one in ``mixpanel_local.routes.jql``. ``time`` is milliseconds of the project's wall clock, which is why a
day can be read off it as if it were UTC: docs.mixpanel.com/docs/reports/apps/jql.
"""

from __future__ import annotations

from typing import Final

_ONE_EVENT: Final = """\
function happened() {
  return Events({
    from_date: params.from_date,
    to_date: params.to_date,
    event_selectors: [{event: params.event}]
  });
}
"""

_SEVERAL_EVENTS: Final = """\
function happened() {
  var asked = {from_date: params.from_date, to_date: params.to_date};
  if (params.events) {
    asked.event_selectors = params.events.map(function (name) { return {event: name}; });
  }
  return Events(asked);
}
"""

PROPERTY_DISTRIBUTION: Final = f"""\
// mixpanel-async: property_distribution
{_ONE_EVENT}
function valueOf(event) {{ return event.properties[params.property]; }}

function main() {{
  return happened()
    .filter(function (event) {{ return valueOf(event) !== undefined; }})
    .groupBy([valueOf], mixpanel.reducer.count())
    .map(function (group) {{ return {{value: group.key[0], count: group.value}}; }})
    .sortDesc("count");
}}
"""

NUMERIC_SUMMARY: Final = f"""\
// mixpanel-async: numeric_summary
{_ONE_EVENT}
function valueOf(event) {{ return event.properties[params.property]; }}

function main() {{
  return happened()
    .filter(function (event) {{ return typeof valueOf(event) === "number"; }})
    .reduce([
      mixpanel.reducer.numeric_summary(valueOf),
      mixpanel.reducer.numeric_percentiles(valueOf, params.percentiles),
      mixpanel.reducer.min(valueOf),
      mixpanel.reducer.max(valueOf)
    ]);
}}
"""

DAILY_COUNTS: Final = f"""\
// mixpanel-async: daily_counts
{_SEVERAL_EVENTS}
function main() {{
  return happened()
    .groupBy(
      [mixpanel.numeric_bucket("time", mixpanel.daily_time_buckets), "name"],
      mixpanel.reducer.count()
    )
    .map(function (group) {{
      var day = new Date(group.key[0]).toISOString().slice(0, 10);
      return {{date: day, event: group.key[1], count: group.value}};
    }})
    .sortAsc("date");
}}
"""

ENGAGEMENT_DISTRIBUTION: Final = f"""\
// mixpanel-async: engagement_distribution
{_SEVERAL_EVENTS}
function bucketOf(user) {{
  var reached = params.buckets.filter(function (least) {{ return least <= user.value; }});
  return reached[reached.length - 1];
}}

function main() {{
  return happened()
    .groupByUser(mixpanel.reducer.count())
    .groupBy([bucketOf], mixpanel.reducer.count())
    .map(function (group) {{ return {{bucket_min: group.key[0], user_count: group.value}}; }})
    .sortAsc("bucket_min");
}}
"""

PROPERTY_COVERAGE: Final = f"""\
// mixpanel-async: property_coverage
{_ONE_EVENT}
function merged(sums, events) {{
  var found = {{total: 0, properties: {{}}}};
  params.properties.forEach(function (name) {{ found.properties[name] = 0; }});
  sums.forEach(function (sum) {{
    found.total += sum.total;
    params.properties.forEach(function (name) {{ found.properties[name] += sum.properties[name]; }});
  }});
  events.forEach(function (event) {{
    found.total += 1;
    params.properties.forEach(function (name) {{
      var value = event.properties[name];
      if (value !== undefined && value !== null) {{ found.properties[name] += 1; }}
    }});
  }});
  return found;
}}

function main() {{ return happened().reduce(merged); }}
"""
