"""What a person is asked to do with a document, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifier.artefact import Manifest
from classifier.findings import Decision, PassageFinding, Score
from classifier.labels import INDICATORS, LABELS, OUTPUTS, Label

UNKNOWN_LANGUAGE: Final = "a passage is not in a language this model knows"
UNKNOWN_VOCABULARY: Final = "a passage has too little vocabulary that this model knows"
NEAR_THRESHOLD: Final = "coercion is in the band below its threshold"


@dataclass(frozen=True, slots=True)
class PassageScores:
    """The labels and indicators of one passage, or the highest of several."""

    labels: Mapping[str, Score]
    indicators: Mapping[str, Score]


def judge_passage(
    manifest: Manifest, probabilities: NDArray[np.float64], *, supported: bool
) -> PassageScores:
    """Hold probabilities of shape (outputs,) against their thresholds.

    A passage that the model cannot be trusted on is never flagged, and an indicator
    only where coercion is.
    """
    scores = {
        output: _score(float(probability), manifest.thresholds[output].threshold, supported)
        for output, probability in zip(OUTPUTS, probabilities, strict=True)
    }
    if not scores[Label.COERCION].flagged:
        scores |= {i: replace(scores[i], flagged=False) for i in INDICATORS}
    return PassageScores({k: scores[k] for k in LABELS}, {k: scores[k] for k in INDICATORS})


def highest_scores(passages: Sequence[PassageFinding]) -> PassageScores:
    """Return per label and indicator the highest score, flagged if any passage is."""
    return PassageScores(
        {k: _highest([p.labels[k] for p in passages]) for k in LABELS},
        {k: _highest([p.indicators[k] for p in passages]) for k in INDICATORS},
    )


def decide(
    manifest: Manifest, passages: Sequence[PassageFinding], known: Sequence[float]
) -> tuple[Decision, tuple[str, ...]]:
    """Return flag, review or clear for a document, with the reasons for a review.

    Args:
        manifest: holds the band for review and the least share of known terms.
        passages: the document's findings.
        known: share of known terms of each passage.
    """
    reasons = []
    if not all(passage.supported for passage in passages):
        strange = any(share < manifest.known_share for share in known)
        reasons.append(UNKNOWN_VOCABULARY if strange else UNKNOWN_LANGUAGE)
    coercion = [passage.labels[Label.COERCION] for passage in passages]
    if any(score.flagged for score in coercion):
        return "flag", tuple(reasons)
    if any(score.score >= manifest.review for score in coercion):
        reasons.append(NEAR_THRESHOLD)
    return ("review" if reasons else "clear"), tuple(reasons)


def _score(probability: float, threshold: float, supported: bool) -> Score:
    return Score(probability, threshold, supported and probability >= threshold)


def _highest(scores: Sequence[Score]) -> Score:
    return Score(
        max(score.score for score in scores),
        scores[0].threshold,
        any(score.flagged for score in scores),
    )
