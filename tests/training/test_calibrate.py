"""Calibration and thresholds, on margins whose truth is known."""

import numpy as np
import pytest
from scipy.special import expit

from training.calibrate import choose_threshold, fit_calibration

RNG = np.random.default_rng(7)


def test_calibration_finds_the_line_that_made_the_labels() -> None:
    margins = RNG.normal(size=(40_000, 2))
    target = RNG.random(margins.shape) < expit(margins * [3.0, 0.5] + [-1.0, 2.0])
    line = fit_calibration(margins, target)
    np.testing.assert_allclose(line.slope, [3.0, 0.5], atol=0.1)
    np.testing.assert_allclose(line.intercept, [-1.0, 2.0], atol=0.1)


@pytest.mark.parametrize("wanted", [0.5, 0.85, 0.95, 0.99])
def test_a_threshold_is_the_highest_that_keeps_the_recall(wanted: float) -> None:
    target = RNG.random(500) < 0.3
    scores = np.clip(RNG.normal(0.3 + 0.3 * target, 0.2), 0, 1)
    chosen = choose_threshold(scores, target, wanted)
    assert chosen.recall >= wanted
    higher = scores[scores > chosen.threshold].min()
    assert (scores[target] >= higher).mean() < wanted
    assert chosen.precision == pytest.approx(target[scores >= chosen.threshold].mean())


def test_equal_scores_share_a_threshold() -> None:
    chosen = choose_threshold(np.array([0.5, 0.5, 0.5, 0.5]), np.array([True, False, True, False]), 0.5)
    assert (chosen.threshold, chosen.recall, chosen.precision) == (0.5, 1.0, 0.5)
