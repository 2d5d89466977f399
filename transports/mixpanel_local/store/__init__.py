"""The store: events and profiles on this machine, as typed Parquet."""
