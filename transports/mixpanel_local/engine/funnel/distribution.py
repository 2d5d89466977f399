"""How values are spread: how many of them lie in each of some ranges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from mixpanel_local.engine.buckets import Buckets
from mixpanel_local.engine.points import tidy

if TYPE_CHECKING:
    import polars as pl


@frozen
class Ranges:
    """The *names* of ranges that begin at each of *starts*, in order: of several values, or of one each."""

    starts: Sequence[float] = ()
    names: Sequence[str] = ()

    @classmethod
    def of(cls, values: pl.Series, *, even: bool) -> Ranges:
        """About ten *even* ranges that hold all *values*; or the values themselves, also where these are few."""
        known = values.drop_nulls().unique().sort().to_list()
        buckets = Buckets.automatic(known[0], known[-1], len(known)) if even and known else None
        if buckets is None:
            return cls(known, [str(tidy(value)) for value in known])
        return cls(buckets.bounds[:-1], buckets.names)

    def counts(self, values: pl.Series) -> Mapping[str, int]:
        """How many of *values* lie in each range, by its name."""
        found = values.drop_nulls().to_numpy()
        if not self.starts:
            return {}
        import numpy as np

        places = np.searchsorted(np.array(self.starts), found, side="right") - 1
        counted = np.bincount(places, minlength=len(self.starts)).tolist()
        return dict(zip(self.names, counted, strict=True))
