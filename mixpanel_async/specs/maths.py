"""Which aggregations need a property, and which stand none."""

from __future__ import annotations

# Each of these aggregates the values of a property (docs.mixpanel.com/docs/reports/insights).
PROPERTY_MATHS = frozenset(
    {
        "average",
        "first_value",
        "histogram",
        "max",
        "median",
        "min",
        "most_frequent",
        "multi_attribution",
        "numeric_summary",
        "p25",
        "p75",
        "p90",
        "p99",
        "percentile",
        "unique_values",
    }
)
# The wire's own name of ``percentile`` is understood too.
PERCENTILE_ON_THE_WIRE = "custom_percentile"
NEEDS_PROPERTY = PROPERTY_MATHS | {PERCENTILE_ON_THE_WIRE}
TAKES_PROPERTY = NEEDS_PROPERTY | {"total"}
# These count users, so there is nothing left to aggregate per user.
COUNTS_USERS = frozenset({"unique", "dau", "wau", "mau"})
