"""Labels that the rest of the corpus speaks against: where a third reading is worth most."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.labels import LABELS, Label
from classifier.lexicon import EMPTY
from classifier.normalise import normalise
from training.calibrate import fit_calibration
from training.corpus import LabelledPassage, truth
from training.fit import out_of_fold_margins
from training.settings import TrainingSettings
from training.split import fold_numbers


@dataclass(frozen=True, slots=True)
class Doubt:
    """A label given, or not given, against the probability of a model that never saw the scenario."""

    id: str
    label: Label
    given: bool
    probability: float


def doubtful_labels(passages: Sequence[LabelledPassage], settings: TrainingSettings) -> list[Doubt]:
    """Return likely label errors, the likeliest first.

    Confident learning (Northcutt et al. 2021), label by label, by cleanlab on calibrated
    probabilities that are out of fold. A model that reads words alone doubts much that is
    right, most of all in contrast groups: a doubt asks for another reading and is no fault.
    A label of which some fold would see no example is passed over.
    """
    from cleanlab.filter import find_label_issues

    folds = fold_numbers(passages, settings.learner.folds)
    target = truth(passages)[:, : len(LABELS)]
    columns = _learnable(target, folds)
    if not columns.size:
        return []
    target = target[:, columns]
    margins, _ = out_of_fold_margins([normalise(p.text) for p in passages], target, folds, settings, EMPTY)
    probabilities = fit_calibration(margins, target).probabilities(margins)
    doubts = []
    for column, label in enumerate(LABELS[at] for at in columns):
        given, probability = target[:, column], probabilities[:, column]
        rows = find_label_issues(
            given.astype(int),
            np.column_stack([1 - probability, probability]),
            return_indices_ranked_by="self_confidence",
            n_jobs=1,
        )
        doubts += [
            Doubt(passages[row].id, label, bool(given[row]), float(probability[row])) for row in rows.tolist()
        ]
    return sorted(doubts, key=lambda d: d.probability if d.given else 1 - d.probability)


def _learnable(target: NDArray[np.bool_], folds: NDArray[np.int64]) -> NDArray[np.intp]:
    """Return the columns that outside every fold are given somewhere and not given somewhere."""
    outside = [target[folds != fold] for fold in range(int(folds.max()) + 1)]
    return np.flatnonzero(np.all([rows.any(axis=0) & ~rows.all(axis=0) for rows in outside], axis=0))
