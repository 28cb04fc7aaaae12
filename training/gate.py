"""May a candidate replace the current model? Figures decide, with their reasons."""

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from classifier.labels import LABELS, Label
from classifier.model import Classifier
from training.corpus import LabelledPassage, truth
from training.evaluate import Floats, average_precision, bootstrap_weights
from training.settings import TrainingSettings

CONFIDENCE = 0.95


class Verdict(msgspec.Struct, frozen=True):
    """Whether the candidate may be published; ``reasons`` say why not."""

    passed: bool
    reasons: tuple[str, ...]


def judge_candidate(
    candidate: Classifier,
    current: Classifier,
    test: Sequence[LabelledPassage],
    settings: TrainingSettings,
) -> Verdict:
    """Compare two models on the same test passages by a paired bootstrap.

    A figure fails when it drops by more than the largest drop allowed, or by any amount
    that the bootstrap holds for real (95 % one-sided).
    """
    groups = np.unique([p.group for p in test], return_inverse=True)[1]
    weights = bootstrap_weights(groups, settings.metrics)
    target = truth(test)[:, : len(LABELS)]
    new, old = (_figures(model, test, target, weights) for model in (candidate, current))
    reasons = tuple(
        reason for name in new if (reason := _fault(name, new[name] - old[name], settings.gate.largest_drop))
    )
    return Verdict(not reasons, reasons)


def _figures(
    classifier: Classifier, test: Sequence[LabelledPassage], target: NDArray[np.bool_], weights: Floats
) -> dict[str, Floats]:
    """Return coercion recall and macro average precision under each row of ``weights``."""
    scores = classifier.probabilities([p.text for p in test])[:, : len(LABELS)]
    coercion = LABELS.index(Label.COERCION)
    flagged = scores[:, coercion] >= classifier.model.manifest.thresholds[Label.COERCION].threshold
    true = target[:, coercion]
    with np.errstate(invalid="ignore"):
        recall = weights @ (true & flagged) / (weights @ true)
    precisions = [average_precision(scores[:, k], target[:, k], weights) for k in range(len(LABELS))]
    return {"coercion recall": recall, "macro average precision": np.mean(precisions, axis=0)}


def _fault(name: str, difference: Floats, largest_drop: float) -> str | None:
    """Return what is wrong with a figure's change, or None."""
    drop = -float(difference[0])
    real = float(np.nanmean(difference[1:] < 0)) >= CONFIDENCE
    if drop <= 0 or not (real or drop > largest_drop):
        return None
    return f"{name} would fall by {drop:.3f}"
