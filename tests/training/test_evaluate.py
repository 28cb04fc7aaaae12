"""Figures and their intervals, against scikit-learn's own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, precision_recall_fscore_support

from classifier.labels import LABELS
from classifier.model import Classifier
from tests.samples import field_passages
from tests.training.fixtures import quick_settings
from training.corpus import truth
from training.evaluate import average_precision, bootstrap_weights, calibration_error, evaluate

METRICS = quick_settings().metrics
SCORED = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]), st.booleans(), st.integers(0, 3)),
    min_size=1,
    max_size=30,
).filter(lambda rows: any(true and weight for _, true, weight in rows))


@given(SCORED)
def test_average_precision_is_scikit_learns(rows: list[tuple[float, bool, int]]) -> None:
    scores, target, weights = (np.array(column) for column in zip(*rows, strict=True))
    expected = average_precision_score(target, scores, sample_weight=weights)
    found = average_precision(scores, target, weights[None].astype(float))
    assert found[0] == pytest.approx(expected)


def test_average_precision_without_positives_is_not_defined() -> None:
    assert np.isnan(average_precision(np.array([0.5]), np.array([False]), np.ones((1, 1)))[0])


def test_calibration_error_is_nought_for_honest_and_one_for_opposite_scores() -> None:
    target = np.array([True] * 5 + [False] * 5)
    assert calibration_error(np.full(10, 0.5), target, np.ones((1, 10)))[0] == pytest.approx(0.0)
    assert calibration_error(1.0 - target, target, np.ones((1, 10)))[0] == pytest.approx(1.0)


def test_bootstrap_draws_whole_scenarios() -> None:
    groups = np.array([0, 0, 1, 2, 2, 2])
    weights = bootstrap_weights(groups, METRICS)
    assert weights.shape == (1 + METRICS.resamples, 6)
    assert (weights[0] == 1).all()
    assert (weights[:, 0] == weights[:, 1]).all()
    assert (weights[:, 3] == weights[:, 5]).all()
    assert (weights[:, [0, 2, 3]].sum(axis=1) == 3).all()


def test_a_report_has_scikit_learns_figures_within_their_intervals(classifier: Classifier) -> None:
    passages = field_passages()
    report = evaluate(classifier, passages, METRICS)
    scores = classifier.probabilities([p.text for p in passages])[:, : len(LABELS)]
    target = truth(passages)[:, : len(LABELS)]
    for column, label in enumerate(LABELS):
        figures = report.overall.labels[label]
        flagged = scores[:, column] >= classifier.model.manifest.thresholds[label].threshold
        precision, recall, f1, _ = precision_recall_fscore_support(
            target[:, column], flagged, average="binary", zero_division=0
        )
        assert figures.precision.value == pytest.approx(precision)
        assert figures.recall.value == pytest.approx(recall)
        assert figures.f1.value == pytest.approx(f1)
        for figure in (figures.precision, figures.recall, figures.f1, figures.average_precision):
            assert figure.low is not None
            assert figure.value is not None
            assert figure.high is not None
            assert figure.low <= figure.value <= figure.high
    assert sum(group.passages for group in report.languages.values()) == len(passages)


def test_a_label_that_a_language_lacks_has_no_recall(classifier: Classifier) -> None:
    passages = [p for p in field_passages() if p.lang == "en" and "coercion" not in p.labels]
    figures = evaluate(classifier, passages, METRICS).languages["en"].labels["coercion"]
    assert figures.positives == 0
    assert figures.recall.value is None
    assert figures.average_precision.value is None
