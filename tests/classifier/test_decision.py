"""Decisions: flag, review or clear, and the reasons."""

from pathlib import Path

import numpy as np
import pytest

from classifier.artefact import Manifest, read_model
from classifier.decision import (
    NEAR_THRESHOLD,
    UNKNOWN_LANGUAGE,
    UNKNOWN_VOCABULARY,
    decide,
    highest_scores,
    judge_passage,
)
from classifier.findings import PassageFinding
from classifier.labels import INDICATORS, LABELS, OUTPUTS, Label


@pytest.fixture(scope="module")
def manifest(small_models: Path) -> Manifest:
    return read_model(small_models).manifest


def passage(manifest: Manifest, coercion: float, *, supported: bool = True) -> PassageFinding:
    probabilities = np.full(len(OUTPUTS), 0.999)
    probabilities[0] = coercion
    scores = judge_passage(manifest, probabilities, supported=supported)
    return PassageFinding(0, 1, "en", supported, scores.labels, scores.indicators)


def over(manifest: Manifest) -> float:
    return manifest.thresholds[Label.COERCION].threshold + 1e-6


def below(manifest: Manifest) -> float:
    return manifest.review - 1e-6


def test_coercion_over_its_threshold_is_a_flag(manifest: Manifest) -> None:
    found = [passage(manifest, below(manifest)), passage(manifest, over(manifest))]
    assert decide(manifest, found, [1.0, 1.0]) == ("flag", ())


def test_the_threshold_itself_counts_as_over(manifest: Manifest) -> None:
    at = manifest.thresholds[Label.COERCION].threshold
    assert passage(manifest, at).labels[Label.COERCION].flagged


def test_the_band_below_the_threshold_is_a_review(manifest: Manifest) -> None:
    assert decide(manifest, [passage(manifest, manifest.review)], [1.0]) == ("review", (NEAR_THRESHOLD,))


def test_below_the_band_is_clear(manifest: Manifest) -> None:
    assert decide(manifest, [passage(manifest, below(manifest))], [1.0]) == ("clear", ())


def test_an_unknown_language_is_a_review_and_never_flagged(manifest: Manifest) -> None:
    found = passage(manifest, 0.99, supported=False)
    assert not any(score.flagged for score in found.labels.values())
    decision, reasons = decide(manifest, [found], [1.0])
    assert decision == "review"
    assert UNKNOWN_LANGUAGE in reasons


def test_unknown_vocabulary_is_a_review_and_says_so(manifest: Manifest) -> None:
    found = passage(manifest, below(manifest), supported=False)
    assert decide(manifest, [found], [0.0]) == ("review", (UNKNOWN_VOCABULARY,))


def test_a_flag_keeps_the_warning_about_another_passage(manifest: Manifest) -> None:
    found = [passage(manifest, over(manifest)), passage(manifest, 0.0, supported=False)]
    assert decide(manifest, found, [1.0, 1.0]) == ("flag", (UNKNOWN_LANGUAGE,))


def test_indicators_are_flagged_only_under_coercion(manifest: Manifest) -> None:
    assert all(score.flagged for score in passage(manifest, over(manifest)).indicators.values())
    assert not any(score.flagged for score in passage(manifest, below(manifest)).indicators.values())


def test_a_document_has_the_highest_score_of_its_passages(manifest: Manifest) -> None:
    highest = highest_scores([passage(manifest, 0.2), passage(manifest, 0.9), passage(manifest, 0.1)])
    assert highest.labels[Label.COERCION].score == 0.9
    assert highest.labels[Label.COERCION].flagged
    assert list(highest.labels) == list(LABELS)
    assert list(highest.indicators) == list(INDICATORS)
