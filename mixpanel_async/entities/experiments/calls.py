"""Calls about one experiment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mixpanel_async.call import Call
from mixpanel_async.connection import Connection
from mixpanel_async.entities._calls import app_call, one, one_or_nothing
from mixpanel_async.entities._model import Params
from mixpanel_async.entities._steps import changed
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.entities.experiments.experiment import Experiment

ALL = "{scope}/experiments/"
ONE = ALL + "{id}"


def look(experiment_id: str) -> Call[Experiment]:
    """What asks for the experiment as it is."""
    return app_call("GET", ONE, one(Experiment), args={"id": experiment_id})


async def experiment_after(
    connection: Connection,
    experiment_id: str,
    method: str,
    step: str = "",
    params: Params | Unset = UNSET,
    body: Mapping[str, Any] | None = None,
) -> Experiment:
    """The experiment after a change, or a *step* of its life."""
    args, read = {"id": experiment_id}, one_or_nothing(Experiment)
    change = app_call(method, f"{ONE}{step}", read, args=args, params=params, body=body)
    return await changed(connection, change, look(experiment_id))
