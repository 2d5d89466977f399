"""Operations on experiments, save the steps of their life."""

from __future__ import annotations

from typing import Any

from mixpanel_async.call import Operations
from mixpanel_async.entities._calls import app_call, done, many, objects, one
from mixpanel_async.entities.experiments.calls import ALL, ONE, experiment_after, look
from mixpanel_async.entities.experiments.experiment import (
    CreateExperimentParams,
    DuplicateExperimentParams,
    Experiment,
    UpdateExperimentParams,
)


class Experiments(Operations):
    """What is tried out on users.

    Mixpanel documents experiments of a data view alone: pin one, with ``workspace_id=``, to ask as it is documented.
    """

    async def list_experiments(self, *, include_archived: bool = False) -> list[Experiment]:
        """The experiments, archived ones too where *include_archived* asks for them.

        ``[each.name for each in await ws.list_experiments() if each.status == "active"]``
        """
        query = {"include_archived": "true" if include_archived else None}
        return await self._call(app_call("GET", ALL, many(Experiment), query=query))

    async def create_experiment(self, params: CreateExperimentParams) -> Experiment:
        """The experiment made, a draft.

        ``await ws.create_experiment(CreateExperimentParams(name="Checkout", hypothesis="One page sells more"))``
        """
        return await self._call(app_call("POST", ALL, one(Experiment), params=params))

    async def get_experiment(self, experiment_id: str) -> Experiment:
        """One experiment.

        ``(await ws.get_experiment("8d3f2a70-5b1c-4e0e-9f62-0c6f7a1f4b11")).results_cache``
        """
        return await self._call(look(experiment_id))

    async def update_experiment(self, experiment_id: str, params: UpdateExperimentParams) -> Experiment:
        """The experiment as it is after the change.

        ``await ws.update_experiment(experiment.id, UpdateExperimentParams(tags=["checkout"]))``
        """
        return await experiment_after(self._connection, experiment_id, "PATCH", params=params)

    async def delete_experiment(self, experiment_id: str) -> None:
        """Remove one experiment; ``archive_experiment`` can be taken back.

        ``await ws.delete_experiment(experiment.id)``
        """
        return await self._call(app_call("DELETE", ONE, done, args={"id": experiment_id}))

    async def duplicate_experiment(self, experiment_id: str, params: DuplicateExperimentParams) -> Experiment:
        """A new experiment like another.

        ``await ws.duplicate_experiment(experiment.id, DuplicateExperimentParams(name="Checkout, EU"))``
        """
        path = f"{ONE}/duplicate"
        return await self._call(app_call("POST", path, one(Experiment), args={"id": experiment_id}, params=params))

    async def list_erf_experiments(self) -> list[dict[str, Any]]:
        """What Mixpanel lists of experiments under ``erf``, as it is sent; undocumented.

        ``await ws.list_erf_experiments()``
        """
        return await self._call(app_call("GET", f"{ALL}erf/", objects))
