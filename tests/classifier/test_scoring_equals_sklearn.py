"""The scores of rebuilt arrays are those of scikit-learn's own pipeline."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.svm import LinearSVC

from classifier.artefact import read_model
from classifier.labels import LABELS, OUTPUTS
from classifier.normalise import normalise
from classifier.scoring import score_texts
from tests.samples import corpus, field_passages, lexicon, small_corpus
from training.corpus import truth
from training.settings import TrainingSettings, read_settings

VERSION = "2026-01-01-abcdef"


def concepts(text: str) -> list[str]:
    """Return the concept terms of a text as it was typed."""
    return lexicon().terms(normalise(text))


def reference_pipeline(wanted: TrainingSettings) -> Pipeline:
    """Return tf-idf and a linear classifier as scikit-learn itself spells them."""
    learner, features = wanted.learner, wanted.features
    wanted_blocks = {"concept": features.concept, "word": features.word, "char_wb": features.char_wb}
    blocks = [
        (
            kind,
            TfidfVectorizer(
                analyzer=concepts if kind == "concept" else kind,
                ngram_range=(1, 1) if kind == "concept" else (block.low, block.high),
                min_df=block.least_passages,
                sublinear_tf=True,
                preprocessor=None if kind == "concept" else normalise,
            ),
        )
        for kind, block in wanted_blocks.items()
    ]
    union = FeatureUnion(blocks, transformer_weights={kind: b.weight for kind, b in wanted_blocks.items()})
    machine = LinearSVC(
        C=learner.inverse_regularisation, tol=learner.tolerance, max_iter=10_000, random_state=0
    )
    return Pipeline([("features", union), ("learner", OneVsRestClassifier(machine))])


class Scorers:
    """scikit-learn's pipeline, and a model folder trained on the same passages."""

    def __init__(self, folder: Path) -> None:
        from tests.training.fixtures import write_small_model

        passages = small_corpus()
        self.reference = reference_pipeline(read_settings())
        self.reference.fit([p.text for p in passages], truth(passages))
        write_small_model(folder, VERSION, passages)
        self.model = read_model(folder, VERSION)

    def largest_gap(self, texts: list[str]) -> float:
        """Return the largest difference of any margin or probability."""
        ours = score_texts(self.model.blocks, self.model.bias, [normalise(text) for text in texts]).margins
        theirs: NDArray[np.float64] = self.reference.decision_function(texts)
        assert ours.shape == theirs.shape == (len(texts), len(OUTPUTS))
        line = self.model.calibration
        probabilities = line.probabilities(ours) - expit(theirs * line.slope + line.intercept)
        return float(max(np.abs(ours - theirs).max(), np.abs(probabilities).max()))


@pytest.fixture(scope="module")
def scorers(tmp_path_factory: pytest.TempPathFactory) -> Scorers:
    return Scorers(tmp_path_factory.mktemp("models"))


def real_passages(count: int) -> list[str]:
    """Return corpus and field passages, filled up with joined neighbours."""
    texts = [p.text for p in (*field_passages(), *corpus())]
    joined = [f"{a}\n{b}" for a, b in pairwise(texts)]
    return (texts + joined)[:count]


def test_2000_passages_score_equal(scorers: Scorers) -> None:
    texts = real_passages(2000)
    assert len(texts) == 2000
    assert scorers.largest_gap(texts) < 1e-6


WORDS = sorted({word for p in field_passages() for word in p.text.split()})
SPACES = ["\u00a0", "\u2003", "\u200b", "\t", "\n", "\u2028", "\x1f", "\u3000", " ", "  ", "\u0085"]
FUZZ = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.sampled_from(WORDS).map(str.upper),
        st.sampled_from(WORDS).map(str.title),
        st.sampled_from(SPACES),
        st.characters(),
        st.sampled_from(["İ", "Σ", "ς", "ǅ", "\u0301", "_", "-", "ß", "\ufeff", "٣", "𝟘", "ʼ"]),
        st.text(max_size=12),
    ),
    max_size=40,
).map("".join)


@settings(max_examples=2000)
@given(FUZZ)
def test_2000_fuzzed_strings_score_equal(scorers: Scorers, text: str) -> None:
    assert scorers.largest_gap([text]) < 1e-6


def test_a_text_scores_the_same_alone_and_in_a_batch(scorers: Scorers) -> None:
    texts = [normalise(text) for text in real_passages(200)]
    together = score_texts(scorers.model.blocks, scorers.model.bias, texts).margins
    alone = [score_texts(scorers.model.blocks, scorers.model.bias, [text]).margins[0] for text in texts]
    np.testing.assert_array_equal(together, alone)


def test_a_text_without_known_terms_has_the_bias_alone(scorers: Scorers) -> None:
    scores = score_texts(scorers.model.blocks, scorers.model.bias, ["", "\u4e2d"])
    np.testing.assert_array_equal(scores.margins, np.tile(scorers.model.bias, (2, 1)))
    assert scores.known.tolist() == [0.0, 0.0]


def test_labels_are_the_first_columns() -> None:
    assert OUTPUTS[: len(LABELS)] == LABELS
