"""The life of an experiment: draft, active, concluded, decided; at any time archived."""

from __future__ import annotations

from mixpanel_async.call import Operations
from mixpanel_async.entities._calls import app_call, done
from mixpanel_async.entities.experiments.calls import ONE, experiment_after
from mixpanel_async.entities.experiments.experiment import (
    Experiment,
    ExperimentConcludeParams,
    ExperimentDecideParams,
)


class ExperimentLives(Operations):
    """The steps of an experiment's life."""

    async def launch_experiment(self, experiment_id: str) -> Experiment:
        """The experiment, a draft no longer but active.

        ``(await ws.launch_experiment(experiment.id)).start_date``
        """
        return await experiment_after(self._connection, experiment_id, "PUT", "/launch")

    async def conclude_experiment(
        self, experiment_id: str, *, params: ExperimentConcludeParams | None = None
    ) -> Experiment:
        """The experiment, concluded before its time; what came of it is still to be decided.

        ``await ws.conclude_experiment(experiment.id, params=ExperimentConcludeParams(end_date="2026-01-31"))``
        """
        return await experiment_after(
            self._connection, experiment_id, "PUT", "/force_conclude", params or ExperimentConcludeParams()
        )

    async def decide_experiment(self, experiment_id: str, params: ExperimentDecideParams) -> Experiment:
        """The experiment, which is now a success or a fail.

        ``await ws.decide_experiment(experiment.id, ExperimentDecideParams(success=True, variant="treatment"))``
        """
        return await experiment_after(self._connection, experiment_id, "PATCH", "/decide", params)

    async def archive_experiment(self, experiment_id: str) -> None:
        """Take an experiment out of lists.

        ``await ws.archive_experiment(experiment.id)``
        """
        return await self._call(app_call("POST", f"{ONE}/archive", done, args={"id": experiment_id}))

    async def restore_experiment(self, experiment_id: str) -> Experiment:
        """The experiment, no longer archived.

        ``(await ws.restore_experiment(experiment.id)).status``
        """
        return await experiment_after(self._connection, experiment_id, "DELETE", "/archive")
