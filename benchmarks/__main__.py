"""Every promise, one after the other: ``python -m benchmarks``."""

from __future__ import annotations

from benchmarks import concurrency, export, frames, local, models, overhead, params, startup

for promise in (startup, overhead, params, models, frames, concurrency, export, local):
    promise.main()
    print()
