"""Fit tf-idf and one linear classifier per output; hand back plain blocks."""

from collections.abc import Sequence
from dataclasses import dataclass

import joblib
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from classifier.artefact import BLOCKS
from classifier.features import Analyser, analyser
from classifier.lexicon import EMPTY, Lexicon
from classifier.scoring import Block, score_texts
from training.settings import BlockSettings, TrainingSettings


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Fitted blocks and their bias: what scoring needs before calibration."""

    blocks: tuple[Block, ...]
    bias: NDArray[np.float64]


def fit_linear(
    texts: Sequence[str], target: NDArray[np.bool_], settings: TrainingSettings, lexicon: Lexicon
) -> LinearModel:
    """Fit on normalised texts.

    Args:
        texts: normalised passages.
        target: what holds of each, shape (texts, outputs); each column needs both values.
        settings: of the features and the learner.
        lexicon: what finds concepts; without entries the model has n-grams alone.
    """
    kinds = [kind for kind in BLOCKS if lexicon.entries or kind != "concept"]
    vectorisers = [_vectoriser(kind, settings, lexicon) for kind in kinds]
    matrices = [
        vectoriser.fit_transform(texts) * _settings_of(kind, settings).weight
        for kind, vectoriser in zip(kinds, vectorisers, strict=True)
    ]
    matrix = csr_array(hstack(matrices, format="csr"))
    # In canonical form the workers can share it read-only.
    matrix.sum_duplicates()
    fits = joblib.Parallel(n_jobs=-1)(
        joblib.delayed(_fit_output)(matrix, target[:, column], settings) for column in range(target.shape[1])
    )
    weights = np.array([weight for weight, _ in fits]).T
    edges = np.cumsum([0, *(m.shape[1] for m in matrices)])
    blocks = tuple(
        _block(kind, vectoriser, weights[edges[at] : edges[at + 1]], settings, lexicon)
        for at, (kind, vectoriser) in enumerate(zip(kinds, vectorisers, strict=True))
    )
    return LinearModel(blocks, np.array([bias for _, bias in fits]))


def out_of_fold_margins(
    texts: Sequence[str],
    target: NDArray[np.bool_],
    folds: NDArray[np.int64],
    settings: TrainingSettings,
    lexicon: Lexicon,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return margins and known shares of each text from a model that never saw its scenario."""
    margins = np.empty(target.shape)
    known = np.empty(len(texts))
    for fold in range(int(folds.max()) + 1):
        inside, outside = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        model = fit_linear([texts[i] for i in outside.tolist()], target[outside], settings, lexicon)
        scores = score_texts(model.blocks, model.bias, [texts[i] for i in inside.tolist()])
        margins[inside], known[inside] = scores.margins, scores.known
    return margins, known


def _vectoriser(kind: Analyser, settings: TrainingSettings, lexicon: Lexicon) -> TfidfVectorizer:
    """Return scikit-learn's tf-idf over the very terms that scoring reads."""
    block = _settings_of(kind, settings)
    return TfidfVectorizer(
        analyzer=analyser(kind, block.low, block.high, lexicon),
        min_df=block.least_passages,
        sublinear_tf=True,
        dtype=np.float64,
    )


def _fit_output(
    matrix: csr_array, target: NDArray[np.bool_], settings: TrainingSettings
) -> tuple[NDArray[np.float64], float]:
    """Return weights, shape (features,), and bias of one output.

    liblinear runs on one thread without BLAS, so the same input gives the same bytes. It
    solves the dual, which is the quicker one when features outnumber passages. The loss is
    the squared hinge; probabilities come from the calibration.
    """
    learner = LinearSVC(
        C=settings.learner.inverse_regularisation,
        tol=settings.learner.tolerance,
        max_iter=10_000,
        random_state=0,
    )
    learner.fit(matrix, target)
    return learner.coef_[0], float(learner.intercept_[0])


def _block(
    kind: Analyser,
    vectoriser: TfidfVectorizer,
    weights: NDArray[np.float64],
    settings: TrainingSettings,
    lexicon: Lexicon,
) -> Block:
    """Return a fitted vectoriser and its weights as plain arrays, the block's own weight multiplied in."""
    wanted = _settings_of(kind, settings)
    return Block(
        kind=kind,
        low=wanted.low,
        high=wanted.high,
        vocabulary={str(term): int(row) for term, row in vectoriser.vocabulary_.items()},
        idf=vectoriser.idf_.astype(np.float32),
        weights=np.ascontiguousarray(weights * wanted.weight, np.float32),
        lexicon=lexicon if kind == "concept" else EMPTY,
    )


def _settings_of(kind: Analyser, settings: TrainingSettings) -> BlockSettings:
    block: BlockSettings = getattr(settings.features, kind)
    return block
