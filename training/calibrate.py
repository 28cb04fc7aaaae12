"""Choose the line from margin to log-odds, and the thresholds, on margins that are out of fold."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from classifier.artefact import Threshold
from classifier.calibration import Calibration
from classifier.labels import LABELS, OUTPUTS, Label
from training.settings import ThresholdSettings


def fit_calibration(margins: NDArray[np.float64], target: NDArray[np.bool_]) -> Calibration:
    """Return one line per output (Platt 1999, by scikit-learn's logistic regression).

    Args:
        margins: of passages whose scenario the model never saw, shape (passages, outputs).
        target: what holds of each passage, same shape.
    """
    lines = [_fit_line(margins[:, column], target[:, column]) for column in range(target.shape[1])]
    return Calibration(np.array([slope for slope, _ in lines]), np.array([base for _, base in lines]))


def _fit_line(margins: NDArray[np.float64], target: NDArray[np.bool_]) -> tuple[float, float]:
    """Return slope and intercept; two parameters need hardly any regularisation."""
    learner = LogisticRegression(solver="liblinear", C=1e3, intercept_scaling=10.0, tol=1e-8, max_iter=1000)
    learner.fit(margins[:, None], target)
    return float(learner.coef_[0, 0]), float(learner.intercept_[0])


def choose_thresholds(
    probabilities: NDArray[np.float64], target: NDArray[np.bool_], settings: ThresholdSettings
) -> Mapping[str, Threshold]:
    """Return per output the highest threshold that keeps the recall asked for."""
    return {
        output: choose_threshold(
            probabilities[:, column], target[:, column], _target_recall(output, settings)
        )
        for column, output in enumerate(OUTPUTS)
    }


def choose_threshold(
    probabilities: NDArray[np.float64], target: NDArray[np.bool_], target_recall: float
) -> Threshold:
    """Return the highest threshold whose recall on these passages is at least the target.

    The recall is counted on the passages given; it is no promise for others.
    """
    positive = np.sort(probabilities[target])[::-1]
    needed = int(np.ceil(target_recall * positive.size - 1e-9))
    threshold = float(positive[needed - 1])
    flagged = probabilities >= threshold
    return Threshold(
        threshold=threshold,
        target_recall=target_recall,
        recall=float(flagged[target].mean()),
        precision=float(target[flagged].mean()),
    )


def _target_recall(output: str, settings: ThresholdSettings) -> float:
    if output == Label.COERCION:
        return settings.coercion_recall
    return settings.label_recall if output in LABELS else settings.indicator_recall
