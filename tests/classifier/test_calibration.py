"""Calibration: lines from margins to log-odds."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from classifier.calibration import Calibration, sigmoid


@given(st.lists(st.floats(-1e6, 1e6), min_size=1))
def test_sigmoid_is_the_logistic_function_without_overflow(values: list[float]) -> None:
    with np.errstate(all="raise", under="ignore"):
        np.testing.assert_allclose(sigmoid(np.array(values)), expit(values), rtol=1e-12)


def test_each_output_has_its_own_line() -> None:
    line = Calibration(np.array([2.0, 1.0]), np.array([0.0, -1.0]))
    np.testing.assert_array_equal(line.log_odds(np.array([[1.0, 1.0], [0.0, 3.0]])), [[2.0, 0.0], [0.0, 2.0]])
    np.testing.assert_allclose(line.probabilities(np.zeros((1, 2))), [[0.5, expit(-1.0)]])
