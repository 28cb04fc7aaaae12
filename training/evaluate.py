"""Precision, recall, F1, average precision and calibration error, each with its interval."""

from collections.abc import Mapping, Sequence
from typing import get_args

import msgspec
import numpy as np
from numpy.typing import NDArray

from classifier.labels import LABELS, LANGUAGES, Label
from classifier.model import Classifier
from training.corpus import Genre, LabelledPassage, truth
from training.settings import MetricSettings

Floats = NDArray[np.float64]
BINS = 10
"""Equal-width bins of the expected calibration error (Guo et al. 2017)."""


class Interval(msgspec.Struct, frozen=True):
    """A figure and the 95 % interval of its bootstrap; None where it is not defined."""

    value: float | None
    low: float | None
    high: float | None


class LabelMetrics(msgspec.Struct, frozen=True):
    """The figures of one label on one group of passages."""

    positives: int
    precision: Interval
    recall: Interval
    f1: Interval
    average_precision: Interval
    calibration_error: Interval


class GroupMetrics(msgspec.Struct, frozen=True):
    """The figures of one group: every label, and the mean of those that have positives."""

    passages: int
    labels: dict[str, LabelMetrics]
    macro_f1: Interval
    macro_average_precision: Interval


class Report(msgspec.Struct, frozen=True):
    """The figures of a model on a file: all passages, then by language and by genre."""

    model: str
    overall: GroupMetrics
    languages: dict[str, GroupMetrics]
    genres: dict[str, GroupMetrics]


class WrongScore(msgspec.Struct, frozen=True):
    """A probability that is far from what the readers settled."""

    id: str
    label: Label
    given: bool
    probability: float


def evaluate(classifier: Classifier, passages: Sequence[LabelledPassage], settings: MetricSettings) -> Report:
    """Score ``passages`` as one passage each and compare with their labels."""
    probabilities = classifier.probabilities([p.text for p in passages])[:, : len(LABELS)]
    target = truth(passages)[:, : len(LABELS)]
    thresholds = np.array([classifier.model.manifest.thresholds[label].threshold for label in LABELS])
    groups = np.unique([p.group for p in passages], return_inverse=True)[1]

    def measure(rows: NDArray[np.intp]) -> GroupMetrics:
        weights = bootstrap_weights(groups[rows], settings)
        return _measure_group(probabilities[rows], target[rows], thresholds, weights)

    def measure_each(names: Sequence[str], order: Sequence[str]) -> dict[str, GroupMetrics]:
        return {
            name: measure(np.flatnonzero(np.array(names) == name)) for name in order if name in set(names)
        }

    return Report(
        model=classifier.version,
        overall=measure(np.arange(len(passages))),
        languages=measure_each([p.lang for p in passages], LANGUAGES),
        genres=measure_each([p.genre for p in passages], get_args(Genre)),
    )


def worst_scores(classifier: Classifier, passages: Sequence[LabelledPassage], count: int) -> list[WrongScore]:
    """Return the scores furthest from what the readers settled, the furthest first."""
    probabilities = classifier.probabilities([p.text for p in passages])[:, : len(LABELS)]
    target = truth(passages)[:, : len(LABELS)]
    distance = np.abs(target - probabilities)
    furthest = np.argsort(-distance, axis=None, kind="stable")[:count]
    rows, columns = np.unravel_index(furthest, distance.shape)
    return [
        WrongScore(
            passages[row].id, LABELS[column], bool(target[row, column]), float(probabilities[row, column])
        )
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
    ]


def bootstrap_weights(groups: NDArray[np.intp], settings: MetricSettings) -> Floats:
    """Return how often each passage counts, shape (1 + resamples, passages).

    Whole scenarios are drawn with replacement, since their passages are not independent
    (cluster bootstrap, Davison and Hinkley 1997). The first row is the sample itself.
    """
    rng = np.random.default_rng(settings.seed)
    _, cluster = np.unique(groups, return_inverse=True)
    count = int(cluster.max()) + 1
    drawn = rng.multinomial(count, np.full(count, 1.0 / count), size=settings.resamples)
    return np.vstack([np.ones(len(groups)), drawn[:, cluster].astype(np.float64)])


def average_precision(scores: Floats, target: NDArray[np.bool_], weights: Floats) -> Floats:
    """Return average precision under each row of ``weights``; NaN without positives.

    The definition is scikit-learn's: the sum over thresholds of precision times the gain
    in recall, equal scores sharing one threshold.
    """
    order = np.argsort(-scores, kind="stable")
    last_of_tie = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)
    hits = np.cumsum(weights[:, order] * target[order], axis=1)[:, last_of_tie]
    seen = np.cumsum(weights[:, order], axis=1)[:, last_of_tie]
    gains = np.diff(hits, axis=1, prepend=0.0)
    return _divide((gains * _divide(hits, seen, 0.0)).sum(axis=1), hits[:, -1])


def calibration_error(scores: Floats, target: NDArray[np.bool_], weights: Floats) -> Floats:
    """Return the expected calibration error under each row of ``weights``."""
    bins = np.minimum((scores * BINS).astype(int), BINS - 1)
    member = np.eye(BINS)[bins]
    gap = np.abs(weights * (scores - target) @ member)
    return _divide(gap.sum(axis=1), weights.sum(axis=1))


def _measure_group(
    probabilities: Floats, target: NDArray[np.bool_], thresholds: Floats, weights: Floats
) -> GroupMetrics:
    labels: dict[str, LabelMetrics] = {}
    f1s, precisions = [], []
    for column, label in enumerate(LABELS):
        scores, true = probabilities[:, column], target[:, column]
        figures = _label_figures(scores, true, scores >= thresholds[column], weights)
        if true.any():
            f1s.append(figures["f1"])
            precisions.append(figures["average_precision"])
        labels[label] = LabelMetrics(
            positives=int(true.sum()), **{name: _interval(values) for name, values in figures.items()}
        )
    return GroupMetrics(
        passages=len(target),
        labels=labels,
        macro_f1=_interval(_mean(f1s)),
        macro_average_precision=_interval(_mean(precisions)),
    )


def _label_figures(
    scores: Floats, true: NDArray[np.bool_], flagged: NDArray[np.bool_], weights: Floats
) -> Mapping[str, Floats]:
    """Return every figure of one label under each row of ``weights``."""
    hits = weights @ (true & flagged)
    precision, recall = _divide(hits, weights @ flagged), _divide(hits, weights @ true)
    return {
        "precision": precision,
        "recall": recall,
        "f1": _divide(2 * hits, weights @ flagged + weights @ true),
        "average_precision": average_precision(scores, true, weights),
        "calibration_error": calibration_error(scores, true, weights),
    }


def _divide(top: Floats, bottom: Floats, empty: float = np.nan) -> Floats:
    return np.divide(top, bottom, out=np.full_like(top, empty), where=bottom > 0)


def _mean(figures: Sequence[Floats]) -> Floats:
    """Return the mean over labels; a resample that lost every positive of one has none of it."""
    if not figures:
        return np.array([np.nan])
    stacked = np.array(figures)
    there = np.isfinite(stacked)
    return _divide(np.where(there, stacked, 0.0).sum(axis=0), there.sum(axis=0).astype(np.float64))


def _interval(values: Floats) -> Interval:
    """Return the sample's own figure and the interval of the resamples that have one."""
    resampled = values[1:][np.isfinite(values[1:])]
    if not np.isfinite(values[0]) or not resampled.size:
        return Interval(None, None, None)
    low, high = np.quantile(resampled, [0.025, 0.975])
    return Interval(float(values[0]), float(low), float(high))
