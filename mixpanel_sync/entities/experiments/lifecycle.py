# Generated from mixpanel_async.entities.experiments.lifecycle by mixpanel_sync._generate: edit that module, not this one.
"""The life of an experiment: draft, active, concluded, decided; at any time archived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mixpanel_async.entities.experiments.experiment import Experiment, ExperimentConcludeParams, ExperimentDecideParams
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities.experiments import lifecycle as core


class ExperimentLives(Face):
    """The steps of an experiment's life."""

    _core: core.ExperimentLives

    def launch_experiment(self, experiment_id: str) -> Experiment:
        """The experiment, a draft no longer but active.

        ``(ws.launch_experiment(experiment.id)).start_date``
        """
        return drive(self._core.launch_experiment(experiment_id))

    def conclude_experiment(self, experiment_id: str, *, params: ExperimentConcludeParams | None = None) -> Experiment:
        """The experiment, concluded before its time; what came of it is still to be decided.

        ``ws.conclude_experiment(experiment.id, params=ExperimentConcludeParams(end_date="2026-01-31"))``
        """
        return drive(self._core.conclude_experiment(experiment_id, params=params))

    def decide_experiment(self, experiment_id: str, params: ExperimentDecideParams) -> Experiment:
        """The experiment, which is now a success or a fail.

        ``ws.decide_experiment(experiment.id, ExperimentDecideParams(success=True, variant="treatment"))``
        """
        return drive(self._core.decide_experiment(experiment_id, params))

    def archive_experiment(self, experiment_id: str) -> None:
        """Take an experiment out of lists.

        ``ws.archive_experiment(experiment.id)``
        """
        drive(self._core.archive_experiment(experiment_id))

    def restore_experiment(self, experiment_id: str) -> Experiment:
        """The experiment, no longer archived.

        ``(ws.restore_experiment(experiment.id)).status``
        """
        return drive(self._core.restore_experiment(experiment_id))
