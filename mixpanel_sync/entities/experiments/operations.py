# Generated from mixpanel_async.entities.experiments.operations by mixpanel_sync._generate: edit that module, not this one.
"""Operations on experiments, save the steps of their life."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mixpanel_async.entities.experiments.experiment import (
    CreateExperimentParams,
    DuplicateExperimentParams,
    Experiment,
    UpdateExperimentParams,
)
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities.experiments import operations as core


class Experiments(Face):
    """What is tried out on users.

    Mixpanel documents experiments of a data view alone: pin one, with ``workspace_id=``, to ask as it is documented.
    """

    _core: core.Experiments

    def list_experiments(self, *, include_archived: bool = False) -> list[Experiment]:
        """The experiments, archived ones too where *include_archived* asks for them.

        ``[each.name for each in ws.list_experiments() if each.status == "active"]``
        """
        return drive(self._core.list_experiments(include_archived=include_archived))

    def create_experiment(self, params: CreateExperimentParams) -> Experiment:
        """The experiment made, a draft.

        ``ws.create_experiment(CreateExperimentParams(name="Checkout", hypothesis="One page sells more"))``
        """
        return drive(self._core.create_experiment(params))

    def get_experiment(self, experiment_id: str) -> Experiment:
        """One experiment.

        ``(ws.get_experiment("8d3f2a70-5b1c-4e0e-9f62-0c6f7a1f4b11")).results_cache``
        """
        return drive(self._core.get_experiment(experiment_id))

    def update_experiment(self, experiment_id: str, params: UpdateExperimentParams) -> Experiment:
        """The experiment as it is after the change.

        ``ws.update_experiment(experiment.id, UpdateExperimentParams(tags=["checkout"]))``
        """
        return drive(self._core.update_experiment(experiment_id, params))

    def delete_experiment(self, experiment_id: str) -> None:
        """Remove one experiment; ``archive_experiment`` can be taken back.

        ``ws.delete_experiment(experiment.id)``
        """
        drive(self._core.delete_experiment(experiment_id))

    def duplicate_experiment(self, experiment_id: str, params: DuplicateExperimentParams) -> Experiment:
        """A new experiment like another.

        ``ws.duplicate_experiment(experiment.id, DuplicateExperimentParams(name="Checkout, EU"))``
        """
        return drive(self._core.duplicate_experiment(experiment_id, params))

    def list_erf_experiments(self) -> list[dict[str, Any]]:
        """What Mixpanel lists of experiments under ``erf``, as it is sent; undocumented.

        ``ws.list_erf_experiments()``
        """
        return drive(self._core.list_erf_experiments())
