"""Evidence: spans of the document whose weights sum to the log-odds."""

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.findings import Document, PassageFinding
from classifier.labels import LABELS
from classifier.model import Classifier
from tests.conftest import tip
from tests.samples import field_passages


@pytest.fixture(scope="module")
def small(small_models: Path) -> Classifier:
    return Classifier.from_folder(small_models)


def explain(classifier: Classifier, text: str) -> tuple[PassageFinding, ...]:
    return classifier.classify([Document(text)], explain=True)[0].passages


def assert_sums(passage: PassageFinding) -> None:
    for label in LABELS:
        score = passage.labels[label].score
        total = math.fsum(item.weight for item in passage.evidence if item.label == label)  # type: ignore[union-attr]
        assert total == pytest.approx(math.log(score) - math.log1p(-score), abs=1e-6)


def test_weights_sum_to_the_log_odds_on_field_passages(small: Classifier) -> None:
    for labelled in field_passages():
        for passage in explain(small, labelled.text):
            assert_sums(passage)


@settings(max_examples=200)
@given(st.text(min_size=1).filter(lambda text: not text.isspace()))
def test_weights_sum_to_the_log_odds_on_any_text(small: Classifier, text: str) -> None:
    for passage in explain(small, text):
        assert_sums(passage)


def test_spans_lie_within_their_passage_and_hold_words(small: Classifier) -> None:
    text = (
        tip("Его забрали с рынка и заставили подписать кон\u200bтракт.") + "\n\n" + tip("Утром выдали форму.")
    )
    for passage in explain(small, text):
        for item in passage.evidence:  # type: ignore[union-attr]
            assert passage.start <= item.start < item.end <= passage.end
            assert not text[item.start : item.end].isspace()


def test_a_word_stands_out_that_only_one_label_uses(classifier: Classifier) -> None:
    text = "They beat him in the cell until he signed the contract."
    (passage,) = explain(classifier, text)
    items = [i for i in passage.evidence if i.label == "coercion" and i.end - i.start < len(text)]  # type: ignore[union-attr]
    strongest = max(items, key=lambda item: item.weight)
    assert text[strongest.start : strongest.end].strip(".") in {"beat", "cell", "signed", "contract", "until"}
