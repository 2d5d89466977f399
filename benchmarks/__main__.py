"""Every promise, one after the other: ``python -m benchmarks``."""

from __future__ import annotations

from benchmarks import concurrency, frames, overhead, params, startup

for promise in (startup, overhead, params, frames, concurrency):
    promise.main()
    print()
