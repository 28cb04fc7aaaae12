"""From margins to probabilities that mean what they say."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Calibration:
    """One straight line per output from margin to log-odds (Platt 1999).

    A line keeps the log-odds linear in the features, so that evidence can sum to them.

    Attributes:
        slope: shape (outputs,).
        intercept: shape (outputs,).
    """

    slope: NDArray[np.float64]
    intercept: NDArray[np.float64]

    def log_odds(self, margins: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return calibrated log-odds, of the shape of ``margins``."""
        return margins * self.slope + self.intercept

    def probabilities(self, margins: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return calibrated probabilities, of the shape of ``margins``."""
        return sigmoid(self.log_odds(margins))


def sigmoid(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 1 / (1 + exp(-log_odds)), without overflow at either end."""
    small = np.exp(-np.abs(log_odds))
    return np.where(log_odds >= 0, 1.0, small) / (1.0 + small)
