"""Whose property an attempt has: that of its first step which has one, of its last, or of a certain step."""

from __future__ import annotations

import numpy as np

from mixpanel_local.engine.funnel.walking import Attempts
from mixpanel_local.engine.sequences.rows import Booleans, Integers
from mixpanel_local.engine.sequences.search import NOWHERE


def attributed(attempts: Attempts, defined: Booleans, choice: str) -> Integers:
    """For each attempt the place whose value is its own; *defined* says which rows have one.

    Where no step has a value it is the entry, which has none either, and ``NOWHERE`` where the chosen step was not
    reached. *choice* is a value of the assumption ``funnel_attribution``.
    """
    places = attempts.places
    if choice.startswith("step_"):
        step = int(choice.removeprefix("step_")) - 1
        return places[:, step] if step < places.shape[1] else np.full(len(attempts), NOWHERE)
    usable = (places != NOWHERE) & defined[places]
    if choice == "last_defined":
        found = places.shape[1] - 1 - np.argmax(usable[:, ::-1], axis=1)
    else:
        found = np.argmax(usable, axis=1)
    return places[np.arange(len(attempts)), np.where(usable.any(axis=1), found, 0)]
