"""Which passages are kept for the test: whole scenarios, by a stable hash."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from training.corpus import LabelledPassage


def is_test_scenario(scenario: str, test_share: float) -> bool:
    """Say whether a scenario is kept for the test.

    It depends on the name alone, so that passages added later move no other passage
    from one side to the other.
    """
    digest = hashlib.sha256(b"split:" + scenario.encode()).digest()
    return int.from_bytes(digest[:8], "big") < test_share * 2**64


def split_corpus(
    passages: Sequence[LabelledPassage], test_share: float
) -> tuple[list[LabelledPassage], list[LabelledPassage]]:
    """Return (training part, test part); no scenario is in both."""
    sides: tuple[list[LabelledPassage], list[LabelledPassage]] = ([], [])
    for passage in passages:
        sides[is_test_scenario(passage.group, test_share)].append(passage)
    return sides


def fold_numbers(passages: Sequence[LabelledPassage], folds: int) -> NDArray[np.int64]:
    """Return the fold of each passage, 0 to folds - 1, the same for a whole scenario."""
    return np.array([_fold(passage.group, folds) for passage in passages], np.int64)


def _fold(scenario: str, folds: int) -> int:
    return int.from_bytes(hashlib.sha256(b"fold:" + scenario.encode()).digest()[:8], "big") % folds
